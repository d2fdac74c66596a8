"""Figures that people bring: a platform's own export, or typed by hand. Preview first, then all at once, and twice is once."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.analytics import queries, tables
from masthead.analytics.actions.collecting import keep_totals
from masthead.analytics.events import AnalyticsEvent
from masthead.analytics.models import FigureImport
from masthead.analytics.registry import METRICS
from masthead.analytics.states import IMPORT, ImportState
from masthead.core import clock
from masthead.core.digest import digest_bytes
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.core.files import actions as files
from masthead.org.models import Member
from masthead.publishing.models import Publication
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

TABLE_USE = "analytics.table"
MOST = 10**12


@guarded("5.2.1")
@transaction.atomic
def start_import(
    *, account: Account, data: bytes, name: str, as_of: dt.date, by: Member, at: dt.datetime | None = None
) -> FigureImport:
    """Read a platform's table and keep it with a preview; no figure changes yet. The same file again leads to the same import.

    Clause: 5.2.1.  Raises: BadInput at the field, NotPermitted.  Events: analytics:import:started.
    Races: two uploads of one file collide on the unique key; the second finds the first.
    """
    moment = at or clock.now()
    _require_right(account, by)
    _check_day(as_of, moment)
    digest = digest_bytes(data)
    if known := queries.import_of(account.pk, digest):
        return known
    reading = tables.read(data, name)
    stored = files.store_bytes(data=data, name=name, use=TABLE_USE, stored_by_id=by.pk)
    rows = queries.matched(account.pk, reading.rows)
    try:
        with transaction.atomic():
            made = FigureImport.objects.create(
                account=account, file=stored, digest=digest, name=stored.name[:200], as_of=as_of, rows=rows,
                columns=reading.columns, ignored=reading.ignored[:40], started_by=by, started_at=moment,
            )  # fmt: skip
    except IntegrityError:
        found = queries.import_of(account.pk, digest)
        if found is None:
            raise
        return found
    data_ = {"rows": len(rows), "matched": sum(1 for r in rows if r["publication"]), "file": digest[:16]}
    trail.record(AnalyticsEvent.IMPORT_STARTED, target=account, by=by, data=data_, at=at)
    return made


@guarded("5.2.1")
@transaction.atomic
def assign_row(*, figure_import: FigureImport, line: int, publication: Publication | None, by: Member) -> FigureImport:
    """Say which publication a line belongs to, or that it belongs to none.

    Clause: 5.2.1.  Raises: NotPermitted, RuleBroken when it is applied already, BadInput for a strange line or a second line of one
    publication.  Events: analytics:import:assigned.  Races: the row is locked.
    """
    _require_right(figure_import.account, by)
    held = _locked(figure_import)
    row = next((r for r in held.rows if r["line"] == line), None)
    if row is None or (publication is not None and publication.account_id != held.account_id):
        raise _wrong("line", _("表里没有这一行，或这项发布不属于该账号。"))
    if publication is not None and any(r["publication"] == publication.pk and r["line"] != line for r in held.rows):
        raise _wrong("line", _("这项发布已经对应了另一行。"))
    row["publication"] = publication.pk if publication else None
    row["how"] = "hand" if publication else ""
    held.save(update_fields=["rows"])
    data = {"line": line, "publication": publication.pk if publication else None}
    trail.record(AnalyticsEvent.IMPORT_ASSIGNED, target=held.account, by=by, data=data)
    return held


@guarded("5.2.1")
@transaction.atomic
def apply_import(*, figure_import: FigureImport, by: Member, at: dt.datetime | None = None) -> FigureImport:
    """Keep the figures of all matched lines without errors, in one transaction; lines without a publication stay listed.

    Clause: 5.2.1.  Raises: NotPermitted, RuleBroken when nothing matches, Stale.
    Events: analytics:import:applied.  Races: the conditional move lets one of two through.
    """
    moment = at or clock.now()
    _require_right(figure_import.account, by)
    held = _locked(figure_import)
    ready = [r for r in held.rows if r["publication"] and not r["errors"] and r["figures"]]
    if not ready:
        raise RuleBroken(
            _("没有一行能对应到已发布的内容。"),
            code="import_empty",
            clause="5.2.1",
            advice=_("请先为未对应的行选择内容。"),
        )
    totals = {(r["publication"], key, held.as_of): value for r in ready for key, value in r["figures"].items()}
    IMPORT.move(held, to=ImportState.APPLIED, applied_by=by, applied_at=moment, kept=len(ready))
    changed = keep_totals(account=held.account, totals=totals, source="import", at=moment)
    data = {"lines": len(ready), "figures": len(totals), "changed": changed, "as_of": held.as_of.isoformat()}
    trail.record(AnalyticsEvent.IMPORT_APPLIED, target=held.account, by=by, data=data, at=at)
    return held


@guarded("5.2.1")
@transaction.atomic
def discard_import(*, figure_import: FigureImport, by: Member) -> None:
    """Throw a preview away; the same file may be read anew.  Clause: 5.2.1.  Raises: NotPermitted, RuleBroken.
    Events: analytics:import:discarded."""
    _require_right(figure_import.account, by)
    held = _locked(figure_import)
    trail.record(AnalyticsEvent.IMPORT_DISCARDED, target=held.account, by=by, data={"file": held.digest[:16]})
    held.delete()


@guarded("5.2.1")
@transaction.atomic
def enter_figures(
    *, publication: Publication, as_of: dt.date, totals: dict[str, int], by: Member, at: dt.datetime | None = None
) -> int:
    """Totals of one publication, read off the platform and typed by a person. Returns how many figures changed.

    Clause: 5.2.1.  Raises: BadInput at the field, NotPermitted, RuleBroken for something not published.
    Events: analytics:figure:entered.  Idempotent.
    """
    moment = at or clock.now()
    _require_right(publication.account, by)
    if publication.published_at is None:
        raise RuleBroken(
            _("还没有发布的内容没有数据。"), code="not_published", clause="5.2.1", advice=_("请在发布并复核后录入。")
        )
    _check_day(as_of, moment)
    if as_of < clock.china(publication.published_at).date():
        raise _wrong("as_of", _("日期早于发布日期。"))
    wrong = {
        key: [_("请填写不小于 0 的整数。")]
        for key, value in totals.items()
        if not 0 <= value < MOST or key not in METRICS
    }
    if wrong or not totals:
        raise BadInput(
            _("请至少填写一项数据。"),
            code="figures_input",
            clause="5.2.1",
            fields=wrong or {"read_users": [_("请至少填写一项。")]},
        )
    values = {(publication.pk, key, as_of): value for key, value in totals.items()}
    changed = keep_totals(account=publication.account, totals=values, source="manual", at=moment)
    data: dict[str, Any] = {"as_of": as_of.isoformat(), "totals": totals, "changed": changed}
    trail.record(AnalyticsEvent.FIGURE_ENTERED, target=publication, by=by, data=data, at=at)
    return changed


def _require_right(account: Account, by: Member) -> None:
    if not queries.may_enter(by, account):
        raise NotPermitted(
            _("您不能录入这个账号的数据。"),
            code="figures_out_of_reach",
            clause="5.2.1",
            advice=_("请联系该账号所属部门的发布专员。"),
        )


def _check_day(as_of: dt.date, moment: dt.datetime) -> None:
    today = clock.china(moment).date()
    if not today - dt.timedelta(days=400) <= as_of <= today:
        raise _wrong("as_of", _("截至日期不能晚于今天，也不能早于四百天前。"))


def _locked(figure_import: FigureImport) -> FigureImport:
    held = FigureImport.objects.select_for_update(of=("self",)).select_related("account").get(pk=figure_import.pk)
    IMPORT.require(held, to=ImportState.APPLIED)
    return held


def _wrong(field: str, words: str) -> BadInput:
    return BadInput(words, code="figures_input", clause="5.2.1", fields={field: [words]})
