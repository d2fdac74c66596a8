"""After an unknown outcome of the submit: is the article there? Reads only.

What the platform tells us, and what follows (freepublish/submit has no idempotency key):
- A draft leaves the box when it is published; its media_id is single-use. So draft gone → it was taken: YES as soon as the article
  is listed, UNSURE until then. Never NO: the article may be in the works, which no call lists.
- Draft still there and no article of this version listed → NO, as things stand. Some accounts may keep a draft in the box while it
  is in the works: the engine therefore trusts a NO only some time after the call began, and only when it hears it twice.
- The box is asked first and the list second: a publication that finishes in between is found.
- The article is recognised by the version's mark in its HTML; only where the platform dropped the mark, by title and digest,
  published after our draft was made, and only if there is exactly one such.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from masthead.core.errors import PlatformFault
from masthead.platforms.connectors.wechat_oa import errors, figures, html, limits, progress
from masthead.platforms.connectors.wechat_oa.client import WechatClient
from masthead.platforms.contract import Found, LookUp, Post, Remote

SLACK_SECONDS = 600  # clocks differ
Item = Mapping[str, Any]


def look_up(client: WechatClient, article: Post, remote: Remote) -> LookUp:
    """YES with what it is, NO when it is not there as things stand, UNSURE otherwise."""
    if remote.get("publish_id"):
        return LookUp(Found.YES, dict(remote), _("平台已给出发布任务编号。"))
    if not remote.get("media_id"):
        return LookUp(Found.NO, note=_("还没有在平台建立草稿。"))
    in_box = _draft_is_in_box(client, str(remote["media_id"]))
    if found := _find(client, article, int(remote.get("drafted_at") or 0)):
        return LookUp(Found.YES, _facts(found), _("在平台的发表记录中找到了这个版本。"))
    if in_box:
        return LookUp(Found.NO, note=_("草稿仍在草稿箱，发表记录中没有这个版本。"))
    return LookUp(Found.UNSURE, note=_("草稿已离开草稿箱，很可能已提交；文章还没有出现在发表记录中。"))


def _draft_is_in_box(client: WechatClient, media_id: str) -> bool:
    try:
        client.post("/cgi-bin/draft/get", {"media_id": media_id})
    except PlatformFault as fault:
        if fault.platform_code == str(errors.DRAFT_GONE):
            return False
        raise
    return True


def _find(client: WechatClient, article: Post, drafted_at: int) -> Item | None:
    mark = html.mark_of(article.marker)
    since = drafted_at - SLACK_SECONDS
    alike: list[Item] = []
    for item, news in _listed(client, since):
        content = str(news.get("content", ""))
        if mark and mark in content:
            return item
        same = (news.get("title"), news.get("digest")) == (article.title.strip(), article.digest.strip())
        if same and html.MARK not in content and int(item.get("update_time") or 0) >= since:
            alike.append(item)
    return alike[0] if len(alike) == 1 else None


def _listed(client: WechatClient, since: int) -> Iterator[tuple[Item, Item]]:
    """Published messages, newest first, until they are older than our draft."""
    for page in range(limits.BATCH_PAGES):
        body = {"offset": page * limits.BATCH, "count": limits.BATCH, "no_content": 0}
        items = client.post("/cgi-bin/freepublish/batchget", body).get("item") or []
        for item in items:
            for news in (item.get("content") or {}).get("news_item") or ():
                yield item, news
        if len(items) < limits.BATCH or int(items[-1].get("update_time") or 0) < since:
            return


def _facts(item: Item) -> Remote:
    """What the article tells. The message number stands in its long address; without it figures join by the address."""
    url = str(((item.get("content") or {}).get("news_item") or [{}])[0].get("url", ""))
    number = progress.number_in(url) or figures.url_key(url)
    return {"article_id": str(item.get("article_id", "")), "url": url, "msg_data_id": number}
