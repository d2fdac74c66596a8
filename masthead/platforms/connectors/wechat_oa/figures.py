"""Daily figures. The platform tells running totals per article and day; a day's own amount is the difference to the day before."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from masthead.core import clock
from masthead.platforms.connectors.wechat_oa import progress
from masthead.platforms.connectors.wechat_oa.client import WechatClient
from masthead.platforms.connectors.wechat_oa.limits import FIGURE_DAYS
from masthead.platforms.contract import FigureBatch, FigureRow

FIRST_DAY = dt.date(2014, 12, 1)  # nothing is told before
METRICS = {
    "read_user": "read_users",
    "like_user": "like_users",
    "share_user": "share_users",
    "zaikan_user": "recommend_users",
    "comment_count": "comment_count",
    "collection_user": "favourite_users",
}


def fetch(client: WechatClient, day: dt.date) -> FigureBatch:
    """What every article of the last thirty days gained on `day`. One call per publishing day; yesterday may not be final."""
    yesterday = clock.today() - dt.timedelta(days=1)
    if day > yesterday:
        return FigureBatch((), complete=False)
    rows: list[FigureRow] = []
    delayed = False
    for back in range(FIGURE_DAYS):
        published_on = day - dt.timedelta(days=back)
        if published_on < FIRST_DAY:
            break
        asked = published_on.isoformat()
        answer = client.post("/datacube/getarticletotaldetail", {"begin_date": asked, "end_date": asked})
        delayed = delayed or answer.get("is_delay") is True
        for article in answer.get("list") or ():
            rows.extend(_rows(article, day))
    return FigureBatch(rows, complete=day < yesterday or not delayed)


def _rows(article: Mapping[str, Any], day: dt.date) -> Iterator[FigureRow]:
    """Only the first article of a message: we publish one at a time."""
    number, _, index = str(article.get("msgid", "")).partition("_")
    totals = {str(row.get("stat_date", "")): row for row in article.get("detail_list") or ()}
    today = totals.get(day.isoformat())
    if not number or index not in ("", "1") or today is None:
        return
    before = totals.get((day - dt.timedelta(days=1)).isoformat(), {})
    for field, metric in METRICS.items():
        if isinstance(today.get(field), int):
            gained = today[field] - _whole(before.get(field))
            for key in _keys(number, str(article.get("content_url", ""))):
                yield FigureRow(key, metric, day, gained)


def _keys(number: str, url: str) -> list[str]:
    """The message number; beside it the short address, for what a look-up found and whose number nobody told us."""
    return [number] if not url or progress.number_in(url) else [number, url_key(url)]


def url_key(url: str) -> str:
    """A join key made of an address that carries no message number."""
    return "url:" + hashlib.sha256(url.encode()).hexdigest()[:32]


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0
