"""Videos and articles as B 站 tells them: what is submitted, look-up after an unknown outcome, where one stands, figures.

The article calls are documented by their paths alone: what they answer is read leniently.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from masthead.core.errors import PlatformFault
from masthead.platforms.answers import Answer, number
from masthead.platforms.connectors.bilibili import errors, limits
from masthead.platforms.connectors.bilibili.client import BilibiliClient
from masthead.platforms.contract import FigureRow, Found, LookUp, Post, Progress, ProgressState, Remote

VIDEO, ARTICLE = "video", "article"
OPEN, RETURNED = 0, -2
WEB = "https://www.bilibili.com"
LISTS = {VIDEO: "/arcopen/fn/archive/viewlist", ARTICLE: "/arcopen/fn/article/list"}
METRICS = {
    "view": "read_users",
    "like": "like_users",
    "share": "share_users",
    "reply": "comment_count",
    "favorite": "favourite_users",
}


def kind_of(post: Post) -> str:
    return VIDEO if post.video is not None else ARTICLE


def is_video(resource: str) -> bool:
    return resource.startswith("BV")


def look_up(client: BilibiliClient, post: Post, remote: Remote) -> LookUp:
    """Our title on a work that is not older than our upload, whatever its audit says."""
    if remote.get("resource_id"):
        return LookUp(Found.YES, dict(remote), _("B 站已给出稿件编号。"))
    if not remote.get("started_at"):
        return LookUp(Found.NO, note=_("还没有上传。"))
    since, title = number(remote["started_at"]) - limits.CLOCK_SLACK_SECONDS, post.title.strip()
    for work in _listed(client, kind_of(post), since):
        if str(work.get("title", "")).strip() == title and _made_at(work) >= since:
            return LookUp(Found.YES, {"resource_id": _key(work)}, _("在稿件列表中找到了这一条。"))
    return LookUp(Found.NO, note=_("稿件列表中没有这一条。"))


def moment_there(client: BilibiliClient) -> int:
    """The platform's own clock: the list that a look-up reads is dated by it, and ours may be an hour ahead."""
    client.get(LISTS[ARTICLE], pn=1, ps=limits.LIST_PAGE)
    return client.platform_time


def _listed(client: BilibiliClient, kind: str, since: int) -> Iterator[Answer]:
    for page in range(1, limits.LIST_PAGES + 1):
        more = {"status": "all"} if kind == VIDEO else {}
        found = client.get(LISTS[kind], pn=page, ps=limits.LIST_PAGE, **more).get("list") or []
        yield from found
        if len(found) < limits.LIST_PAGE or _made_at(found[-1]) < since:
            return


def _made_at(work: Mapping[str, Any]) -> int:
    return number(work.get("ctime") or work.get("publish_time") or 0)


def _key(work: Mapping[str, Any]) -> str:
    return str(work.get("resource_id") or work.get("article_id") or work.get("id") or "")


def standing(client: BilibiliClient, remote: Remote) -> Progress:
    key = str(remote["resource_id"])
    try:
        if is_video(key):
            work = client.get("/arcopen/fn/archive/view", resource_id=key)
        else:
            work = client.get("/arcopen/fn/article/detail", article_id=key)
    except PlatformFault as fault:
        if number(fault.platform_code) not in errors.NO_WORK:
            raise
        return Progress(ProgressState.GONE, reason=_("稿件已不在 B 站上。"))
    return progress_of(key, work)


def progress_of(key: str, work: Mapping[str, Any]) -> Progress:
    """Open, sent back with a reason, or still looked at: numbers that are not known wait, unless a reason stands beside them."""
    told = work.get("addit_info") or work
    state, reason = number(told.get("state", 1)), str(told.get("reject_reason") or "")
    if state == OPEN:
        return Progress(ProgressState.PUBLISHED, {"resource_id": key}, url_of(key, work))
    if state == RETURNED or (state < 0 and reason):
        return Progress(ProgressState.REJECTED, reason=reason or str(told.get("state_desc") or _("B 站退回了稿件。")))
    return Progress(ProgressState.PENDING)


def url_of(key: str, work: Mapping[str, Any], web: str = WEB) -> str:
    """As the platform tells it, else made of the number."""
    told = str((work.get("video_info") or {}).get("share_url") or work.get("url") or work.get("view_url") or "")
    if told.startswith("http"):
        return told
    return f"{web}/video/{key}" if is_video(key) else f"{web}/read/cv{key.removeprefix('cv')}"


def delete(client: BilibiliClient, key: str) -> None:
    """Gone already is no fault."""
    try:
        if is_video(key):
            client.post("/arcopen/fn/archive/delete", {"resource_id": key})
        else:
            client.post("/arcopen/fn/article/delete", {"article_id": number(key)})
    except PlatformFault as fault:
        if number(fault.platform_code) not in errors.NO_WORK:
            raise


def figures(client: BilibiliClient, day: dt.date, refs: Sequence[str]) -> Iterator[FigureRow]:
    """Totals up to now: each video by itself, all articles in one call."""
    for key in filter(is_video, refs):
        try:
            yield from _rows(key, day, client.get("/arcopen/fn/data/arc/stat", resource_id=key))
        except PlatformFault as fault:
            if number(fault.platform_code) not in errors.NO_WORK:
                raise
    if articles := [key for key in refs if not is_video(key)]:
        for key, told in client.get("/arcopen/fn/data/art/stat", ids=",".join(articles)).items():
            yield from _rows(str(key), day, told)


def _rows(key: str, day: dt.date, told: Mapping[str, Any]) -> Iterator[FigureRow]:
    for field, metric in METRICS.items():
        if field in told:
            yield FigureRow(key, metric, day, number(told[field]), running=True)
