"""Clauses 2.1 and 2.2.1: the group meets, its decisions are the leader's and are carried out, disputes are settled."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.collab.probes import seeds
from masthead.collab.queries import minutes_hash, probing
from masthead.collab.states import DecisionState
from masthead.core import clock
from masthead.org import queries as org
from masthead.trail.probes import Verdict, Window, probe

FEWEST = 3  # clause 2.1: leader and members, no fewer than three
RULING_MINUTES = 5 * 8 * 60  # five office days


@probe(
    "2.1.met",
    clause="2.1",
    title=gettext_lazy("运营管理小组每季度开会"),
    why=gettext_lazy("小组不开会，跨部门的事没有人拍板。"),
    seed=seeds.group_that_never_met,
    window_days=92,
    weight=3,
)
def group_met(window: Window) -> Iterator[Verdict]:
    """The group; a group younger than the window is exempt until its first quarter is over."""
    url = reverse("collab:meetings")
    for group in probing.groups():
        last = probing.last_meeting(group, window.start, window.end)
        passed: bool | None = last is not None
        reason = _("最近一次会议达到法定人数") if last else _("一个季度没有召开达到法定人数的会议")
        if last is None and group.founded_on > clock.china(window.start).date():
            passed, reason = None, _("小组成立不满一个季度")
        yield Verdict("org.managementgroup", group.pk, group.name, passed, reason, url)


@probe(
    "2.1.complete",
    clause="2.1",
    title=gettext_lazy("运营管理小组人员齐备"),
    why=gettext_lazy("缺组长或缺部门负责人，小组的决定落不到部门。"),
    seed=seeds.group_without_a_leader,
    window_days=1,
    weight=3,
)
def group_complete(_window: Window) -> Iterator[Verdict]:
    """The group of today: a leader, at least three people, the heads of all departments."""
    url, seats, missing = reverse("org:group"), org.seats_today(), org.heads_without_seat()
    for group in probing.groups():
        lacks = [] if org.leader_of_group() else [_("没有组长")]
        lacks += [_("不足三人")] if len({s.member_id for s in seats}) < FEWEST else []
        lacks += [_("%(unit)s负责人不在小组") % {"unit": position.unit.name} for position in missing]
        reason = _("；").join(lacks) or _("有组长，部门负责人都在小组")
        yield Verdict("org.managementgroup", group.pk, group.name, not lacks, reason, url, {"seats": len(seats)})


@probe(
    "2.1.carried_out",
    clause="2.1",
    title=gettext_lazy("会议决议按期落实"),
    why=gettext_lazy("定了不做，开会就没有意义。"),
    seed=seeds.decision_not_carried_out,
    window_days=92,
    weight=3,
)
def decision_carried_out(window: Window) -> Iterator[Verdict]:
    """Every decision whose day is over."""
    for row in probing.decisions_due(window.start, window.end):
        done = row.done_at is not None and row.state == DecisionState.DONE
        passed = done and row.done_at is not None and clock.china(row.done_at).date() <= row.due_on
        reason = _("按期落实并由他人确认") if passed else (_("落实晚于期限") if done else _("到期未落实"))
        facts = {"due_on": row.due_on.isoformat(), "progress": row.progress}
        yield Verdict("collab.decision", row.pk, str(row), passed, reason, row.get_absolute_url(), facts)


@probe(
    "2.2.1.approved",
    clause="2.2.1",
    title=gettext_lazy("生效的决议由时任组长批准，内容与批准时一致"),
    why=gettext_lazy("未经组长批准的决策事项不得实施。"),
    seed=seeds.decision_nobody_approved,
    window_days=92,
    red_line=True,
    weight=5,
)
def decision_approved(window: Window) -> Iterator[Verdict]:
    """Every decision that came into force, with the leader of that day and the seal of that day."""
    seals: dict[int, str] = {}
    for row in probing.decisions_in_force(window.start, window.end):
        meeting = row.meeting
        if meeting.pk not in seals:
            seals[meeting.pk] = minutes_hash(meeting)
        led = probing.led_the_group(row.approved_by_id, meeting.approved_at)
        same = row.approved_hash == meeting.approved_hash == seals[meeting.pk]
        reason = (
            _("由时任组长批准，内容未变")
            if led and same
            else (_("内容与批准时不一致") if led else _("批准人不是时任组长"))
        )
        yield Verdict("collab.decision", row.pk, str(row), led and same, reason, row.get_absolute_url())


@probe(
    "2.2.1.settled",
    clause="2.2.1",
    title=gettext_lazy("提请协调的资源分歧在五个工作日内裁定"),
    why=gettext_lazy("部门之间僵着，只有组长能定。"),
    seed=seeds.ruling_missing,
    window_days=30,
    weight=2,
)
def dispute_settled(window: Window) -> Iterator[Verdict]:
    """Every request brought before the leader, five office days later or once it is settled or answered."""
    reach = dt.timedelta(days=30)
    for row in probing.rulings_due(window.start - reach, window.end):
        assert row.leader_asked_at is not None
        due = org.add_office_time(row.leader_asked_at, RULING_MINUTES)
        answered = row.answered_at is not None and row.answered_at > row.leader_asked_at
        ended = row.ruled_at or (row.answered_at if answered else None)
        if ended is None and due >= window.end:
            continue
        passed = ended is not None and ended <= due
        reason = _("按时裁定，或对方已答复") if passed else _("五个工作日内没有裁定")
        yield Verdict("collab.crossrequest", row.pk, row.title, passed, reason, row.get_absolute_url())
