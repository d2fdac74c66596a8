"""Positioning sheets are written, handed to the head of the department, and come into force."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from masthead.accounts import queries
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, PositioningSheet, RepostRule
from masthead.accounts.positioning import CLAUSE, SHEET, VALID_MONTHS, MatrixRole, SheetState, Tone
from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.approvals.models import Case
from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org.models import Member
from masthead.platforms.queries import months_after
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

KIND = queries.SHEET_KIND
FLOW: list[dict[str, Any]] = [{"name": "部门负责人批准", "mode": "any", "resolver": {"kind": "unit_head"}}]
PER_WEEK_MOST = 200


@dataclass(frozen=True)
class Positioning:
    """What a sheet says. `pillars`: (name, share %), together 100; `goals`: (metric, value, by); `reposts`: (source, minutes, rule)."""

    audience: str
    tones: Sequence[str]
    pillars: Sequence[tuple[str, int]]
    per_week_min: int
    per_week_max: int
    words_use: str = ""
    words_avoid: str = ""
    slots: str = ""
    goals: Sequence[tuple[str, int, dt.date]] = ()
    role: str = MatrixRole.MAIN
    reposts: Sequence[tuple[Account, int, str]] = ()


@guarded("3.1.2")
@transaction.atomic
def save_positioning(
    *, account: Account, positioning: Positioning, by: Member, at: dt.datetime | None = None
) -> PositioningSheet:
    """Write the open version of an account's sheet; begins the next version when none is open.

    Clause: 3.1.2.  Raises: BadInput naming the field, RuleBroken while a version waits for approval.  Events: accounts:positioning:saved.
    Races: a named constraint lets one open version per account through; only a draft is written.
    """
    _require(account, positioning)
    sheet = PositioningSheet.objects.select_for_update().filter(account=account, state__in=queries.OPEN_SHEETS).first()
    if sheet is not None and sheet.state != SheetState.DRAFT:
        raise _sealed()
    words = _words(positioning) | {"drafted_by": by}
    if sheet is None:
        sheet = _begin(account, words, at or clock.now())
    elif PositioningSheet.objects.filter(pk=sheet.pk, state=SheetState.DRAFT).update(**words) != 1:
        raise _sealed()
    RepostRule.objects.filter(sheet=sheet).delete()
    RepostRule.objects.bulk_create(
        RepostRule(sheet=sheet, source=source, delay_minutes=minutes, rule=rule.strip()[:200])
        for source, minutes, rule in positioning.reposts
    )
    trail.record(AccountEvent.POSITIONING_SAVED, target=account, by=by, data={"version": sheet.number}, at=at)
    sheet.refresh_from_db()
    return sheet


def _begin(account: Account, words: dict[str, Any], moment: dt.datetime) -> PositioningSheet:
    last = PositioningSheet.objects.filter(account=account).aggregate(n=Max("number"))["n"] or 0
    try:
        with transaction.atomic():
            return PositioningSheet.objects.create(account=account, number=last + 1, drafted_at=moment, **words)
    except IntegrityError:
        raise _raced() from None


@silent("publish_flow records it; the same flow again changes nothing")
@transaction.atomic
def adopt_positioning_flow(*, by: Member | None = None) -> None:
    """The house's own path of positioning: the head of the account's department."""
    if approval_queries.version_in_force(KIND) is None:
        approvals.publish_flow(key=KIND, name="账号定位批准", steps=FLOW, by=by)


@guarded("3.1.2")
@transaction.atomic
def submit_positioning(*, sheet: PositioningSheet, by: Member, at: dt.datetime | None = None) -> PositioningSheet:
    """Hand the version to the head of the department; what is approved is exactly this text (hash).

    Clause: 3.1.2.  Raises: RuleBroken (not a draft, nobody may decide), Stale.  Events: accounts:positioning:submitted.
    Races: the conditional update lets one submission through.
    """
    adopt_positioning_flow()
    SHEET.move(sheet, to=SheetState.IN_REVIEW, note="")
    case = approvals.open_case(kind=KIND, subject=sheet, by=by, at=at)
    data = {"case": case.pk, "version": sheet.number}
    trail.record(
        AccountEvent.POSITIONING_SUBMITTED, target=sheet.account, by=by, version=case.content_hash, data=data, at=at
    )
    return sheet


@guarded("3.1.2")
@transaction.atomic
def note_positioning_approved(
    *, sheet: PositioningSheet, case: Case, by: Member, at: dt.datetime | None = None
) -> None:
    """The head approved: the version is in force from today for twelve months, the one before it is kept as superseded.

    Clause: 3.1.2.  Raises: Stale when the content moved.  Events: accounts:positioning:in_force.
    """
    held, moment = PositioningSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk), at or clock.now()
    sealed, day = queries.sheet_hash(held), clock.china(moment).date()
    if sealed != case.content_hash:
        raise _raced()
    older = PositioningSheet.objects.filter(account=held.account_id, state=SheetState.IN_FORCE)
    older.update(state=SheetState.SUPERSEDED, ended_on=day)
    SHEET.move(
        held, to=SheetState.IN_FORCE, approved_by=by, approved_at=moment, approved_hash=sealed, in_force_on=day,
        valid_until=months_after(day, VALID_MONTHS),
    )  # fmt: skip
    data = {"case": case.pk, "version": held.number, "valid_until": str(held.valid_until)}
    trail.record(AccountEvent.POSITIONING_IN_FORCE, target=held.account, by=by, version=sealed, data=data, at=at)


@guarded("3.1.2")
@transaction.atomic
def note_positioning_back(
    *, sheet: PositioningSheet, case: Case, by: Member, words: str, to: SheetState = SheetState.DRAFT
) -> None:
    """Returned or withdrawn, it is a draft again; refused, it stays in the history as not approved.

    Clause: 3.1.2.  Raises: Stale.  Events: accounts:positioning:returned.
    """
    held = PositioningSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    SHEET.move(held, to=to, note=words.strip()[:500])
    data = {"version": held.number, "to": str(to)}
    trail.record(
        AccountEvent.POSITIONING_RETURNED,
        target=held.account,
        by=by,
        version=case.content_hash,
        reason=words,
        data=data,
    )


def _require(account: Account, given: Positioning) -> None:
    wrong = _wrong_words(given)
    sources = [source.pk for source, *_rest in given.reposts]
    if account.pk in sources:
        wrong["reposts"] = [_("账号不能转发自己。")]
    elif len(set(sources)) != len(sources):
        wrong["reposts"] = [_("同一个来源只写一行。")]
    if wrong:
        first = next(iter(wrong.values()))[0]
        raise BadInput(first, code="positioning_input", clause=CLAUSE, fields=wrong)


def _wrong_words(given: Positioning) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if not given.audience.strip():
        wrong["audience"] = [_("请写明面向谁。")]
    if not given.tones or set(given.tones) - set(Tone.values):
        wrong["tones"] = [_("请至少选择一种语气。")]
    names = [name.strip() for name, _share in given.pillars]
    total = sum(share for _name, share in given.pillars)
    if not all(names) or len(set(names)) != len(names):
        wrong["pillars"] = [_("每个内容支柱都要有不同的名称。")]
    elif total != 100:
        wrong["pillars"] = [_("内容支柱的占比合计须为 100%%，现在是 %(n)d%%。") % {"n": total}]
    if not 0 <= given.per_week_min <= given.per_week_max <= PER_WEEK_MOST:
        wrong["per_week_max"] = [_("每周最多不能少于最少，也不超过 %(n)d 篇。") % {"n": PER_WEEK_MOST}]
    if given.role not in MatrixRole.values:
        wrong["role"] = [_("请选择矩阵角色。")]
    return wrong


def _words(given: Positioning) -> dict[str, Any]:
    return {
        "audience": given.audience.strip()[:2000],
        "tones": list(given.tones),
        "words_use": given.words_use.strip()[:1000],
        "words_avoid": given.words_avoid.strip()[:1000],
        "pillars": [[name.strip()[:40], share] for name, share in given.pillars],
        "per_week_min": given.per_week_min,
        "per_week_max": given.per_week_max,
        "slots": given.slots.strip()[:200],
        "goals": [[metric.strip()[:60], value, day.isoformat()] for metric, value, day in given.goals],
        "role": given.role,
    }


def _sealed() -> RuleBroken:
    return RuleBroken(
        _("这一版定位表已提交审批，内容不能再改。"),
        code="positioning_sealed",
        clause=CLAUSE,
        advice=_("需要改动时，请先撤回审批。"),
    )


def _raced() -> Stale:
    return Stale(_("刚才有人先处理了，请刷新后再看。"), code="positioning_raced", clause=CLAUSE)
