"""Putting a version of the rules in force."""

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.compliance import engine
from masthead.compliance.events import ComplianceEvent
from masthead.compliance.merging import overlaid
from masthead.compliance.models import RuleSet
from masthead.compliance.queries import live_changes
from masthead.core import clock
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("1.3.1")
@transaction.atomic
def adopt_built_in_rules(*, by: Member | None = None, note: str = "") -> RuleSet:
    """Put the rules that ship with the software, with the company's changes over them, in force, unless they already are.

    Clause: 1.3.1.  Events: compliance:rule_set:adopted (only on a change).
    """
    changes = [(c.rule, c.category, c.row, c.off) for c in live_changes()]
    book = engine.load(overlaid(engine.shipped().files, changes)) if changes else engine.shipped()
    current = RuleSet.objects.filter(in_force=True).defer("rules").first()
    if current and current.digest == book.digest:
        return current
    RuleSet.objects.filter(in_force=True).update(in_force=False)
    moment = clock.now()
    version = f"{moment:%Y.%m}.{RuleSet.objects.count() + 1}"
    adopted, _new = RuleSet.objects.update_or_create(
        digest=book.digest,
        defaults={"in_force": True, "adopted_at": moment, "note": note[:200]},
        create_defaults={
            "name": _("检查规则"), "version": version, "rules": {"files": list(book.files)}, "in_force": True,
            "adopted_at": moment, "note": note[:200], "digest": book.digest,
        },
    )  # fmt: skip
    data = {"digest": book.digest, "note": note[:200]}
    trail.record(ComplianceEvent.RULE_SET_ADOPTED, target=adopted, by=by, version=adopted.version, data=data)
    return adopted
