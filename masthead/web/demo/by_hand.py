"""Published by hand: notes on 小红书 and pictures on 视频号, one task in each of its states."""

import datetime as dt

from masthead.accounts import actions as accounts
from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus
from masthead.core import clock, jobs
from masthead.platforms import queries as platform_queries
from masthead.publishing import actions as publishing
from masthead.publishing.actions import Shown
from masthead.publishing.models import Publication
from masthead.web.demo import pictures
from masthead.web.demo.articles import Piece
from masthead.web.demo.people import fresh
from masthead.web.demo.story import Story

NOTES, CHANNELS = ("xiaohongshu", "云岭茶事（小红书）"), ("wechat_channels", "云岭茶事（视频号）")
FIRST_DAY = -8
BODY = """清晨六点半，三号茶园的露水还没有散。
![{mood}]
## 三句话记住
- 看：芽叶完整，不带雨水
- 闻：青气里有一点栗香
- 喝：第二泡香气更足
> 急不得，慢慢来。"""


def _piece(key: str, title: str, digest: str, mood: str) -> Piece:
    return Piece(
        key, title, f"{digest}做成图文，给没有公众号阅读习惯的年轻读者。", digest, mood, BODY.format(mood=mood)
    )


OUT = _piece("note-frost", "霜降后的最后一周秋茶", "海拔一千一百米，封园前七天，我们拍下了每天的露水。", "autumn")
LATE = _piece("note-boil", "在家煮茶，先看这三个数", "一升水、六克茶、三分钟，新手照着做不会苦。", "night")
WAITS = _piece("note-cup", "一只盖碗能装多少水", "一百一十毫升，是大多数人端得稳的大小。", "mist")
BACK = _piece("sph-fire", "制茶师傅的一只手", "二百二十度的锅，师傅的手一直在里面。", "dusk")
AHEAD = _piece("sph-prune", "冬天给茶树剪头发", "保留六十厘米，来年春天才有力气发芽。", "day")


def tell(story: Story) -> None:
    """Put the tasks on the script; the accounts come into the register first, unless they are there already."""
    notes = Story(story.script, story.platform, story.account)
    channels = Story(story.script, story.platform, story.account)
    story.script.at(FIRST_DAY, 9, 0, lambda: _open(notes, *NOTES))
    story.script.at(FIRST_DAY, 9, 5, lambda: _open(channels, *CHANNELS))
    _out(notes)
    _late(notes)
    _waits(notes)
    _back(channels)
    _ahead(channels)


def _open(story: Story, platform: str, name: str) -> None:
    admin = fresh("hezh")
    found = Account.objects.filter(name=name, platform__key=platform).first()
    if found is None:
        found = accounts.register_account(
            name=name, platform=platform_queries.get_platform(platform), handle="yunlingchashi", unit=story.account.unit,
            account_group=None, administrator=fresh("wufb"), backup=admin, by=admin,
        )  # fmt: skip
    if found.status != AccountStatus.ACTIVE:
        accounts.change_status(account=found, status=AccountStatus.ACTIVE, reason="选型已通过，开始运营", by=admin)
    story.account = Account.objects.select_related("unit").get(pk=found.pk)


def _approved(story: Story, piece: Piece, day: int, due: dt.datetime, *, hours: int) -> None:
    """From idea to the calendar in two days; the window opens two hours before and ends `hours` after."""
    at, window = story.script.at, (due - dt.timedelta(hours=2), due + dt.timedelta(hours=hours))
    at(day - 2, 10, 40, lambda: story.propose(piece, due.date()))
    at(day - 2, 11, 0, lambda: story.adopt(piece))
    at(day - 2, 14, 0, lambda: story.write(piece, window))
    at(day - 2, 15, 0, lambda: story.submit(piece))
    at(day - 2, 16, 0, lambda: story.approve(piece, "zhoush"))
    at(day - 2, 17, 0, lambda: story.approve(piece, "chenzg"))
    at(day - 2, 17, 10, lambda: story.schedule(piece, due))


def _moment(story: Story, day: int, hour: int) -> dt.datetime:
    return clock.at_china(story.script.today + dt.timedelta(days=day), hour)


def _tick() -> None:
    jobs.run_now("publishing.tick")


def _task(story: Story, piece: Piece) -> Publication:
    rows = Publication.objects.filter(draft_id=story.drafts[piece.key].pk)
    return rows.select_related("account__platform", "draft", "revision__cover").get()


def _prove(story: Story, piece: Piece, link: str) -> None:
    """吴晓舟 opens the kit, ticks it off, publishes, and hands in link and screenshot."""
    task, by = _task(story, piece), fresh("wufb")
    publishing.open_kit(publication=task, by=by)
    for line in range(4):
        publishing.tick_kit(publication=task, line=line, done=True, by=by)
    picture = pictures.tea_hills(f"{piece.key}-shot", mood=piece.mood, size=(585, 1040))
    shown = Shown(clock.now(), link, picture, f"{piece.key}.jpg")
    publishing.give_proof(publication=_task(story, piece), shown=shown, by=by)


def _out(story: Story) -> None:
    day, at = -4, story.script.at
    _approved(story, OUT, day, _moment(story, day, 12), hours=8)
    at(day, 11, 40, _tick)
    at(day, 12, 4, lambda: _prove(story, OUT, "https://www.xiaohongshu.com/explore/66f1a2b3000000001e03c4d5"))
    at(day, 14, 30, lambda: publishing.confirm_proof(publication=_task(story, OUT), by=fresh("chenzg")))


def _late(story: Story) -> None:
    """Nobody has published it yet: reminders have come, the window is still open."""
    day, at = -1, story.script.at
    _approved(story, LATE, day, _moment(story, day, 16), hours=54)
    for hour, minute in ((15, 40), (16, 0), (16, 35), (18, 5)):
        at(day, hour, minute, _tick)


def _waits(story: Story) -> None:
    day, at = -1, story.script.at
    _approved(story, WAITS, day, _moment(story, day, 18), hours=30)
    at(day, 17, 40, _tick)
    at(day, 18, 6, lambda: _prove(story, WAITS, "https://www.xiaohongshu.com/explore/6705d9e1000000002a01b8f0"))


def _back(story: Story) -> None:
    day, at = -2, story.script.at
    _approved(story, BACK, day, _moment(story, day, 20), hours=72)
    at(day, 19, 40, _tick)
    at(day, 20, 9, lambda: _prove(story, BACK, "https://weixin.qq.com/sph/AbX9kQmT2"))
    words = "截图里的描述少了最后一句，请改好后重新提交。"
    at(
        day + 1,
        9,
        20,
        lambda: publishing.return_proof(publication=_task(story, BACK), reason=words, by=fresh("chenzg")),
    )


def _ahead(story: Story) -> None:
    """On the calendar of the day after tomorrow; its kit can be opened already."""
    _approved(story, AHEAD, 0, _moment(story, 2, 10), hours=10)
