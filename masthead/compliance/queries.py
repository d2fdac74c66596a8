"""Reading rule sets, checks and findings."""

from django.db.models import Model, QuerySet

from masthead.compliance.matching import Match, matcher_for
from masthead.compliance.models import Check, Finding, RuleSet


def rule_set_in_force() -> RuleSet | None:
    """The rule set that checks use now."""
    return RuleSet.objects.filter(in_force=True).first()


def find_in_text(text: str) -> list[Match]:
    """What the rules in force would find, without keeping anything; [] while none is in force."""
    rules = rule_set_in_force()
    return matcher_for(rules.digest, rules.rules).find(text) if rules else []


def latest_check(subject: Model, content_hash: str) -> Check | None:
    """The newest check of exactly this version."""
    rows = Check.objects.filter(
        subject_kind=subject._meta.label_lower, subject_id=subject.pk, content_hash=content_hash
    )
    return rows.order_by("-pk").select_related("rule_set").first()


def findings_of(check: Check) -> QuerySet[Finding]:
    """Findings of a check, blocking ones first."""
    return Finding.objects.filter(check_run=check)
