"""The rule set in force and its compiled book, compiled once a process."""

from typing import Any

from django.db.models import QuerySet, Subquery

from masthead.compliance import engine
from masthead.compliance.models import IndustryProfile, RuleSet

_compiled: dict[str, engine.RuleBook] = {}
KEPT = 4


def rule_set_in_force() -> RuleSet | None:
    """The rule set that checks use now (without its rules, which are large)."""
    return RuleSet.objects.filter(in_force=True).defer("rules").first()


def rules_and_trades() -> tuple[RuleSet | None, str]:
    """The rule set in force and the trades of the company; one query."""
    trades = IndustryProfile.objects.filter(pk=1).values("words")[:1]
    found = RuleSet.objects.filter(in_force=True).defer("rules").annotate(trades=Subquery(trades)).first()
    return found, (getattr(found, "trades", None) or "") if found else ""


def rule_sets() -> QuerySet[RuleSet]:
    """All versions, the newest first."""
    return RuleSet.objects.order_by("-adopted_at", "-pk")


def book_of(rule_set: RuleSet) -> engine.RuleBook:
    """The compiled book of a version."""
    shipped = engine.shipped()
    if rule_set.digest == shipped.digest:
        return shipped
    if rule_set.digest not in _compiled and "files" not in rule_set.rules:
        return shipped  # a set from before rules stood in files: the next check adopts the shipped ones
    if rule_set.digest not in _compiled:
        while len(_compiled) >= KEPT:
            _compiled.pop(next(iter(_compiled)))
        _compiled[rule_set.digest] = engine.load(rule_set.rules["files"])
    return _compiled[rule_set.digest]


def files_in_force() -> list[dict[str, Any]]:
    """The rule files in force; those that ship with the software while none is."""
    rule_set = rule_set_in_force()
    book = book_of(rule_set) if rule_set else engine.shipped()
    return [dict(file) for file in book.files]
