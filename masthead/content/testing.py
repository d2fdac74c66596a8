"""Builders for tests of this room and the rooms above: believable topics, drafts with a real cover, approved drafts."""

import datetime as dt
import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image, ImageDraw

from masthead.accounts.models import Account
from masthead.approvals import actions as approvals
from masthead.approvals.models import Case, CaseState, FlowState, FlowVersion
from masthead.collab.models import Idea
from masthead.collab.testing import make_experiment
from masthead.content import actions, queries
from masthead.content.hot_items import HotItem
from masthead.content.models import (
    Asset,
    AssistantRun,
    AssistantTask,
    Block,
    BlockKind,
    Draft,
    Material,
    ReviewRound,
    Revision,
    RoundOutcome,
    RunState,
    Topic,
    TopicForm,
    TopicSource,
    Upload,
)
from masthead.content.states import DraftState, TopicState
from masthead.core import clock
from masthead.org import queries as org
from masthead.org.models import Member, Unit
from masthead.org.sheets import write_table

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


def make_block(by: Member, *, name: str = "文末签名") -> Block:
    """Words that the member's department uses again."""
    return actions.save_block(kind=BlockKind.FOOT, name=name, html="<p>文：云岭茶事编辑部</p>", unit=unit_of(by), by=by)


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


def make_run(draft: Draft, *, by: Member) -> AssistantRun:
    """A finished use of the writing helper with two suggested titles."""
    now = clock.now()
    return AssistantRun.objects.create(
        draft=draft, task=AssistantTask.TITLES, model="stand-in", state=RunState.DONE, answers=["晚三天的春茶", "宁可等，也不采雨水芽"],
        asked_by=by, asked_at=now, claimed_at=now, settled_at=now,
    )  # fmt: skip


def things_of_planning(lin: Member, chen: Member, asked: Sequence[Member], idea: Idea) -> dict[str, list[Any]]:
    """One thing of each kind that an address of planning can name, all of lin's department; `idea` gets an experiment."""
    topic = make_topic(lin, title="冬茶怎么存", state=TopicState.PROPOSED)
    material = actions.add_topic_material(topic=topic, name="仓库照片", kind="picture", owner=lin, by=lin)
    data = write_table("选题", ["选题", "主题与角度"], [["岁末回看", "一年里读者最常问的十件事"]])
    one = actions.read_topics(data=data, name="冬季茶会.xlsx", by=lin)
    series = actions.set_series(
        unit=topic.unit, invited=[lin], by=chen, name="周策划会", organiser=chen, rhythm="weekly", weekday=0, ordinal=1,
        begins_at=dt.time(10), place="三楼", lead_days=5, first_on=clock.today(),
    )  # fmt: skip
    planning = actions.call_planning_meeting(
        title="策划会",
        unit=topic.unit,
        start_at=clock.now() + dt.timedelta(days=2),
        place="三楼",
        invited=asked,
        by=chen,
    )
    make_experiment(idea, chen, lin)
    return {
        "topic_decision": [topic.pk, "postpone"],
        "topic_material": [topic.pk, material.pk],
        "topic_import": [one.pk],
        "topic_import_deed": [one.pk, "drop"],
        "series": [series.pk],
        "planning": [planning.pk],
        "planning_line": [planning.pk, planning.lines.order_by("number")[0].pk],
        "planning_deed": [planning.pk, "minutes"],
        "experiment": [idea.pk],
    }


def scene(colour: str = "seagreen", *, seed: int = 3, size: tuple[int, int] = (600, 400), kind: str = "PNG") -> bytes:
    """A picture with something on it, so that likeness has something to compare; the same seed is the same scene in any size."""
    dice, out = random.Random(seed), io.BytesIO()
    picture = Image.new("RGB", (600, 400), "white")
    draw = ImageDraw.Draw(picture)
    for _n in range(14):
        x, y = dice.randrange(540), dice.randrange(340)
        shade = dice.choice(["black", colour, "gainsboro", "gray"])
        draw.rectangle([x, y, x + dice.randrange(60, 260), y + dice.randrange(40, 180)], fill=shade)
    picture.resize(size).save(out, kind)
    return out.getvalue()


def make_upload(by: Member, data: bytes, name: str) -> Upload:
    """A file that came whole and was looked at."""
    return actions.take_file(name=name, length=len(data), read=io.BytesIO(data).read, by=by)


