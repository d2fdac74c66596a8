"""Delegation for absence: somebody acts in one's place from a day to a day."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.core.permissions import CAPABILITIES
from masthead.org.actions.news import tell
from masthead.org.events import OrgEvent
from masthead.org.models import Absence, Member
from masthead.org.queries import granted_scope, may, scope_of
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

LONGEST_DAYS = 180
NEWS = "org.absence"


@guarded("2.1")
@transaction.atomic
def delegate_duties(
    *,
    member: Member,
    delegate: Member,
    start_on: dt.date,
    end_on: dt.date,
    reason: str,
    by: Member,
    capabilities: Sequence[str] = (),
    at: dt.datetime | None = None,
) -> Absence:
    """A member is away: from the first to the last day the delegate acts in the named matters (none named = all that both hold).

    Clause: 2.1.  Raises: NotPermitted for another's absence without org.manage; BadInput naming the field; RuleBroken for a chain.
    Events: org:absence:delegated.
    Races: both rows of members are locked, so that two delegations that would make a chain cannot slip past each other.
    """
    if by.pk != member.pk and not may(by, "org.manage"):
        raise NotPermitted(
            _("只能为自己办理缺勤委托。"),
            code="absence_of_another",
            clause="2.1",
            advice=_("本人无法办理时，请联系系统管理员。"),
        )
    list(Member.objects.select_for_update().filter(pk__in=[member.pk, delegate.pk]).order_by("pk"))
    today = clock.china(at or clock.now()).date()
    names = sorted(set(capabilities))
    _check_words(member, delegate, (start_on, end_on), reason, today)
    _check_rights(member, delegate, names)
    _check_overlap(member, delegate, start_on, end_on)
    made = Absence.objects.create(
        member=member,
        delegate=delegate,
        capabilities=names,
        start_on=start_on,
        end_on=end_on,
        reason=reason.strip(),
        made_by=by,
        made_at=at or clock.now(),
    )
    data = {"delegate": delegate.name, "from": f"{start_on}", "to": f"{end_on}", "capabilities": names}
    trail.record(OrgEvent.DUTIES_DELEGATED, target=member, by=by, reason=reason.strip(), data=data)
    _announce(made, by)
    return made


@guarded("2.1")
@transaction.atomic
def end_absence(*, absence: Absence, by: Member, at: dt.datetime | None = None) -> Absence:
    """The member is back early, or the delegate cannot: the delegation ends at once.

    Clause: 2.1.  Raises: NotPermitted for outsiders, Stale when it has ended.  Events: org:absence:ended.
    Races: the conditional update lets one of two ends through.
    """
    if by.pk not in (absence.member_id, absence.delegate_id) and not may(by, "org.manage"):
        raise NotPermitted(_("只有委托双方或系统管理员可以结束委托。"), code="absence_of_another", clause="2.1")
    moment = at or clock.now()
    open_rows = Absence.objects.filter(pk=absence.pk, ended_at=None, end_on__gte=clock.china(moment).date())
    if open_rows.update(ended_at=moment, ended_by=by) != 1:
        raise Stale(_("这项委托已经结束。"), code="absence_ended", clause="2.1")
    absence.ended_at, absence.ended_by = moment, by
    trail.record(OrgEvent.ABSENCE_ENDED, target=absence.member, by=by, data={"delegate": absence.delegate.name})
    tell(
        kind=NEWS,
        members=[absence.member_id, absence.delegate_id],
        title=gettext_lazy("缺勤委托已结束"),
        body=_("%(member)s 委托 %(delegate)s 的事项已提前结束，由本人办理。")
        % {"member": absence.member.name, "delegate": absence.delegate.name},
        url=reverse("org:absences"),
        by=by,
    )
    return absence


def _announce(made: Absence, by: Member) -> None:
    words = {"member": made.member.name, "delegate": made.delegate.name, "a": f"{made.start_on}", "b": f"{made.end_on}"}
    tell(
        kind=NEWS,
        members=[made.member_id, made.delegate_id],
        title=_("%(member)s 缺勤期间由 %(delegate)s 代办") % words,
        body=_("%(a)s 至 %(b)s 有效，到期自动结束。受托人只能办理自己也有权限的事项。") % words,
        url=reverse("org:absences"),
        by=by,
    )


def _check_words(member: Member, delegate: Member, days: tuple[dt.date, dt.date], reason: str, today: dt.date) -> None:
    """The form of the delegation; every wrong field at once."""
    start_on, end_on = days
    fields: dict[str, list[str]] = {}
    if delegate.pk == member.pk:
        fields["delegate"] = [_("受托人不能是本人。")]
    elif not delegate.is_active:
        fields["delegate"] = [_("受托人已离职，请另选一位。")]
    if end_on < start_on:
        fields["end_on"] = [_("结束日期早于开始日期。")]
    elif end_on < today:
        fields["end_on"] = [_("结束日期已经过去。")]
    elif (end_on - start_on).days >= LONGEST_DAYS:
        fields["end_on"] = [_("一次委托不超过 %(n)d 天；长期不在岗请调整岗位。") % {"n": LONGEST_DAYS}]
    if len(reason.strip()) < 2:
        fields["reason"] = [_("请写明原因，例如「年假」「出差」。")]
    if fields:
        raise BadInput(_("委托信息有误，请改正后再提交。"), code="absence_input", clause="2.1", fields=fields)


def _check_rights(member: Member, delegate: Member, names: list[str]) -> None:
    """Nobody hands over what one does not hold, nor to somebody who may not do it."""
    asked = names or [n for n in CAPABILITIES if not granted_scope(member, n).empty]
    lacking = [n for n in asked if not scope_of(delegate, n).meets(granted_scope(member, n))]
    if (names and lacking) or len(lacking) == len(asked):
        labels = _("、").join(str(CAPABILITIES[n].label) if n in CAPABILITIES else n for n in lacking[:5])
        raise BadInput(
            _("%(name)s 没有所委托事项的权限，不能代办。") % {"name": delegate.name},
            code="delegate_lacks",
            clause="2.1",
            advice=_("请另选一位，或先由系统管理员授予相应角色。"),
            fields={"delegate": [_("在您的范围内没有权限：%(labels)s。") % {"labels": labels or _("（无）")}]},
        )


def _check_overlap(member: Member, delegate: Member, start_on: dt.date, end_on: dt.date) -> None:
    """No second delegate at the same time, and no chain in either direction."""
    meeting = Absence.objects.filter(ended_at=None, start_on__lte=end_on, end_on__gte=start_on)
    if found := meeting.filter(member=member).select_related("delegate").first():
        raise RuleBroken(
            _("%(a)s 至 %(b)s 已委托 %(name)s，时间重叠。")
            % {"a": found.start_on, "b": found.end_on, "name": found.delegate.name},
            code="absence_overlaps",
            clause="2.1",
            advice=_("请先结束原来的委托，或改用不重叠的日期。"),
        )
    chain = meeting.filter(Q(member=delegate) | Q(delegate=member)).select_related("member", "delegate").first()
    if chain:
        raise RuleBroken(
            _("委托不能转手：这段时间 %(member)s 已委托 %(delegate)s。")
            % {"member": chain.member.name, "delegate": chain.delegate.name},
            code="absence_chain",
            clause="2.1",
            advice=_("请另选受托人，或先结束那项委托。"),
        )
