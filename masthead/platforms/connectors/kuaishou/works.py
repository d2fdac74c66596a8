"""The account's works as 快手 tells them: listing, look-up after an unknown outcome, where one stands."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import PlatformFault
from masthead.platforms.answers import Answer, number
from masthead.platforms.connectors.kuaishou import errors, limits
from masthead.platforms.connectors.kuaishou.client import OFFICIAL, KuaishouClient
from masthead.platforms.connectors.kuaishou.formats import caption_of
from masthead.platforms.contract import Channel, Found, LookUp, Post, Progress, ProgressState, Remote

MILLISECONDS_FROM = 10**11  # a moment above is told in milliseconds


def listed(client: KuaishouClient, *, since: int = 0) -> Iterator[Answer]:
    """The works, newest first, those under audit too, until they are older than `since`."""
    cursor = ""
    for _page in range(limits.LIST_PAGES):
        given = {"count": limits.LIST_PAGE} | ({"cursor": cursor} if cursor else {})
        found = client.get("/openapi/photo/list", **given).get("video_list") or []
        yield from found
        if len(found) < limits.LIST_PAGE or made_at(found[-1]) < since:
            return
        cursor = str(found[-1].get("photo_id", ""))


def made_at(work: Answer) -> int:
    moment = number(work.get("create_time"))
    return moment // 1000 if moment > MILLISECONDS_FROM else moment


def look_up(client: KuaishouClient, post: Post, remote: Remote) -> LookUp:
    """Our caption on a work that is not older than our upload."""
    if remote.get("photo_id"):
        return LookUp(Found.YES, dict(remote), _("快手已给出作品编号。"))
    if not remote.get("upload_token"):
        return LookUp(Found.NO, note=_("视频还没有上传。"))
    since = number(remote.get("started_at")) - limits.CLOCK_SLACK_SECONDS
    caption = "".join(caption_of(post).split())
    for work in listed(client, since=since):
        if "".join(str(work.get("caption", "")).split()) == caption and made_at(work) >= since:
            return LookUp(Found.YES, facts_of(work), _("在作品列表中找到了这一条。"))
    return LookUp(Found.NO, note=_("作品列表中没有这一条。"))


def facts_of(work: Answer) -> Remote:
    return {"photo_id": str(work.get("photo_id", "")), "published_at": made_at(work) or int(clock.now().timestamp())}


def standing(client: KuaishouClient, channel: Channel, remote: Remote) -> Progress:
    """`pending` waits. A work that is not told any more was taken down if it was open before, else it did not pass."""
    key = str(remote["photo_id"])
    try:
        work = client.get("/openapi/photo/info", photo_id=key).get("video_info") or {}
    except PlatformFault as fault:
        if number(fault.platform_code) not in errors.NO_VIDEO:
            raise
        return _missing(client, remote, key)
    if work.get("pending"):
        return Progress(ProgressState.PENDING)
    web = "https://www.kuaishou.com" if channel.base_url == OFFICIAL else channel.base_url
    return Progress(ProgressState.PUBLISHED, {"photo_id": key, "open": True}, f"{web}/short-video/{key}")


def _missing(client: KuaishouClient, remote: Remote, key: str) -> Progress:
    """Right after publishing the single call may not know a work that the list has already."""
    if remote.get("open"):
        return Progress(ProgressState.GONE, reason=_("作品已不在快手上。"))
    since = number(remote.get("published_at"))
    fresh = client.platform_time - since < limits.LATE_SECONDS
    if fresh or any(
        str(work.get("photo_id")) == key for work in listed(client, since=since - limits.CLOCK_SLACK_SECONDS)
    ):
        return Progress(ProgressState.PENDING)
    return Progress(
        ProgressState.REJECTED,
        reason=_("快手没有公开这个作品，多半没有通过审核；原因只在快手 App 的「作品管理」里显示。"),
    )
