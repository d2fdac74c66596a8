"""Drafts: started from a topic, arranged for accounts and a window, shared with co-authors."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.content import errors, states
from masthead.content.actions.topics import _require_accounts
from masthead.content.events import ContentEvent
from masthead.content.models import Draft, Topic
from masthead.content.queries import is_writer, require_in_unit
from masthead.content.states import DraftState, TopicState
from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.3.1")
@transaction.atomic
def start_draft(*, topic: Topic, by: Member, title: str = "", at: dt.datetime | None = None) -> Draft:
    """Begin a draft under an adopted topic; accounts come from the topic, the window is the office day it is planned for.

    Clause: 3.3.1.  Raises: NotPermitted, RuleBroken for a topic that is not adopted.  Events: content:draft:started.
    """
    require_in_unit(by, "content.draft.write", topic.unit_id)
    held = Topic.objects.select_for_update().get(pk=topic.pk)
    if held.state not in (TopicState.ADOPTED, TopicState.IN_PROGRESS):
        raise RuleBroken(
            _("选题「%(title)s」当前是「%(state)s」，不能开始写稿。") % {"title": held.title, "state": held.get_state_display()},
            code="topic_not_adopted", clause="3.3.1", advice=_("请先由部门负责人采纳选题。"),
        )  # fmt: skip
    if held.state == TopicState.ADOPTED:
        states.TOPIC.move(held, to=TopicState.IN_PROGRESS)
    moment = at or clock.now()
    start, end = _planned_window(held.planned_on, held.planned_time, moment)
    draft = Draft.objects.create(
        topic=held, unit_id=held.unit_id, title=(title.strip() or held.title)[:120], author=by,
        window_start=start, window_end=end, started_at=moment, updated_at=moment,
    )  # fmt: skip
    draft.accounts.set(held.accounts.all())
    trail.record(ContentEvent.DRAFT_STARTED, target=draft, by=by, data={"topic": held.pk})
    return draft


@guarded("3.3.3")
@transaction.atomic
def arrange_release(
    *,
    draft: Draft,
    accounts: Iterable[Account],
    start: dt.datetime | None,
    end: dt.datetime | None,
    by: Member,
    at: dt.datetime | None = None,
) -> Draft:
    """Choose the accounts and the window of a draft. Both are part of the seal: a change voids an approval.

    Whoever does so takes part in what is approved and does not review it. A new window makes an expired draft a draft again.
    Clause: 3.3.3.  Raises: NotPermitted (not your text, foreign account), RuleBroken while in review, BadInput for a bad window.
    Events: content:draft:release_arranged, content:draft:approval_voided.
    """
    held = _locked_draft(draft)
    _require_writer(by, held)
    _require_changeable(held)
    if (start is None) != (end is None) or (start and end and end <= start):
        message = _("最晚发布时间必须晚于最早发布时间。")
        raise BadInput(message, code="window_order", clause="3.3.3", fields={"window_end": [message]})
    chosen, before = list(accounts), list(held.accounts.all())
    _require_accounts(by, [a for a in chosen if a not in before])
    old, new = _arrangement(before, held.window_start, held.window_end), _arrangement(chosen, start, end)
    if old == new:
        return draft
    if held.state == DraftState.APPROVED:
        _void_approval(held, by, _("发布账号或计划时间有变化"))
    Draft.objects.filter(pk=held.pk).update(window_start=start, window_end=end, updated_at=at or clock.now())
    held.accounts.set(chosen)
    held.arrangers.add(by)
    if held.state == DraftState.EXPIRED and end and end > (at or clock.now()):
        states.DRAFT.move(held, to=DraftState.DRAFT)
    trail.record(ContentEvent.RELEASE_ARRANGED, target=held, by=by, before=old, after=new)
    draft.refresh_from_db()
    return draft


@guarded("3.3.3")
@transaction.atomic
def set_accounts(*, draft: Draft, accounts: Iterable[Account], by: Member) -> Draft:
    """Choose the accounts of a draft, the window staying as it is; see arrange_release.  Clause: 3.3.3."""
    held = _locked_draft(draft)
    return arrange_release(draft=draft, accounts=accounts, start=held.window_start, end=held.window_end, by=by)


@guarded("3.3.3")
@transaction.atomic
def plan_window(*, draft: Draft, start: dt.datetime, end: dt.datetime, by: Member) -> Draft:
    """Choose the window of a draft, the accounts staying as they are; see arrange_release.  Clause: 3.3.3."""
    return arrange_release(draft=draft, accounts=list(draft.accounts.all()), start=start, end=end, by=by)


@guarded("3.3.1")
@transaction.atomic
def set_coauthors(*, draft: Draft, members: Iterable[Member], by: Member) -> Draft:
    """Name who else may write this draft; each of them will be kept from reviewing it once they save a version.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput for a person without the right to write in the unit.  Events: content:draft:coauthors_set.
    """
    _require_writer(by, draft)
    chosen = [m for m in members if m.pk != draft.author_id]
    for member in chosen:
        if not org.may(member, "content.draft.write", unit_id=draft.unit_id):
            message = _("%(name)s在该部门没有写稿权限。") % {"name": member.name}
            raise BadInput(message, code="coauthor_may_not_write", clause="3.3.1", fields={"members": [message]})
    before = sorted(draft.coauthors.values_list("pk", flat=True))
    draft.coauthors.set(chosen)
    names = "、".join(m.name for m in chosen)
    trail.record(
        ContentEvent.COAUTHORS_SET, target=draft, by=by, before=before, after=sorted(m.pk for m in chosen), reason=names
    )
    return draft


@guarded("3.3.2")
@transaction.atomic
def reopen_draft(*, draft: Draft, reason: str, by: Member) -> Draft:
    """Take an approved draft up again for changes: the approval is void from this moment.

    Clause: 3.3.2.  Raises: NotPermitted, RuleBroken, BadInput without a reason.  Events: content:draft:approval_voided.
    """
    held = _locked_draft(draft)
    _require_writer(by, held)
    if not reason.strip():
        raise BadInput(
            _("请写明修改的原因。"), code="reason_missing", clause="3.3.2", fields={"reason": [_("请写明原因。")]}
        )
    states.DRAFT.require(held, to=DraftState.DRAFT)
    if held.state != DraftState.APPROVED:
        raise errors.not_writable(held.get_state_display())
    trail.record(ContentEvent.APPROVAL_VOIDED, target=held, by=by, version=held.approved_hash, reason=reason.strip())
    _unseal(held)
    draft.refresh_from_db()
    return draft


def _planned_window(
    day: dt.date | None, time: dt.time | None, moment: dt.datetime
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The office hours of the planned day, or four hours from the planned time; nothing for a topic without a day."""
    if day is None:
        return None, None
    start, end = clock.at_china(day, 9), clock.at_china(day, 18)
    if time is not None:
        start = clock.at_china(day, time.hour, time.minute)
        end = start + dt.timedelta(hours=4)
    return (start, end) if start > moment else (None, None)


