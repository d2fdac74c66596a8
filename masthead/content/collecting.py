"""Asking the sources of hot topics: claim in a transaction, call outside of one, settle in a transaction."""

from django.utils.translation import gettext as _

from masthead.content import actions, hot_items, queries
from masthead.content.models import HotSource, SourceKind
from masthead.core import outbound
from masthead.core.errors import DomainError

SECONDS = 10.0
GONE = frozenset({404, 410})
READERS = {SourceKind.FEED: hot_items.read_feed, SourceKind.JSON: hot_items.read_json}
ACCEPT = {
    SourceKind.FEED: "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8",
    SourceKind.JSON: "application/feed+json, application/json;q=0.9",
}


def read_due() -> int:
    """Ask every source whose time has come; returns how many were asked."""
    asked = 0
    for pk in queries.due_sources():
        asked += read_one(pk)
    return asked


def read_one(pk: int) -> bool:
    """Ask one source if nobody else does. Faults are kept at the source, in words for a person."""
    source = actions.claim_source(source_pk=pk)
    if source is None:
        return False
    try:
        items = _fetched(source)
    except DomainError as error:
        actions.note_source_failed(source=source, words=" ".join(filter(None, [error.message, error.advice])))
        return True
    actions.take_items(source=source, items=items)
    return True


def _fetched(source: HotSource) -> list[hot_items.HotItem]:
    kind = SourceKind(source.kind)
    reply = outbound.send("GET", source.url, headers={"Accept": ACCEPT[kind]}, timeout=SECONDS)
    if reply.status != 200:
        words = _("这个地址已经没有内容了") if reply.status in GONE else _("对方网站没有正常回答")
        raise outbound.Fault(
            _("%(words)s（状态码 %(code)d）。") % {"words": words, "code": reply.status}, retryable=True, sent=True
        )
    return READERS[kind](reply.body)
