"""What happened at review: graded flows, remarks and suggestions on the text, a slot that was missed, a statement by the fast lane."""

import datetime as dt

from masthead.content import actions as content
from masthead.content import queries
from masthead.content.models import Draft
from masthead.core import clock, jobs
from masthead.web.demo.articles import UPCOMING, Piece
from masthead.web.demo.claims import answers_to
from masthead.web.demo.people import fresh
from masthead.web.demo.story import Story

STATEMENT = Piece(
    "statement",
    "关于网传「茶空间停业」的说明",
    "网上出现成都茶空间停业的不实消息，需当天说明情况。",
    "成都宽窄巷子茶空间照常营业，装修的是二楼库房。",
    "day",
    """今天上午，有读者转来一张截图，说我们成都宽窄巷子的茶空间已经停业。情况如下。
## 一、茶空间照常营业
一楼茶空间每天十点到二十点开放，活动报名和提货都不受影响。
## 二、装修的是二楼库房
二楼库房本周更换货架，门口的围挡下周一撤除。给到店的朋友带来不便，我们向大家致歉。
如有疑问，请到店询问值班店长，我们当面说明。""",
    "hot",
)
FROST = Piece(
    "frost",
    "霜降前后，茶园怎么防冻",
    "趁降温前讲清三种防冻做法，过了这几天就不合时宜。",
    "覆草、熏烟、喷水，各用在什么时候。",
    "mist",
    """本周气温要降到三度，茶园的防冻准备已经做完。
## 覆草
行间铺十厘米稻草，保住地温。
## 熏烟
凌晨四点点燃湿草堆，让烟停在树冠以上。
## 喷水
日出之前喷水，只在无风的夜里用。""",
)
WARNED = Piece(
    "gift-box",
    "年货节礼盒怎么配，三个预算三种方案",
    "按预算给搭配建议，促销规则要写全。",
    "两百、五百、一千，各配什么茶。",
    "dawn",
    """年货节的礼盒可以这样配。
## 两百元
一罐蒙山甘露，一包茉莉花茶。门店评测数据显示，这一款回购的人多。
## 五百元
加一饼熟普，口味重的长辈多半爱喝。
## 一千元
三款秋茶各一罐，附冲泡卡。活动期间下单的顾客可参加抽奖，规则与名额见商城页面。""",
    "business",
)
FAST_WHY = "网传门店停业的截图正在转发，当天不说明会误导要到店提货的顾客。"


def tell(story: Story) -> None:
    """Put it on the script."""
    at, (_pruning, _tasting, glossary, winter) = story.script.at, UPCOMING
    at(-7, 16, 30, lambda: content.adopt_review_flows(by=fresh("hezh")))
    _statement(story)
    _missed(story)
    _warned(story)
    at(
        -2,
        10,
        12,
        lambda: _remark(
            story, winter, "记住就不会出错", "可以先从这三个数字试起", "说得太满，读者照做没泡好会来问。", must=True
        ),
    )
    at(-2, 10, 14, lambda: _remark(story, winter, "三个数字", None, "请写明这三个数字来自品控组哪一次试泡。"))
    at(
        -2,
        11,
        0,
        lambda: _remark(story, glossary, "回甘和生津", None, "这两个词的解释请和品控组的感官术语表核对。", must=True),
    )
    at(-2, 11, 3, lambda: _remark(story, glossary, "讲清楚", "说明白", "和标题的说法一致。"))
    at(-2, 15, 20, lambda: _answer(story, glossary, "已和品控组核对，第三段按国标术语写。"))


def _statement(story: Story) -> None:
    """The head speaks for the company within an hour; the first reviewer and the leader decide, and somebody looks again afterwards."""
    at, moment = story.script.at, clock.at_china(story.script.today - dt.timedelta(days=6), 11, 40)
    window = (moment - dt.timedelta(minutes=40), moment + dt.timedelta(hours=6))
    at(-6, 10, 5, lambda: story.propose(STATEMENT, moment.date(), "chenzg"))
    at(-6, 10, 8, lambda: story.adopt(STATEMENT))
    at(-6, 10, 30, lambda: story.write(STATEMENT, window, "chenzg"))
    at(-6, 10, 45, lambda: _hand_in_fast(story))
    at(-6, 11, 0, lambda: story.approve(STATEMENT, "zhoush", "营业时间已向店长核实。"))
    at(-6, 11, 20, lambda: story.approve(STATEMENT, "zhengzz"))
    at(-6, 11, 25, lambda: story.schedule(STATEMENT, moment))
    at(-6, 11, 40, story.run_engine)
    at(-6, 11, 45, _tick)


def _missed(story: Story) -> None:
    """Handed in late on a busy day: nobody came to it, the slot passed, nothing went out."""
    at, day = story.script.at, story.script.today - dt.timedelta(days=2)
    window = (clock.at_china(day, 8), clock.at_china(day, 20))
    at(-4, 14, 0, lambda: story.propose(FROST, day))
    at(-4, 15, 0, lambda: story.adopt(FROST))
    at(-3, 11, 0, lambda: story.write(FROST, window))
    at(-3, 17, 50, lambda: story.submit(FROST))
    at(-2, 20, 1, _tick)


def _warned(story: Story) -> None:
    """Nothing in it is forbidden, several places need a judge: the machine marks them, and the first reviewer has begun to remark."""
    at, day = story.script.at, story.script.today + dt.timedelta(days=4)
    window = (clock.at_china(day, 9), clock.at_china(day, 18))
    at(-2, 13, 0, lambda: story.propose(WARNED, day))
    at(-2, 13, 30, lambda: story.adopt(WARNED))
    at(-2, 15, 40, lambda: story.write(WARNED, window))
    at(-1, 9, 40, lambda: story.submit(WARNED))
    at(
        -1,
        11,
        5,
        lambda: _remark(story, WARNED, "数据显示", None, "请写明统计时间和门店数，并附品控组的表。", must=True),
    )
    at(
        -1,
        11,
        7,
        lambda: _remark(
            story, WARNED, "口味重的长辈多半爱喝", "口味重的长辈可以试试", "「多半爱喝」没有依据，改成建议。"
        ),
    )


def _hand_in_fast(story: Story) -> None:
    draft = _of(story, STATEMENT)
    content.submit_draft(draft=draft, by=fresh("chenzg"), fast_reason=FAST_WHY, words=answers_to(draft))


def _tick() -> None:
    jobs.run_now("content.mind_review")


def _of(story: Story, piece: Piece) -> Draft:
    return Draft.objects.select_related("revision").get(pk=story.drafts[piece.key].pk)


def _remark(story: Story, piece: Piece, quote: str, better: str | None, body: str, *, must: bool = False) -> None:
    revision = _of(story, piece).revision
    assert revision is not None
    place = queries.range_of(revision, "body", quote, None)
    assert place is not None
    remark = content.Remark("body", *place, body, better, must)
    content.annotate(revision=revision, remark=remark, by=fresh("zhoush"))


def _answer(story: Story, piece: Piece, words: str) -> None:
    first = _of(story, piece).annotations.select_related("draft").order_by("pk")[0]
    content.reply_to(annotation=first, body=words, by=fresh("linbj"))
