"""Comments below the account's posts: read by pages, answered publicly."""

from masthead.platforms.answers import Answer
from masthead.platforms.connectors.weibo import limits
from masthead.platforms.connectors.weibo.client import WeiboClient
from masthead.platforms.connectors.weibo.timeline import moment_of
from masthead.platforms.contract import Comment, CommentPage


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


def _comment(told: Answer) -> Comment:
    user, parent = told.get("user") or {}, told.get("reply_comment") or {}
    return Comment(
        _key(told), str(user.get("screen_name", "")), str(told.get("text", "")), moment_of(told.get("created_at")),
        author_key=str(user.get("id", "")), parent_key=_key(parent) if parent else "",
    )  # fmt: skip


def _key(told: Answer) -> str:
    return str(told.get("idstr") or told.get("id") or "")
