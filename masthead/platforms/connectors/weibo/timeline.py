"""Is it there? The platform tells an app the latest five posts of the account, so what stood there before is noted before publishing.

A post is ours when its text is what we sent (links and topic signs taken out), it was not there before, and it is not older than our
note. When five newer posts hide what lies below, nobody can tell.
"""

import datetime as dt
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Any

from django.utils.translation import gettext as _

from masthead.platforms.answers import Answer
from masthead.platforms.connectors.weibo import limits, words
from masthead.platforms.connectors.weibo.client import WeiboClient
from masthead.platforms.contract import Channel, Found, LookUp, Post, Remote

MONTHS = {
    name: n
    for n, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}


def moment_of(text: Any) -> dt.datetime:
    """`Tue May 31 17:46:55 +0800 2011`; another writing is tried as mail writes it. Raises ValueError."""
    parts = str(text).split()
    if len(parts) != 6 or parts[1] not in MONTHS:
        return parsedate_to_datetime(str(text))
    day = dt.date(int(parts[5]), MONTHS[parts[1]], int(parts[2]))
    return dt.datetime.fromisoformat(f"{day.isoformat()}T{parts[3]}{parts[4][:3]}:{parts[4][3:]}")


def latest(client: WeiboClient) -> Sequence[Answer]:
    """The account's latest posts, newest first."""
    answer = client.get("/2/statuses/user_timeline.json", count=20, trim_user=0)
    return [one for one in answer.get("statuses") or () if isinstance(one, dict)]


def note(client: WeiboClient, channel: Channel, post: Post, remote: Remote) -> Remote:
    """What stands there before we publish, and what we are about to send; `there`: it came out by an earlier call after all.

    Made anew, the list is the one of now; the moment stays that of the first note, or a post that an earlier call made would count as older
    than all our calls.
    """
    shown = latest(client)
    ours = _ours(shown, remote) if "noted_at" in remote else None
    return {
        "seen": [_id(one) for one in shown if one is not ours],
        "noted_at": remote.get("noted_at") or client.platform_time,
        "core": words.core_of(words.words_of(post)),
        "there": facts_of(channel, ours) if ours else None,
    }


def _ours(shown: Sequence[Answer], remote: Remote) -> Answer | None:
    """The one that was sent after the note in `remote` was made."""
    for one in _newer(shown, remote):
        if words.core_of(str(one.get("text", ""))) == remote.get("core"):
            return one
    return None


def _newer(shown: Sequence[Answer], remote: Remote) -> list[Answer]:
    """Those that did not stand there when the note was made."""
    since, before = int(remote["noted_at"]) - limits.CLOCK_SLACK_SECONDS, set(remote.get("seen") or ())
    return [one for one in shown if _id(one) not in before and _at(one) >= since]


def look_up(client: WeiboClient, channel: Channel, remote: Remote) -> LookUp:
    if remote.get("status_id"):
        return LookUp(Found.YES, dict(remote), _("微博已给出编号。"))
    if "noted_at" not in remote:
        return LookUp(Found.NO, note=_("还没有走到发布这一步。"))
    shown = latest(client)
    if ours := _ours(shown, remote):
        return LookUp(Found.YES, facts_of(channel, ours), _("在本账号的最新微博中找到了这一条。"))
    if len(_newer(shown, remote)) >= limits.TIMELINE:
        return LookUp(Found.UNSURE, note=_("平台只给出最新五条，之后又发布过五条以上，请到微博核对。"))
    return LookUp(Found.NO, note=_("本账号的最新微博中没有这一条。"))


def facts_of(channel: Channel, status: Answer) -> Remote:
    """The number, and the web address made of it."""
    number = _id(status)
    user = str((status.get("user") or {}).get("id") or channel.subject or "")
    return {"status_id": number, "uid": user}


def _id(status: Answer) -> str:
    return str(status.get("idstr") or status.get("mid") or status.get("id") or "")


def _at(status: Answer) -> int:
    try:
        return int(moment_of(status.get("created_at")).timestamp())
    except (ValueError, TypeError):
        return 0
