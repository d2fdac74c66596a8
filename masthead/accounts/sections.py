"""The parts of an account's page and of the room's lists, made ready for their templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from masthead.accounts import queries
from masthead.accounts.models import Account, Checkup
from masthead.accounts.queries import Due
from masthead.accounts.registry import CHECKS
from masthead.accounts.timeline import CHAPTERS, entries_of
from masthead.org.models import Member

TABS = ("overview", "papers", "documents", "checkup", "timeline")


@dataclass(frozen=True)
class Section:
    """The chosen tab with what it shows."""

    key: str
    tabs: list[dict[str, Any]]
    template: str
    data: dict[str, Any] = field(default_factory=dict)


def section_of(member: Member, account: Account, given: Mapping[str, str]) -> Section:
    """The tab of the address; only the chosen one asks the database."""
    key = given.get("tab", "") if given.get("tab", "") in TABS else "overview"
    labels = dict(zip(TABS, (_("概况"), _("认证与备案"), _("资料"), _("体检"), _("时间线")), strict=True))
    url = account.get_absolute_url()
    tabs = [
        {"label": labels[tab], "href": url if tab == "overview" else f"{url}?tab={tab}", "current": tab == key}
        for tab in TABS
    ]
    data = _FILL[key](member, account, given)
    return Section(key, tabs, f"accounts/_tab_{key}.html", data)


def _overview(_member: Member, account: Account, _given: Mapping[str, str]) -> dict[str, Any]:
    history = queries.history_of(account)
    dossier = queries.dossier_of(account)
    return {
        "dossier": dossier,
        "oddities": queries.oddities_of(account, dossier),
        "checkup": history[-1] if history else None,
        "lines": [line for line in queries.lines_of(history[-1] if history else None) if line.cost][:3],
    }


def _papers(_member: Member, account: Account, _given: Mapping[str, str]) -> dict[str, Any]:
    rows = queries.certifications_of(account)
    dossier = queries.dossier_of(account)
    return {
        "dossier": dossier,
        "oddities": queries.oddities_of(account, dossier),
        "certifications": rows,
        "valid": queries.certification_is_valid(rows[0] if rows else None),
        "filings": queries.filings_of(account),
        "dues": queries.dues_of(account),
    }


def _documents(member: Member, account: Account, _given: Mapping[str, str]) -> dict[str, Any]:
    rows = queries.documents_of(account)
    may_open = queries.may_open_documents(member, account)
    return {
        "current": [d for d in rows if d.replaced_at is None],
        "former": [d for d in rows if d.replaced_at is not None],
        "missing": queries.missing_documents(rows),
        "may_open": may_open,
        "may_keep": queries.may_keep_documents(member, account),
        "accesses": queries.accesses_of(account) if may_open else [],
    }


def _checkup(_member: Member, account: Account, _given: Mapping[str, str]) -> dict[str, Any]:
    history = queries.history_of(account)
    newest = history[-1] if history else None
    bars = [{"on": day.on, "score": day.score, "top": 100 - day.score} for day in history]
    return {"checkup": newest, "lines": queries.lines_of(newest), "history": bars}


def _timeline(_member: Member, account: Account, given: Mapping[str, str]) -> dict[str, Any]:
    chosen = given.get("about", "") if given.get("about", "") in CHAPTERS else ""
    url = f"{account.get_absolute_url()}?tab=timeline"
    tabs = [{"label": _("全部"), "href": url, "current": not chosen}]
    tabs += [
        {"label": str(label), "href": f"{url}&about={key}", "current": key == chosen}
        for key, (label, _names) in CHAPTERS.items()
    ]
    return {"about": tabs, "entries": entries_of(account, chosen)}


_FILL = {
    "overview": _overview, "papers": _papers, "documents": _documents, "checkup": _checkup, "timeline": _timeline,
}  # fmt: skip


@dataclass(frozen=True)
class HeatCell:
    label: str
    state: str
    word: str
    note: str


@dataclass(frozen=True)
class HeatRow:
    """One account of the table: a cell for each check."""

    checkup: Checkup
    cells: list[HeatCell]
    band: str


def band_of(score: int) -> str:
    """The tone of a score."""
    return "green" if score >= 80 else "amber" if score >= 60 else "red"


def heat_rows(checkups: Sequence[Checkup]) -> list[HeatRow]:
    """Cells in the order of the checks; a check that came later has no cell yet."""
    rows = []
    for checkup in checkups:
        by_key = {r["key"]: r for r in checkup.results}
        found = [(check, by_key.get(check.key, {"state": "skip", "note": ""})) for check in CHECKS.values()]
        cells = [HeatCell(str(c.label), r["state"], queries.words_for(r["state"]), r["note"]) for c, r in found]
        rows.append(HeatRow(checkup, cells, band_of(checkup.score)))
    return rows


def link_to(given: Mapping[str, str], **changes: str) -> str:
    """The present address with other words; empty ones are left out."""
    words = {k: v for k, v in {**given, **changes}.items() if v and k in ("kind", "within", "month")}
    return f"?{urlencode(words)}"


def ending_figures(dues: Sequence[Due], given: Mapping[str, str]) -> list[dict[str, Any]]:
    """Four figures, each opens its rows."""
    spans = (("over", _("已过期")), ("7", _("7 天内")), ("30", _("30 天内")), ("60", _("60 天内")))
    return [
        {"label": label, "value": len(queries.chosen_dues(dues, key)), "href": link_to(given, within=key)}
        for key, label in spans
    ]
