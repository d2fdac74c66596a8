"""Marks that must be there: 广告 where something can be bought, AI生成 where a machine made it."""

from collections.abc import Iterator

import regex

from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.structure import Profile, structure

BUY = regex.compile(
    r"(?:购买|下单|商品|购物|优惠|抢购)(?:链接|入口|卡片|通道)|蓝链|小黄车|左下角|右下角|购物车|(?:点击|戳)[^,。!?\n]{0,6}(?:购买|下单|抢购)|小程序(?:购买|下单|商城)|(?:折扣|优惠|专属)码|订购热线|橱窗"
)
STORY = regex.compile(
    r"种草|测评|评测|实测|体验|好物|分享|推荐|亲测|科普|养生|攻略|干货|心得|用了|使用感|回购|安利|开箱|知识|健康"
)
AD_MARK = regex.compile(r"[【\[(#<「]? ?广告 ?[】\])#>」|:]|^ ?广告|广告$|本(?:文|条|内容|视频|笔记)[^。\n]{0,6}(?:广告|商业推广)|广告(?:内容|推广|合作)|(?:含|为|系|属)广告", regex.MULTILINE)  # fmt: skip
MACHINE = regex.compile(
    r"(?:由|用|借助|使用|通过)? ?(?:ai|人工智能|aigc|大模型)[^,。!?\n]{0,6}(?:写|画|绘|绘制|制作|做|创作|配音|出图|换脸|作画|撰写|出的)[^,。!?\n]{0,4}(?:的|了|完成|而成)|数字人(?:主播|直播|出镜)|虚拟主播"
)
AI_MARK = regex.compile(r"(?:ai|人工智能)[^,。!?\n]{0,6}(?:生成|合成)|(?:生成|合成)[^,。!?\n]{0,4}(?:ai|人工智能)")


@structure(
    "ad_label.missing",
    "链接",
    "入口",
    "卡片",
    "通道",
    "蓝链",
    "小黄车",
    "角",
    "购物车",
    "购买",
    "下单",
    "码",
    "热线",
    "橱窗",
)
def ad_mark_missing(document: Document, _profile: Profile) -> Iterator[Hit]:
    match = BUY.search(document.folded)
    if match and STORY.search(document.folded) and not AD_MARK.search(document.folded):
        yield Hit(*match.span())


@structure("ai_label.missing", "ai", "人工智能", "大模型", "数字人", "虚拟")
def ai_mark_missing(document: Document, _profile: Profile) -> Iterator[Hit]:
    match = MACHINE.search(document.folded)
    if match and not AI_MARK.search(document.folded):
        yield Hit(*match.span())
