"""A feed of hot topics, as a trade paper would publish one: RSS 2.0, newest first, all made up."""

from __future__ import annotations

import time
from email.utils import formatdate

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox.html import el

ITEMS = (
    ("春茶预订提前，产区忙修路", "多个产区的采购商提前看园，村道修整赶在节前完工。", "产区"),
    ("冷泡之后，热红酒式煮茶受年轻人欢迎", "街边小店把煮茶和香料搭在一起，视频播放量上涨。", "新茶饮"),
    ("茶叶包装限高新规将满一年", "过度包装的投诉下降，礼盒设计趋于简单。", "标准"),
    ("非遗制茶进校园，二十所学校开课", "制茶师傅每周一次走进课堂。", "非遗"),
    ("冬季茶园防冻：专家给出三条建议", "覆草、培土、修沟，霜前完成。", "种植"),
)


def routes() -> list[Route]:
    """`/hot/feed.xml`; every other feed is gone."""
    return [Route("/hot/feed.xml", feed, methods=["GET"]), Route("/hot/gone.xml", gone, methods=["GET"])]


async def feed(request: Request) -> Response:
    """The items, one every six hours up to now."""
    base, now = str(request.base_url).rstrip("/"), time.time()
    rows = "".join(
        f"<item>{el('title', title)}<link>{base}/hot/{number}</link>{el('description', text)}{el('category', tag)}"
        f"<pubDate>{formatdate(now - number * 6 * 3600)}</pubDate></item>"
        for number, (title, text, tag) in enumerate(ITEMS, 1)
    )
    head = f"<title>茶业资讯</title><link>{base}/</link><description>演示</description>"
    text = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{rows}</channel></rss>'
    return Response(text, media_type="application/rss+xml")


async def gone(_request: Request) -> Response:
    """A feed that is no longer there."""
    return PlainTextResponse("gone", status_code=410)
