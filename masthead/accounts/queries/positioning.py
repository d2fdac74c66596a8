"""Reads of positioning: what is in force on a day, where every account stands, and how two versions differ."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.accounts.models import Account, PositioningSheet
from masthead.accounts.positioning import CLAUSE, SOON_DAYS, SheetState
from masthead.accounts.queries.register import PEOPLE, accounts_visible_to
from masthead.accounts.states import AccountStatus
from masthead.approvals.models import Case
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.core.errors import NotThere
from masthead.org.models import Member
from masthead.rulebook.comparison import Span, spans_between

SHEET_KIND = "accounts.positioning"
DRAFT, APPROVE = "accounts.positioning.draft", "accounts.positioning.approve"
ONCE_IN_FORCE = (SheetState.IN_FORCE, SheetState.SUPERSEDED)
OPEN_SHEETS = (SheetState.DRAFT, SheetState.IN_REVIEW)


@dataclass(frozen=True)
class PositioningState:
    """Where an account stands today. `state` = current | soon | expired | missing; `tone` is a chip tone."""

    state: str
    label: str
    tone: str
    sheet: PositioningSheet | None = None

    @property
    def is_current(self) -> bool:
        return self.state in ("current", "soon")


@dataclass(frozen=True)
class Difference:
    """One line of the comparison of two versions."""

    label: str
    spans: list[Span]


def positioning_of(account: Account, *, on: dt.date | None = None) -> PositioningSheet | None:
    """The sheet in force for the account on a day (today when none is named), None when there was none or it had run out."""
    day = on or clock.today()
    return _in_force_on(day).filter(account=account).order_by("-number").first()


def _in_force_on(day: dt.date) -> QuerySet[PositioningSheet]:
    rows = PositioningSheet.objects.filter(state__in=ONCE_IN_FORCE, in_force_on__lte=day, valid_until__gte=day)
    return rows.filter(Q(ended_on=None) | Q(ended_on__gt=day))


def positioning_state(account_ids: Collection[int]) -> dict[int, PositioningState]:
    """Where each account stands today; one query, every id answered."""
    found = PositioningSheet.objects.filter(account_id__in=account_ids, state=SheetState.IN_FORCE)
    kept = {sheet.account_id: sheet for sheet in found.select_related("account")}
    return {pk: _standing(kept.get(pk)) for pk in account_ids}


def _standing(sheet: PositioningSheet | None) -> PositioningState:
    if sheet is None or sheet.valid_until is None:
        return PositioningState("missing", _("未定位"), "grey")
    left = (sheet.valid_until - clock.today()).days
    if left < 0:
        return PositioningState("expired", _("已过期"), "red", sheet)
    if left < SOON_DAYS:
        return PositioningState("soon", _("即将到期"), "amber", sheet)
    return PositioningState("current", _("有效"), "green", sheet)


def accounts_to_position(member: Member, state: str = "") -> QuerySet[Account]:
    """Accounts in scope that are not closed, narrowed to current | expired | missing."""
    rows = accounts_visible_to(member).exclude(status=AccountStatus.CLOSED).select_related(*PEOPLE)
    in_force = PositioningSheet.objects.filter(account=OuterRef("pk"), state=SheetState.IN_FORCE)
    today = clock.today()
    if state == "current":
        return rows.filter(Exists(in_force.filter(valid_until__gte=today)))
    if state == "expired":
        return rows.filter(Exists(in_force.filter(valid_until__lt=today)))
    return rows.filter(~Exists(in_force)) if state == "missing" else rows


def positioning_counts(member: Member) -> dict[str, int]:
    """How many accounts stand where; the figures above the list."""
    return {state: accounts_to_position(member, state).count() for state in ("current", "expired", "missing")}


def sheets_of(account: Account) -> list[PositioningSheet]:
    """All versions, newest first."""
    rows = PositioningSheet.objects.filter(account=account).select_related("account", "drafted_by", "approved_by")
    return list(rows.prefetch_related("reposts__source__platform"))


def get_sheet(pk: int) -> PositioningSheet:
    """A sheet for the approval engine. Raises NotThere."""
    rows = PositioningSheet.objects.select_related("account", "account__unit", "account__platform", "drafted_by")
    found = rows.prefetch_related("reposts__source").filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这份定位表。"), code="positioning_not_there", clause=CLAUSE)
    return found


def get_version(account: Account, number: int) -> PositioningSheet:
    """One version of an account. Raises NotThere."""
    found = next((sheet for sheet in sheets_of(account) if sheet.number == number), None)
    if found is None:
        raise NotThere(_("没有这一版定位表。"), code="positioning_not_there", clause=CLAUSE)
    return found


def previous_of(sheet: PositioningSheet) -> PositioningSheet | None:
    """The version that was in force before it."""
    rows = PositioningSheet.objects.filter(account=sheet.account_id, number__lt=sheet.number, state__in=ONCE_IN_FORCE)
    return rows.prefetch_related("reposts__source").order_by("-number").first()


def differences(before: PositioningSheet, after: PositioningSheet) -> list[Difference]:
    """What changed between two versions, word by word; equal lines are left out."""
    old, new = dict(told(before)), dict(told(after))
    return [Difference(label, spans_between(old[label], text)) for label, text in new.items() if old[label] != text]


def told(sheet: PositioningSheet) -> list[tuple[str, str]]:
    """A sheet as lines of label and text: for the page, the comparison and the case page alike."""
    comma = _("、")
    return [
        (_("目标读者"), sheet.audience),
        (_("语气"), comma.join(sheet.tone_words)),
        (_("常用说法"), sheet.words_use),
        (_("不用的说法"), sheet.words_avoid),
        (_("内容支柱"), comma.join(f"{name} {share}%" for name, share in sheet.pillars)),
        (_("每周篇数"), f"{sheet.per_week_min}–{sheet.per_week_max}"),
        (_("常用时段"), sheet.slots),
        (_("目标"), _("；").join(f"{metric} {value:,}（{day}）" for metric, value, day in sheet.goals)),
        (_("矩阵角色"), sheet.get_role_display()),
        (_("转发来源"), _("；").join(_repost_words(rule) for rule in sheet.reposts.all())),
    ]


def _repost_words(rule: Any) -> str:
    words = _("%(name)s，间隔 %(n)d 分钟") % {"name": rule.source.name, "n": rule.delay_minutes}
    return f"{words}，{rule.rule}" if rule.rule else words


def sheet_hash(sheet: PositioningSheet) -> str:
    """The seal of a sheet as it stands now, read anew."""
    fresh = PositioningSheet.objects.get(pk=sheet.pk)
    names = ("audience", "tones", "words_use", "words_avoid", "pillars", "slots", "goals", "role")
    content = {name: getattr(fresh, name) for name in (*names, "per_week_min", "per_week_max")}
    reposts = fresh.reposts.values_list("source_id", "delay_minutes", "rule")
    return digest_of({"account": fresh.account_id, **content, "reposts": [list(row) for row in reposts]})


def sheet_parties(sheet: PositioningSheet) -> set[int]:
    """Who wrote the sheet never approves it."""
    return {sheet.drafted_by_id} if sheet.drafted_by_id else set()


def sheet_exhibit(sheet: PositioningSheet, case: Case) -> tuple[str, dict[str, Any]]:
    """The left side of the case page, with what changes against the version in force."""
    fresh = get_sheet(sheet.pk)
    before = previous_of(fresh)
    context = {
        "sheet": fresh,
        "lines": told(fresh),
        "changes": differences(before, fresh) if before else [],
        "case": case,
    }
    return "accounts/_positioning_exhibit.html", context
