"""An amendment: its impact confirmed, approved by the leader through the one engine, in force from its day."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals import actions as approvals
from masthead.approvals.models import Case
from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.core.jobs import enqueue
from masthead.org.models import Member
from masthead.rulebook import queries
from masthead.rulebook.actions.flows import AMENDMENT, ensure_flows
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.models import BindingReview, ClauseLevel, PolicyVersion
from masthead.rulebook.queries import Binding
from masthead.rulebook.states import Significance, VersionState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

FEWEST_QUESTIONS = 3


@guarded("8.3")
@transaction.atomic
def confirm_bindings(
    *, version: PolicyVersion, tokens: Collection[str], note: str, by: Member, at: dt.datetime | None = None
) -> int:
    """Confirm that guards, probes, questions and signatures of changed clauses were looked at; returns how many.

    Clause: 8.3.  Raises: RuleBroken (not a draft), BadInput (nothing chosen; a removed clause needs a note).
    Events: rulebook:binding:confirmed.
    """
    if version.state != VersionState.DRAFT:
        raise RuleBroken(
            _("送审以后影响确认不再改动。"), code="not_a_draft", clause="8.3", advice=_("要改动请先撤回审批。")
        )
    chosen = [b for b in queries.bindings_of(version) if b.token in tokens and b.review is None]
    if not chosen:
        raise BadInput(
            _("请先勾选要确认的项目。"), code="nothing_chosen", clause="8.3", fields={"tokens": [_("请至少勾选一项。")]}
        )
    if any(b.change == "removed" for b in chosen) and not note.strip():
        raise BadInput(
            _("其中有被删除的条款，请说明它的守卫和检查如何处理。"),
            code="note_missing",
            clause="8.3",
            fields={"note": [_("请填写说明。")]},
        )
    for binding in chosen:
        _keep(version, binding, note.strip()[:200], by, at or clock.now())
    data = {"confirmed": [b.token for b in chosen]}
    trail.record(RulebookEvent.BINDING_CONFIRMED, target=version, by=by, reason=note, data=data, at=at)
    return len(chosen)


def _keep(version: PolicyVersion, binding: Binding, note: str, by: Member, moment: dt.datetime) -> None:
    BindingReview.objects.update_or_create(
        version=version, kind=binding.kind, ref=binding.ref, clause_key=binding.clause_key,
        defaults={"change_digest": binding.change_digest, "note": note, "confirmed_by": by, "confirmed_at": moment},
    )  # fmt: skip


@guarded("8.3")
@transaction.atomic
def propose_amendment(
    *,
    version: PolicyVersion,
    effective_on: dt.date,
    significance: str,
    sign_days: int,
    reason: str,
    by: Member,
    at: dt.datetime | None = None,
) -> Case:
    """Hand an amendment to the leader, with its reason and the day from which it shall be in force.

    Clause: 8.3.  Raises: BadInput (day, reason), RuleBroken (nothing changed, bindings not confirmed, quiz too short, text not
    whole, the text in force has moved on), Stale.  Events: rulebook:version:proposed, approvals:case:opened.
    Races: the conditional UPDATE lets one proposal through.
    """
    moment = at or clock.now()
    _require_day_and_reason(effective_on, reason, clock.china(moment).date())
    _require_ready(version)
    changed = PolicyVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT, edits=version.edits).update(
        state=VersionState.IN_REVIEW,
        effective_on=effective_on,
        significance=Significance(significance),
        sign_days=sign_days,
        reason=reason.strip(),
        text_digest=queries.text_digest(queries.clauses_of(version)),
        proposed_at=moment,
    )
    if changed != 1:
        raise Stale(_("这个版本刚才被改动或已经送审，请刷新后再看。"), code="version_raced", clause="8.3")
    version.refresh_from_db()
    data = {"effective_on": effective_on.isoformat(), "significance": significance}
    trail.record(
        RulebookEvent.VERSION_PROPOSED,
        target=version,
        by=by,
        version=version.text_digest,
        reason=reason,
        data=data,
        at=at,
    )
    ensure_flows()
    return approvals.open_case(kind=AMENDMENT, subject=version, by=by, at=at)


def _require_day_and_reason(effective_on: dt.date, reason: str, today: dt.date) -> None:
    fields: dict[str, list[str]] = {}
    first = queries.policy_in_force() is None
    if effective_on < today or (effective_on == today and not first):
        fields["effective_on"] = [_("施行日期最早为明天，新版本在当天零时生效。")]
    if len(reason.strip()) < 4:
        fields["reason"] = [_("请写明为什么修订。")]
    if fields:
        raise BadInput(_("还不能提交审批。"), code="proposal_words", clause="8.3", fields=fields)


def _require_ready(version: PolicyVersion) -> None:
    """What an approval may not begin without."""
    if version.state != VersionState.DRAFT:
        raise Stale(_("这个版本已经送审或公布。"), code="version_raced", clause="8.3")
    _require_whole(version)
    _require_base(version)
    base = queries.base_of(version)
    if base is not None and not queries.changes_of(version):
        raise RuleBroken(
            _("与现行版本没有差别，无须审批。"), code="nothing_changed", clause="8.3", advice=_("请先修改条款。")
        )
    if missing := queries.unconfirmed(version):
        raise RuleBroken(
            _("还有 %(n)s 项受影响的守卫、检查或测验题没有确认。") % {"n": len(missing)},
            code="bindings_unconfirmed",
            clause="8.3",
            advice=_("请打开「影响」逐项确认后再提交。"),
        )
    keys = {place.key for place in queries.clauses_of(version)}
    questions = queries.questions_of(version)
    if len(questions) < FEWEST_QUESTIONS or any(q.clause_key not in keys for q in questions):
        raise RuleBroken(
            _("阅读测验至少要有 %(n)s 道题，并且每道题对应的条款都在这个版本中。") % {"n": FEWEST_QUESTIONS},
            code="quiz_not_ready",
            clause="8.4",
            advice=_("请打开「测验」补充或调整题目。"),
        )


def _require_whole(version: PolicyVersion) -> None:
    places = queries.clauses_of(version)
    parents = {place.parent_id for place in places}
    for place in places:
        if place.level != ClauseLevel.CLAUSE and place.pk not in parents:
            raise RuleBroken(
                _("%(what)s下面没有条款。") % {"what": place},
                code="empty_section",
                clause="8.3",
                advice=_("请补充条款，或删除它。"),
            )


def _require_base(version: PolicyVersion) -> None:
    """One approved text waits at a time, and an amendment amends the text that is in force."""
    if queries.waiting_version() is not None:
        raise RuleBroken(
            _("已有一个批准的版本等待施行。"),
            code="another_waits",
            clause="8.2",
            advice=_("请等它施行后，在它的基础上修订。"),
        )
    current = queries.policy_in_force()
    if version.based_on_id is not None and (current is None or current.pk != version.based_on_id):
        raise RuleBroken(
            _("这次修订所依据的版本已经不是现行版本。"),
            code="base_moved",
            clause="8.3",
            advice=_("请以现行版本另起一次修订。"),
        )


@guarded("8.3")
@transaction.atomic
def note_approved(*, version: PolicyVersion, case: Case, by: Member, at: dt.datetime | None = None) -> None:
    """The leader approved: the text is published and waits for its day.

    Clause: 8.3.  Raises: RuleBroken (its day has passed, another version waits), Stale.  Events: rulebook:version:approved.
    """
    moment = at or clock.now()
    today = clock.china(moment).date()
    _require_base(version)
    first = queries.policy_in_force() is None
    if version.effective_on is None or version.effective_on < today or (version.effective_on == today and not first):
        raise RuleBroken(
            _("施行日期已经到了，不能再按原日期批准。"),
            code="day_passed",
            clause="8.2",
            advice=_("请退回，由提出人改定施行日期后重新提交。"),
        )
    rows = PolicyVersion.objects.filter(pk=version.pk, state=VersionState.IN_REVIEW)
    if rows.update(state=VersionState.APPROVED, published_at=moment, adopted_by=by, adopted_at=moment) != 1:
        raise Stale(_("这个版本的状态刚才变了。"), code="version_raced", clause="8.3")
    data = {"case": case.pk, "effective_on": version.effective_on.isoformat()}
    trail.record(RulebookEvent.VERSION_APPROVED, target=version, by=by, version=version.text_digest, data=data, at=at)
    enqueue("rulebook.life")


@guarded("8.3")
@transaction.atomic
def note_turned_down(
    *, version: PolicyVersion, case: Case, by: Member, comment: str, at: dt.datetime | None = None
) -> None:
    """Returned, rejected or withdrawn: the text is a draft again, its words can be changed.

    Clause: 8.3.  Raises: Stale.  Events: rulebook:version:returned.
    """
    rows = PolicyVersion.objects.filter(pk=version.pk, state=VersionState.IN_REVIEW)
    if rows.update(state=VersionState.DRAFT) != 1:
        raise Stale(_("这个版本的状态刚才变了。"), code="version_raced", clause="8.3")
    trail.record(RulebookEvent.VERSION_RETURNED, target=version, by=by, reason=comment, data={"case": case.pk}, at=at)


@guarded("8.2")
@transaction.atomic
def take_force(*, at: dt.datetime | None = None) -> PolicyVersion | None:
    """At 00:00 of its day the approved version comes into force and the one before ends; None when nothing is due.

    Clause: 8.2.  Events: rulebook:version:in_force, rulebook:version:superseded.
    Races: conditional on the state; the one-in-force constraint stops a second worker.
    """
    moment = at or clock.now()
    today = clock.china(moment).date()
    due = PolicyVersion.objects.select_for_update().filter(state=VersionState.APPROVED, effective_on__lte=today)
    version = due.order_by("effective_on").first()
    if version is None:
        return None
    assert version.effective_on is not None
    before = queries.policy_in_force()
    if before is not None:
        PolicyVersion.objects.filter(pk=before.pk, state=VersionState.IN_FORCE).update(
            state=VersionState.SUPERSEDED, ended_on=version.effective_on
        )
        data = {"number": before.number, "by": version.number}
        trail.record(RulebookEvent.VERSION_SUPERSEDED, target=before, data=data, at=at)
    if (
        PolicyVersion.objects.filter(pk=version.pk, state=VersionState.APPROVED).update(state=VersionState.IN_FORCE)
        != 1
    ):
        raise Stale(_("这个版本的状态刚才变了。"), code="version_raced", clause="8.2")
    facts = {"number": version.number, "effective_on": version.effective_on.isoformat()}
    trail.record(RulebookEvent.VERSION_IN_FORCE, target=version, by=None, after=version.text_digest, data=facts, at=at)
    return PolicyVersion.objects.get(pk=version.pk)
