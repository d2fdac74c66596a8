"""Comments below the account's posts: read by pages, answered publicly."""

from masthead.platforms.answers import Answer
from masthead.platforms.connectors.weibo import limits
from masthead.platforms.connectors.weibo.client import WeiboClient
from masthead.platforms.connectors.weibo.timeline import moment_of
from masthead.platforms.contract import Comment, CommentPage, Remote


def read(client: WeiboClient, status: str, cursor: str) -> CommentPage:
    """One page, newest first; the cursor is the page's number."""
    page = int(cursor or 1)
    answer = client.get("/2/comments/show.json", id=status, count=limits.COMMENT_PAGE, page=page)
    found = [_comment(one) for one in answer.get("comments") or ()]
    return CommentPage(found, str(page + 1) if len(found) == limits.COMMENT_PAGE else "")


def answer(client: WeiboClient, status: str, comment: str, text: str) -> str:
    """Below a comment, or directly below the post when no comment is named. An identical text is refused as a duplicate by the platform."""
    given = {"id": status, "comment": text, "comment_ori": "0"}
    path = "/2/comments/create.json"
    if comment:
        given |= {"cid": comment, "without_mention": "0"}
        path = "/2/comments/reply.json"
    told = client.post(path, given, repeatable=False)
    return _key(told)


def below(client: WeiboClient, remote: Remote, text: str) -> str:
    """Directly below our own post. Nothing of ours marks it, so the newest comments are looked through for these words first."""
    status = str(remote.get("status_id", ""))
    told = client.get("/2/comments/show.json", id=status, count=limits.COMMENT_PAGE, page=1)
    for one in told.get("comments") or ():
        if str(one.get("text", "")).strip() == text and not one.get("reply_comment") and _is_ours(one, remote):
            return _key(one)
    return answer(client, status, "", text)


def _is_ours(told: Answer, remote: Remote) -> bool:
    return str((told.get("user") or {}).get("id", "")) == str(remote.get("uid", ""))


def _comment(told: Answer) -> Comment:
    user, parent = told.get("user") or {}, told.get("reply_comment") or {}
    return Comment(
        _key(told), str(user.get("screen_name", "")), str(told.get("text", "")), moment_of(told.get("created_at")),
        author_key=str(user.get("id", "")), parent_key=_key(parent) if parent else "",
    )  # fmt: skip


def _key(told: Answer) -> str:
    return str(told.get("idstr") or told.get("id") or "")