def _locked_draft(draft: Draft) -> Draft:
    """The row as it is now, held until the deed is done: a decision and an edit at the same time cannot both win."""
    return (
        Draft.objects.select_for_update(of=("self",))
        .select_related("topic", "revision__cover", "revision__saved_by", "revision__video")
        .get(pk=draft.pk)
    )


def _require_writer(by: Member | None, draft: Draft) -> None:
    if by is None:
        return
    require_in_unit(by, "content.draft.write", draft.unit_id)
    if not is_writer(by, draft):
        raise errors.not_your_text(draft.author.name)


def _require_changeable(draft: Draft) -> None:
    """Text, accounts and window stand still while reviewers look at them, and for ever once rejected."""
    if draft.state in (DraftState.IN_REVIEW, DraftState.REJECTED):
        raise errors.not_writable(draft.get_state_display())


def _void_approval(draft: Draft, by: Member | None, why: str) -> None:
    trail.record(ContentEvent.APPROVAL_VOIDED, target=draft, by=by, version=draft.approved_hash, reason=why)
    _unseal(draft)


def _unseal(draft: Draft) -> None:
    states.DRAFT.move(
        draft, to=DraftState.DRAFT, approved_revision=None, approved_hash="", approved_at=None, updated_at=clock.now()
    )


def _arrangement(accounts: list[Account], start: dt.datetime | None, end: dt.datetime | None) -> dict[str, object]:
    return {"accounts": sorted(a.pk for a in accounts), "window_start": start, "window_end": end}