def make_material(
    by: Member,
    *,
    name: str = "茶园航拍",
    colour: str = "seagreen",
    seed: int = 3,
    licensed: bool = True,
    tags: Sequence[str] = (),
    data: bytes = b"",
    file_name: str = "茶园.png",
    ai: str = "none",
) -> Material:
    """A picture (or `data`) of the member's department, with a licence of its own unless told otherwise."""
    upload = make_upload(by, data or scene(colour, seed=seed), file_name)
    material = actions.add_material(upload=upload, unit=unit_of(by), name=name, tags=tags, ai=ai, by=by)
    if licensed:
        actions.record_licence(material=material, kind="own", by=by)
    return material


def film_bytes(path: Path, *, seconds: int = 1, size: tuple[int, int] = (320, 180)) -> bytes:
    """A real MP4 of one grey."""
    with av.open(str(path), "w", format="mp4") as out:
        stream: Any = out.add_stream("libx264", rate=12)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        shade = np.full((size[1], size[0], 3), 120, np.uint8)
        for _number in range(seconds * 12):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        out.mux(stream.encode())
    return path.read_bytes()


def make_film(draft: Draft, by: Member, path: Path, *, name: str = "采茶短片", licensed: bool = True) -> Asset:
    """A film of the library that the draft took over."""
    material = make_material(by, name=name, data=film_bytes(path), file_name=f"{name}.mp4", licensed=licensed)
    return actions.use_material(draft=draft, material=material, by=by)


def place(draft: Draft, asset: Asset, by: Member) -> Revision:
    """The draft's text with the asset in it, as a new version."""
    draft.refresh_from_db()
    last = draft.revision
    assert last is not None
    return actions.save_revision(
        draft=draft, title=last.title, byline=last.byline, digest=last.digest, html=f'{last.html}<p><img src="asset:{asset.sha256}"></p>',
        cover=last.cover, expected_revision=last.number, by=by,
    )  # fmt: skip


def show_material(draft: Draft, material: Material, by: Member) -> Asset:
    """The draft takes the material over and shows it."""
    asset = actions.use_material(draft=draft, material=material, by=by)
    place(draft, asset, by)
    return asset


def things_of_library(by: Member) -> dict[str, list[Any]]:
    """Arguments of the library's addresses by kind, all of the member's department."""
    material = make_material(by, name="蒙顶茶园清晨")
    consent = actions.record_consent(material=material, person="王素琴", given_on=clock.today(), by=by)
    return {
        "material": [material.pk],
        "material_consent": [material.pk, consent.pk],
        "material_version": [material.version_id],
        "material_picture": [material.version_id, "thumb"],
        "upload": [actions.begin_upload(name="空镜.mp4", length=1000, by=by).key],
    }


def things_of_almanac(editor: Member, head: Member) -> dict[str, list[Any]]:
    """An own date, a hot topic, a source of hot topics and a table that waits, as addresses name them."""
    entry = actions.keep_entry(words=actions.EntryWords("公司成立纪念日", dt.date(1998, 4, 18), yearly=True), by=editor)
    (hot,) = actions.add_hot_topics(items=[HotItem("冬至吃什么上热搜")], origin="微博热搜", by=editor)
    source = actions.keep_source(words=actions.SourceWords("茶业资讯", "https://news.example.com/feed.xml"), by=head)
    table = actions.read_planning_table(kind="hot", text="围炉煮茶又火了 | https://example.com/1 | 32万", by=editor)
    return {
        "almanac_entry": [entry.pk], "hot_topic": [hot.pk], "hot_source": [source.pk], "planning_import": [table.pk],
        "planning_template": ["dates"],
    }  # fmt: skip


def answers_to(draft: Draft, why: str = "已与业务部门核对，表述有依据") -> dict[tuple[str, str], str]:
    """A reason for every warning of the machine, as the hand-in page asks for it."""
    draft = Draft.objects.prefetch_related("accounts__platform").select_related("revision__cover").get(pk=draft.pk)
    assert draft.revision is not None
    notes = queries.report_on(draft, draft.revision).notes
    return {(n.rule, n.excerpt): why for n in notes if n.rule and n.severity == "warn"}
