"""Builders for tests of this room and the rooms above: believable topics, drafts with a real cover, approved drafts."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from PIL import Image

from masthead.accounts.models import Account
from masthead.approvals import actions as approvals
from masthead.approvals.models import Case, CaseState, FlowState, FlowVersion
from masthead.content import actions, queries
from masthead.content.hot_items import HotItem
from masthead.content.models import Asset, Draft, ReviewRound, Revision, RoundOutcome, Topic, TopicForm, TopicSource
from masthead.content.states import DraftState, TopicState
from masthead.core import clock
from masthead.org import queries as org
from masthead.org.models import Member, Unit

TITLE = "蒙顶山春茶开采第一周：单芽每亩只有八两"
DIGEST = "今年开采比去年晚三天，茶园负责人讲了三个原因。"
BODY = (
    "<p>三月十二日清晨六点，海拔一千二百米的蒙顶山茶园开始采摘。</p><h2>为什么晚了三天</h2>"
    "<p>二月下旬的倒春寒让芽头放慢了脚步。茶园负责人说，宁可等，也不采雨水芽。</p>"
    "<blockquote><p>一芽一叶初展，才是今年的第一口春天。</p></blockquote>"
)
FLOW = [
    {"name": "初审", "mode": "any", "resolver": {"kind": "role", "role": "reviewer"}},
    {"name": "终审", "mode": "any", "resolver": {"kind": "unit_head"}},
]


def picture_bytes(colour: str = "seagreen", kind: str = "PNG", size: tuple[int, int] = (90, 38)) -> bytes:
    """A real picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def unit_of(member: Member) -> Unit:
    """The department of the member's main position."""
    return Unit.objects.get(pk=org.primary_unit_id(member) or 0)


def make_topic(
    by: Member,
    *,
    title: str = "蒙顶春茶开采",
    unit: Unit | None = None,
    accounts: Sequence[Account] = (),
    state: TopicState = TopicState.ADOPTED,
    planned_on: dt.date | None = None,
) -> Topic:
    """A topic of the member's department in any state."""
    topic = Topic.objects.create(
        title=title,
        theme="跟着采茶工走一天，讲清单芽为什么贵；写给第一次买明前茶的人。",
        form=TopicForm.ARTICLE,
        source=TopicSource.CALENDAR,
        unit=unit or unit_of(by),
        owner=by,
        planned_on=planned_on or clock.today() + dt.timedelta(days=3),
        state=state,
        reason="已有同题稿件" if state == TopicState.DROPPED else "",
        proposed_by=by,
        proposed_at=clock.now(),
    )
    topic.accounts.set(accounts)
    return topic


def make_draft(by: Member, *, topic: Topic | None = None, accounts: Sequence[Account] = (), title: str = "") -> Draft:
    """A draft without text, through the action."""
    return actions.start_draft(topic=topic or make_topic(by, accounts=accounts), by=by, title=title)


def add_cover(draft: Draft, by: Member, colour: str = "seagreen") -> Asset:
    """A picture of the draft that may serve as cover."""
    return actions.add_picture(draft=draft, data=picture_bytes(colour), name="蒙顶茶园.png", by=by)


def save_text(
    draft: Draft, by: Member, *, html: str = BODY, title: str = TITLE, digest: str = DIGEST, colour: str = "seagreen"
) -> Revision:
    """A version with cover, on top of whatever is the newest."""
    cover = add_cover(draft, by, colour)
    draft.refresh_from_db()
    return actions.save_revision(
        draft=draft, title=title, byline="云岭茶事", digest=digest, html=html, cover=cover.file,
        expected_revision=queries.current_number(draft), by=by,
    )  # fmt: skip


def make_ready_draft(
    by: Member, *, accounts: Sequence[Account], title: str = TITLE, topic: Topic | None = None
) -> Draft:
    """A draft that lacks nothing: text, cover, accounts, window."""
    draft = make_draft(by, topic=topic or make_topic(by, accounts=accounts))
    save_text(draft, by, title=title)
    draft.refresh_from_db()
    return draft


def publish_review_flow() -> FlowVersion:
    """初审 by a reviewer of the department, then 终审 by its head."""
    return approvals.publish_flow(key="content.draft", name="内容审核", steps=FLOW, by=None)


def make_approved_draft(
    by: Member, *, accounts: Sequence[Account], title: str = TITLE, topic: Topic | None = None
) -> Draft:
    """A draft whose very version is approved, with its closed case; no reviewer had to click (for rooms above)."""
    draft = make_ready_draft(by, accounts=accounts, title=title, topic=topic)
    sealed, moment = queries.content_hash(draft), clock.now()
    assert draft.revision is not None
    flow = FlowVersion.objects.filter(key="content.draft", state=FlowState.PUBLISHED).first() or publish_review_flow()
    case = Case.objects.create(
        flow=flow, subject_kind="content.draft", subject_id=draft.pk, title=draft.title, content_hash=sealed, requester=by,
        unit_id=draft.unit_id, state=CaseState.APPROVED, opened_at=moment, closed_at=moment,
    )  # fmt: skip
    ReviewRound.objects.create(
        draft=draft, number=1, revision=draft.revision, content_hash=sealed, case_id=case.pk, facts=queries.facts_of(draft),
        outcome=RoundOutcome.APPROVED, submitted_by=by, submitted_at=moment, closed_at=moment,
    )  # fmt: skip
    Draft.objects.filter(pk=draft.pk).update(
        state=DraftState.APPROVED,
        approved_revision=draft.revision,
        approved_hash=sealed,
        approved_at=moment,
        case_id=case.pk,
    )
    draft.refresh_from_db()
    return draft


def things_of_planning(editor: Member, head: Member) -> dict[str, list[Any]]:
    """An own date, a hot topic, a source of hot topics and a table that waits, as addresses name them."""
    entry = actions.keep_entry(words=actions.EntryWords("公司成立纪念日", dt.date(1998, 4, 18), yearly=True), by=editor)
    (hot,) = actions.add_hot_topics(items=[HotItem("冬至吃什么上热搜")], origin="微博热搜", by=editor)
    source = actions.keep_source(words=actions.SourceWords("茶业资讯", "https://news.example.com/feed.xml"), by=head)
    table = actions.read_planning_table(kind="hot", text="围炉煮茶又火了 | https://example.com/1 | 32万", by=editor)
    return {
        "almanac_entry": [entry.pk], "hot_topic": [hot.pk], "hot_source": [source.pk], "planning_import": [table.pk],
        "planning_template": ["dates"],
    }  # fmt: skip
