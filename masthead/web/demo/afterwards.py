"""After publishing: looks at every post and its evidence; one post of the company's own site with first comment, correction and take-down."""

import datetime as dt

from masthead.accounts import actions as accounts
from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus
from masthead.content import actions as content
from masthead.content.models import Draft
from masthead.core import clock, jobs
from masthead.publishing import actions as publishing
from masthead.publishing import queries as publishing_queries
from masthead.publishing.models import Publication
from masthead.web.demo import pictures
from masthead.web.demo.articles import Piece
from masthead.web.demo.people import fresh
from masthead.web.demo.story import Story

SITE = "云岭茶业官网"
OPENED_DAY, DAY = -13, -6
FIRST = "欢迎周末来三号茶园走一走，预约电话见官网「联系我们」。"
NOTE = "更正：文中「观景台海拔 1,200 米」应为「1,100 米」。感谢读者指出，向各位致歉。"
BODY = """从茶山脚下的停车场到三号茶园的观景台，步行大约四十分钟。
![{mood}]
## 怎么走
- 前半程是石板路，适合老人和孩子
- 后半程是茶垄间的土路，雨后请穿防滑鞋
- 观景台海拔 1,200 米，早晚风大，请带外套
> 茶园正在封园养护，请不要走进茶垄。"""
PIECE = Piece(
    "site-walk", "周末去茶山：一条四十分钟的步行路线", "给想来茶山走走的读者一条安全、好认的路线。",
    "从停车场到三号茶园观景台，四十分钟，带上外套和水。", "mist", BODY.format(mood="mist"),
)  # fmt: skip


def tell(story: Story) -> None:
    """Put it on the script: the looks of every day, then the post that is taken down in the end."""
    at = story.script.at
    for day in range(-15, 1):
        for hour, minute in ((8, 32), (8, 44), (12, 6), (12, 20), (18, 2), (18, 14), (20, 30)):
            at(day, hour, minute, hand_out)
    site = Story(story.script, story.platform, story.account)
    at(OPENED_DAY, 9, 15, lambda: _open(site))
    due = clock.at_china(story.script.today + dt.timedelta(days=DAY), 10)
    _publish(site, due)
    at(DAY, 11, 0, _add_screenshot)
    at(-3, 9, 40, _propose)
    at(-3, 10, 20, _approve)
    at(-3, 10, 21, hand_out)
    at(-2, 15, 30, _take_down)


def hand_out() -> None:
    jobs.run_now("publishing.afterwards")


def _open(story: Story) -> None:
    """The site was connected yesterday; now it is in use."""
    found = Account.objects.select_related("unit").get(name=SITE)
    if found.status != AccountStatus.ACTIVE:
        accounts.change_status(
            account=found, status=AccountStatus.ACTIVE, reason="官网改版完成，恢复更新", by=fresh("hezh")
        )
    story.account = Account.objects.select_related("unit").get(pk=found.pk)


def _publish(story: Story, due: dt.datetime) -> None:
    at, day = story.script.at, DAY - 2
    window = (due - dt.timedelta(hours=2), due + dt.timedelta(hours=6))
    at(day, 10, 10, lambda: story.propose(PIECE, due.date()))
    at(day, 10, 30, lambda: story.adopt(PIECE))
    at(day, 13, 40, lambda: story.write(PIECE, window))
    at(day, 13, 55, lambda: _write_first_comment(story))
    at(day, 14, 10, lambda: story.submit(PIECE))
    at(day, 15, 10, lambda: story.approve(PIECE, "zhoush"))
    at(day, 16, 20, lambda: story.approve(PIECE, "chenzg"))
    at(day, 16, 30, lambda: story.schedule(PIECE, due))
    at(DAY, 10, 0, story.run_engine)
    at(DAY, 10, 2, hand_out)
    at(DAY, 10, 14, hand_out)


def _write_first_comment(story: Story) -> None:
    draft = Draft.objects.select_related("revision").get(pk=story.drafts[PIECE.key].pk)
    last = draft.revision
    assert last is not None
    content.save_revision(
        draft=draft, title=last.title, byline=last.byline, digest=last.digest, html=last.html, cover=last.cover,
        expected_revision=last.number, settings={"first_comment": FIRST}, by=fresh("linbj"),
    )  # fmt: skip


def _post() -> Publication:
    rows = Publication.objects.filter(title=PIECE.title, account__name=SITE)
    return rows.select_related("account__platform", "draft", "revision").get()


def _add_screenshot() -> None:
    shot = pictures.tea_hills("site-walk-shot", mood="mist", size=(900, 1400))
    publishing.add_evidence(
        publication=_post(), data=shot, name="官网首页.png", note="官网首页推荐位", by=fresh("wufb")
    )


def _propose() -> None:
    publishing.ask_correction(publication=_post(), text=NOTE, way="comment", by=fresh("wufb"))


def _approve() -> None:
    note = publishing_queries.open_correction(_post(), 1)
    assert note is not None
    publishing.approve_correction(publication=_post(), number=1, hash_seen=note.text_hash, by=fresh("chenzg"))


def _take_down() -> None:
    why = "封园养护期间步行路线临时关闭，景区要求撤下；开放后重新审核再发"
    publishing.ask_withdrawal(publication=_post(), reason_kind="stale", reason=why, by=fresh("chenzg"))
