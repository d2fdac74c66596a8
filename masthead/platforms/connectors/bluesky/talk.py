"""Replies of readers, our answers, and the counts that the platform keeps.

Counts and replies of the whole network come from the server's view of it (AppView). A server of one's own may have none: then replies
of the accounts on that very server are found by reading their records, and counts are not to be had.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import PlatformFault
from masthead.platforms.base import unsupported
from masthead.platforms.connectors.bluesky import errors, keys, limits, posts, wording
from masthead.platforms.connectors.bluesky.client import BlueskyClient
from masthead.platforms.contract import Comment, CommentPage, FigureBatch, FigureRow, Remote
from masthead.platforms.http import gateway_fault

COUNTS = {"likeCount": "like_users", "repostCount": "share_users", "replyCount": "comment_count"}
DEPTH = 6
Json = Mapping[str, Any]


def listed(client: BlueskyClient, remote: Remote) -> CommentPage:
    """Newest first; our own answers are left out."""
    uri = str(remote.get("uri", ""))
    own = keys.parts_of(uri)[0]
    try:
        thread = client.get("app.bsky.feed.getPostThread", uri=uri, depth=DEPTH, parentHeight=0).get("thread")
        found = list(_replies(thread if isinstance(thread, dict) else {}, uri))
    except PlatformFault as fault:
        if fault.platform_code == "NotFound":  # the view has not seen our post yet
            return CommentPage(())
        if not errors.has_no_view(fault):
            raise
        found = list(_on_this_server(client, uri, own))
    found = [comment for comment in found if comment.author_key != own]
    return CommentPage(sorted(found, key=lambda comment: comment.at, reverse=True))


def has_view(client: BlueskyClient) -> bool:
    """Does the server know the network? Asked with a call that every view has."""
    try:
        client.get("app.bsky.actor.getProfile", actor=client.did())
    except PlatformFault as fault:
        return not errors.has_no_view(fault)
    return True


def _replies(thread: Json, root: str) -> Iterator[Comment]:
    for child in thread.get("replies") or ():
        post = child.get("post") if isinstance(child, dict) else None
        if isinstance(post, dict):  # a blocked or deleted one has none
            yield _of_view(post, root)
            yield from _replies(child, root)


def _of_view(post: Json, root: str) -> Comment:
    author, record = post.get("author") or {}, post.get("record") or {}
    name = str(author.get("displayName") or author.get("handle") or author.get("did") or "")
    return _comment(
        str(post["uri"]), record, root, name=name, did=str(author.get("did", "")), at=str(post.get("indexedAt") or "")
    )


def _comment(uri: str, record: Json, root: str, *, name: str, did: str, at: str) -> Comment:
    parent = str(((record.get("reply") or {}).get("parent") or {}).get("uri", ""))
    rkey = uri.rpartition("/")[2]
    return Comment(
        key=uri, author=name, text=str(record.get("text", "")), at=_moment(at or str(record.get("createdAt", ""))),
        author_key=did, parent_key="" if parent == root else parent, url=f"{posts.WEB}/profile/{did}/post/{rkey}",
    )  # fmt: skip


def _on_this_server(client: BlueskyClient, root: str, own: str) -> Iterator[Comment]:
    for did in _accounts(client):
        if did == own:
            continue
        answer = client.get(
            "com.atproto.repo.listRecords", signed=False, repo=did, collection=posts.COLLECTION, limit=limits.RECORDS_MOST
        )  # fmt: skip
        replies = [r for r in answer.get("records") or () if _root_of(r) == root]
        name = _handle(client, did) if replies else ""
        for row in replies:
            yield _comment(str(row["uri"]), row["value"], root, name=name, did=did, at="")


def _accounts(client: BlueskyClient) -> list[str]:
    found: list[str] = []
    cursor = ""
    while len(found) < limits.REPOS_MOST:
        more = {"cursor": cursor} if cursor else {}
        answer = client.get("com.atproto.sync.listRepos", signed=False, limit=100, **more)
        rows = answer.get("repos") or []
        found += [str(row["did"]) for row in rows if row.get("active", True)]
        cursor = str(answer.get("cursor") or "")
        if not cursor or not rows:
            break
    return found[: limits.REPOS_MOST]


def _root_of(row: Json) -> str:
    reply = (row.get("value") or {}).get("reply") or {}
    return str((reply.get("root") or {}).get("uri", ""))


def _handle(client: BlueskyClient, did: str) -> str:
    try:
        return str(client.get("com.atproto.repo.describeRepo", signed=False, repo=did).get("handle") or did)
    except PlatformFault:
        return did


def reply(
    client: BlueskyClient, remote: Remote, comment: Comment, text: str, key: str, languages: Sequence[str]
) -> str:
    """Below the comment, under a key made of ours: what is there already is not written again."""
    if wording.graphemes(text) > limits.TEXT_GRAPHEMES.most:
        raise errors.fault_of("InvalidRequest", _("回复超过 300 个字"), 400, {}, repeatable=False)
    did, rkey = client.did(), keys.key_of(f"reply:{comment.key}:{key}")
    if found := posts.read(client, did, rkey):
        return str(found["uri"])
    root = {"uri": str(remote["uri"]), "cid": str(remote["cid"])}
    record: dict[str, Any] = {
        "$type": posts.COLLECTION, "text": text, "langs": list(languages), "createdAt": clock.now().isoformat(timespec="milliseconds"),
        "reply": {"root": root, "parent": {"uri": comment.key, "cid": _cid_of(client, comment.key)}},
    }  # fmt: skip
    if facets := wording.facets_of(text):
        record["facets"] = facets
    body = {"repo": did, "collection": posts.COLLECTION, "rkey": rkey, "record": record}
    answer = client.post("com.atproto.repo.putRecord", body, repeatable=False)
    if not answer.get("uri"):
        raise gateway_fault(200, repeatable=False)
    return str(answer["uri"])


def _cid_of(client: BlueskyClient, uri: str) -> str:
    """The comment's version, from its own server's record where ours can reach it, else from the view."""
    did, collection, rkey = keys.parts_of(uri)
    try:
        found = client.get("com.atproto.repo.getRecord", repo=did, collection=collection, rkey=rkey)
    except PlatformFault as fault:
        if not errors.is_no_record(fault):
            raise
        found = next(iter(client.get("app.bsky.feed.getPosts", uris=[uri]).get("posts") or ()), {})
    if not found.get("cid"):
        raise errors.fault_of("NotFound", uri, 400, {}, repeatable=True)
    return str(found["cid"])


def counted(client: BlueskyClient, day: dt.date, refs: Sequence[str]) -> FigureBatch:
    """Totals up to now. Readers are not counted by the platform."""
    if day > clock.today():
        return FigureBatch((), complete=False)
    rows: list[FigureRow] = []
    wanted = list(dict.fromkeys(ref for ref in refs if ref))
    for start in range(0, len(wanted), limits.POSTS_ASKED):
        rows += [row for post in _asked(client, wanted[start : start + limits.POSTS_ASKED]) for row in _rows(post, day)]
    return FigureBatch(rows, complete=True)


def _asked(client: BlueskyClient, uris: Sequence[str]) -> Sequence[Json]:
    try:
        return client.get("app.bsky.feed.getPosts", uris=list(uris)).get("posts") or ()
    except PlatformFault as fault:
        if errors.has_no_view(fault):
            raise unsupported(_("数据"), _("这台服务器没有全网视图（AppView），请人工录入数据。")) from None
        raise


def _rows(post: Json, day: dt.date) -> Iterator[FigureRow]:
    for field, metric in COUNTS.items():
        if isinstance(post.get(field), int):
            yield FigureRow(str(post["uri"]), metric, day, int(post[field]), running=True)


def _moment(said: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(said)
    except ValueError:
        return clock.now()
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
