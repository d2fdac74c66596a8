"""Versions of the rulebook come into force."""

import datetime as dt
import json
from pathlib import Path

from django.db import transaction

from masthead.core import clock
from masthead.org.models import Member
from masthead.rulebook import policy_text
from masthead.rulebook.actions.flows import ensure_flows
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.models import Clause, PolicyDocument, PolicyVersion, Question
from masthead.rulebook.states import VersionState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

DOCUMENT = "new-media"
QUESTIONS = Path(__file__).resolve().parent.parent / "data" / "questions_zh.json"


@guarded("8.2")
@transaction.atomic
def adopt_template(*, by: Member | None, at: dt.datetime | None = None) -> PolicyVersion:
    """Put the built-in rulebook into force as version 1; when a version is in force already, that one is returned.

    Clause: 8.2.  Events: rulebook:version:in_force.
    Races: two adoptions collide on the one version in force; one wins, the other fails whole.
    """
    in_force = PolicyVersion.objects.filter(document__key=DOCUMENT, state=VersionState.IN_FORCE).first()
    if in_force is not None:
        return in_force
    text, moment = policy_text.built_in(), at or clock.now()
    document, _new = PolicyDocument.objects.get_or_create(key=DOCUMENT, defaults={"title": text.title})
    version = PolicyVersion.objects.create(
        document=document,
        number=1,
        state=VersionState.IN_FORCE,
        effective_on=clock.china(moment).date(),
        text_digest=text.digest,
        adopted_by=by,
        adopted_at=moment,
        published_at=moment,
    )
    _write_clauses(version, text)
    Question.objects.bulk_create(_questions(version))
    ensure_flows(by=by)
    facts = {"number": version.number, "clauses": len(text.passages)}
    trail.record(RulebookEvent.VERSION_IN_FORCE, target=version, by=by, after=text.digest, data=facts, at=moment)
    return version


def _questions(version: PolicyVersion) -> list[Question]:
    """The quiz that comes with the built-in text."""
    rows = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    return [
        Question(
            version=version, clause_key=row["clause"], text=row["text"], options=row["options"], answer=row["answer"],
            explanation=row["explanation"], order=order,
        )
        for order, row in enumerate(rows, 1)
    ]  # fmt: skip


def _write_clauses(version: PolicyVersion, text: policy_text.PolicyText) -> None:
    """Level by level, so that parents have their keys before their children name them."""
    rows = {
        p.key: Clause(
            version=version, key=p.key, number=p.number, level=p.level, title=p.title, text=p.text, order=order
        )
        for order, p in enumerate(text.passages, 1)
    }
    for depth in (0, 1, 2):
        layer = [p for p in text.passages if p.key.count(".") == depth]
        for passage in layer:
            rows[passage.key].parent = rows.get(passage.parent)
        Clause.objects.bulk_create(rows[p.key] for p in layer)
