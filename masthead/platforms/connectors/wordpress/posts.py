"""The post itself: draft, publishing, where it stands, is it there.

The draft carries the version's name (slug) and mark before it is visible, so a look-up needs nothing but the post. Publishing sets
the state of that one draft: sent twice, it is still one post. It is always `publish`: the site's own clock is never asked to do it.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.wordpress import errors, html, terms
from masthead.platforms.connectors.wordpress.client import SiteClient
from masthead.platforms.contract import Found, LookUp, Post, Progress, ProgressState, Remote, Seen
from masthead.platforms.http import gateway_fault

FIELDS = "id,status,link,slug,author,title,content"
STATES = "publish,future,draft,pending,private"
Row = Mapping[str, Any]


def make_draft(client: SiteClient, post: Post, remote: Remote) -> Remote:
    """The draft with all its words; one of this version that is there already is used again, and never hidden again."""
    found = find_row(client, post)
    if found is not None and found.get("status") == "publish":
        return facts_of(found)
    words = _words(client, post, remote)
    if found is not None:
        return facts_of(_row(client.post(f"wp/v2/posts/{found['id']}", words, context="edit").body, 200))
    return facts_of(_row(client.post("wp/v2/posts", words | {"status": "draft"}, context="edit").body, 201))


def _words(client: SiteClient, post: Post, remote: Remote) -> dict[str, Any]:
    urls = {sha: kept["url"] for sha, kept in (remote.get("pictures") or {}).items()}
    try:
        content = html.site_html(post, urls)
    except KeyError:
        raise PlatformFault(
            _("正文引用了没有上传的图片。"),
            kind=FaultKind.REJECTED,
            advice=_("请编辑重新保存稿件中的图片后再提交审核。"),
        ) from None
    given = {"title": html.title_of(post), "content": content, "excerpt": post.digest.strip()}
    if slug := html.slug_of(post.marker):
        given["slug"] = slug
    cover = (remote.get("cover") or {}).get("id")
    return given | terms.terms_of(client, post) | ({"featured_media": cover} if cover else {})


def publish(client: SiteClient, remote: Remote) -> Remote:
    number = remote.get("post_id")
    if not number:
        raise PlatformFault(
            _("还没有在网站建立草稿。"), kind=FaultKind.REJECTED, advice=_("请重新发起发布。"), platform_code="no_draft"
        )
    answer = client.post(f"wp/v2/posts/{number}", {"status": "publish"}, repeatable=False).body
    return facts_of(_row(answer, 200, repeatable=False)) | {"sent": True}


def find_row(client: SiteClient, post: Post) -> Row | None:
    """The post of this very version, whatever its state. Another with the same title, or with our name but other words, is not it."""
    slug, mark = html.slug_of(post.marker), html.mark_of(post.marker)
    if not slug:
        return None
    rows = client.get("wp/v2/posts", slug=slug, status=STATES, context="edit", per_page=20, _fields=FIELDS).body
    ours = (
        [row for row in rows if isinstance(row, dict) and _is_ours(row, slug, mark)] if isinstance(rows, list) else []
    )
    shown = [row for row in ours if row.get("status") == "publish"]
    return next(iter(shown or ours), None)


def _is_ours(row: Row, slug: str, mark: str) -> bool:
    """By its mark; where the site strips comments out of a text, its name has to do."""
    content = _content(row)
    return mark in content or (html.MARK not in content and row.get("slug") == slug)


def look_up(client: SiteClient, post: Post, remote: Remote) -> LookUp:
    """After an unknown outcome: by number, else by the version's name."""
    row = _by_number(client, remote) or find_row(client, post)
    if row is None:
        return LookUp(Found.NO, note=_("网站上没有这个版本的文章。"))
    if row.get("status") == "publish":
        return LookUp(Found.YES, facts_of(row) | {"sent": True}, _("网站上已有这个版本的文章。"))
    if row.get("status") in ("future", "pending"):
        return LookUp(Found.UNSURE, facts_of(row), _("文章在网站上等待发布或审核。"))
    return LookUp(Found.NO, note=_("文章在网站上仍是草稿。"))


def progress_of(client: SiteClient, remote: Remote) -> Progress:
    """Where it stands, also later. A draft that was published before is hidden again: readers do not have it."""
    if not remote.get("post_id"):
        return Progress(ProgressState.PENDING)
    return _standing(_by_number(client, remote), remote)


def seen(client: SiteClient, remote: Remote) -> Seen:
    """Where it stands, with title and words without their mark-up."""
    if not remote.get("post_id"):
        return Seen(Progress(ProgressState.PENDING))
    row = _by_number(client, remote)
    standing = _standing(row, remote)
    if row is None or standing.state != ProgressState.PUBLISHED:
        return Seen(standing)
    title = row.get("title")
    told = str(title.get("raw") or title.get("rendered") or "") if isinstance(title, dict) else ""
    return Seen(standing, html.plain(told), html.plain(_content(row)))


def _standing(row: Row | None, remote: Remote) -> Progress:
    if row is None:
        return Progress(ProgressState.GONE, reason=_("文章已不在网站上。"))
    state, url = str(row.get("status", "")), str(row.get("link", ""))
    if state == "publish":
        return Progress(ProgressState.PUBLISHED, facts_of(row), url)
    if state in ("trash", "private"):
        return Progress(ProgressState.GONE, reason=_("文章已被移到回收站或改为私密。"))
    if remote.get("sent") and state == "draft":
        return Progress(ProgressState.GONE, reason=_("文章已被改回草稿，读者看不到。"))
    return Progress(ProgressState.PENDING, reason=_("文章在网站上等待审核。") if state == "pending" else "")


def delete(client: SiteClient, remote: Remote) -> None:
    if not remote.get("post_id"):
        return
    try:
        client.call("DELETE", f"wp/v2/posts/{remote['post_id']}", params={"force": "true"})
    except PlatformFault as fault:
        if fault.platform_code not in errors.GONE | {"410", "rest_already_trashed"}:
            raise


def facts_of(row: Row) -> Remote:
    """What is kept of a post; `post_id` is text, since figures join on it."""
    facts: Remote = {"post_id": str(row["id"]), "url": str(row.get("link", "")), "state": str(row.get("status", ""))}
    if row.get("author"):
        facts["author_key"] = str(row["author"])
    return facts


def _by_number(client: SiteClient, remote: Remote) -> Row | None:
    if not remote.get("post_id"):
        return None
    try:
        answer = client.get(f"wp/v2/posts/{remote['post_id']}", context="edit", _fields=FIELDS).body
    except PlatformFault as fault:
        if fault.platform_code in errors.GONE | {"410"}:
            return None
        raise
    return _row(answer, 200)


def _row(answer: Any, status: int, *, repeatable: bool = True) -> Row:
    if not isinstance(answer, dict) or not answer.get("id"):
        raise gateway_fault(status, repeatable=repeatable)
    return answer


def _content(row: Row) -> str:
    content = row.get("content")
    if not isinstance(content, dict):
        return ""
    return str(content.get("raw") or content.get("rendered") or "")
