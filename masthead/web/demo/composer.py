"""One text for three accounts, written by the cast: own words where a platform asks for them, and a master that moved on since."""

import datetime as dt

from masthead.accounts.models import Account
from masthead.content import actions as content
from masthead.content.models import Draft, Topic
from masthead.core import clock
from masthead.web.demo import pictures
from masthead.web.demo.articles import Piece, html_of
from masthead.web.demo.by_hand import CHANNELS, NOTES
from masthead.web.demo.people import fresh
from masthead.web.demo.story import Story

PIECE = Piece(
    "dongzhi",
    "冬至前后，一壶熟普怎么煮才不苦",
    "写给第一次在家煮茶的人：水温、克数、时间，配品控组的对照记录；公众号长文，小红书和视频号另写文案。",
    "一升水、六克茶、三分钟，品控组把三种煮法都试了一遍。",
    "night",
    """冬至之后，办公室里煮茶的人多了起来。煮得好，汤色红亮、入口温和；煮得急，就只剩下苦。
## 先说水和茶
一升水配六克熟普，水开后再投茶。硬水容易压住香气，家里可以先用过滤水试一次。
![night]
## 时间怎么定
品控组用同一批茶样，分别煮了三分钟、五分钟和八分钟，请二十位同事盲评。
> 三分钟的一壶最受欢迎，八分钟的一壶没有人要第二杯。——品控组 王素琴
## 三个常见的问题
- 煮之前要不要洗茶：快速过一遍水就好
- 能不能隔夜再煮：不建议，香气散得快
- 煮剩的茶底：晾干后可以放进鞋柜去味""",
    "calendar",
)
NOTE = "在家煮熟普，记住这 3 个数就够了：\n一升水、6 克茶、3 分钟\n品控组把三种煮法都试了一遍，结果有点意外。\n你家一般煮多久？"
CLIP = "一壶熟普煮几分钟刚刚好？二十位同事盲评，答案在最后。#冬至煮茶"
BLOCKS = (
    ("foot", "文末签名", "<p>文：云岭茶事编辑部　图：茶园管理组</p><p>转载请在后台留言，注明用途。</p>"),
    ("head", "栏目抬头", "<blockquote><p>茶山手记，每周四更新。</p></blockquote>"),
    ("piece", "数据来源说明", "<p>文中数据由品控组提供，样本与方法见文末说明，结论只适用于本次试验。</p>"),
    ("template", "节气科普", ("<h2>这个节气喝什么</h2><p>一句话说结论。</p><h2>怎么喝</h2><ul><li><p>水温</p></li><li><p>克数</p></li><li><p>时间</p></li></ul>"
     "<h2>说明</h2><p>饮茶因人而异，茶叶是食品，不能代替药物。</p>")),
)  # fmt: skip


def tell(story: Story) -> None:
    """Put the text on the script."""
    desk = Story(story.script, story.platform, story.account)
    at = story.script.at
    day = story.script.today + dt.timedelta(days=5)
    at(-6, 9, 0, furnish)
    at(-4, 13, 40, lambda: desk.propose(PIECE, day))
    at(-4, 16, 40, lambda: desk.adopt(PIECE))
    at(-1, 9, 40, lambda: _write(desk, day))
    at(-1, 10, 30, lambda: _adapt(desk))
    at(-1, 16, 30, lambda: _master_moves(desk))


def furnish() -> None:
    """Blocks of the department, colours of the house."""
    by = fresh("chenzg")
    unit = by.positions.select_related("unit").get(is_primary=True).unit
    for kind, name, html in BLOCKS:
        content.save_block(kind=kind, name=name, html=html, unit=unit, by=by)


def _write(desk: Story, day: dt.date) -> None:
    """The master with its cover, for three accounts."""
    by = fresh("linbj")
    draft = content.start_draft(topic=Topic.objects.get(pk=desk.topics[PIECE.key].pk), by=by)
    body = pictures.tea_hills(PIECE.key, mood=PIECE.mood, size=(1080, 608))
    inside = content.add_picture(draft=draft, data=body, name="煮茶.jpg", by=by)
    cover = content.add_picture(
        draft=draft, data=pictures.tea_hills(PIECE.key, mood=PIECE.mood), name="煮茶-封面.jpg", by=by
    )
    html = html_of(PIECE, {PIECE.mood: f"asset:{inside.sha256}"})
    wide = content.crop_picture(draft=draft, sha256=cover.sha256, ratio="1:1", box=(0.2, 0.0, 0.5, 1.0), by=by)
    crops = {"1:1": {"of": cover.sha256, "box": [2000, 0, 5000, 10_000], "file": wide.sha256}}
    content.save_revision(
        draft=draft, title=PIECE.title, byline="云岭茶事", digest=PIECE.digest, html=html, cover=cover.file, expected_revision=0,
        tags=["冬至", "熟普", "煮茶"], settings={"theme": "tea", "crops": crops}, by=by,
    )  # fmt: skip
    others = [Account.objects.get(platform__key=key, name=name) for key, name in (NOTES, CHANNELS)]
    start, end = clock.at_china(day, 8), clock.at_china(day, 20)
    content.arrange_release(draft=draft, accounts=[desk.account, *others], start=start, end=end, by=by)
    desk.drafts[PIECE.key] = draft


def _adapt(desk: Story) -> None:
    """Own words for the two short accounts."""
    draft = Draft.objects.get(pk=desk.drafts[PIECE.key].pk)
    note, clip = (str(Account.objects.get(platform__key=key, name=name).pk) for key, name in (NOTES, CHANNELS))
    variants: dict[str, dict[str, object]] = {
        note: {"title": "煮熟普不苦的3个数", "text": NOTE, "tags": ["冬至煮茶", "熟普", "围炉煮茶", "喝茶日常"], "form": "pictures"},
        clip: {"title": "熟普煮几分钟不苦", "text": CLIP, "digest": "二十位同事盲评。"},
    }  # fmt: skip
    _again(draft, draft.revision.title if draft.revision else "", variants)


def _master_moves(desk: Story) -> None:
    """The head finds a better title; the accounts' own titles now stand behind."""
    _again(Draft.objects.get(pk=desk.drafts[PIECE.key].pk), "冬至煮一壶熟普：三分钟，不苦", None)


def _again(draft: Draft, title: str, variants: dict[str, dict[str, object]] | None) -> None:
    last = draft.revision
    assert last is not None
    content.save_revision(
        draft=draft, title=title, byline=last.byline, digest=last.digest, html=last.html, cover=last.cover,
        expected_revision=last.number, variants=variants, by=fresh("linbj"),
    )  # fmt: skip
