"""Versions of the text: which one was in force on a day, what is being drafted, what was changed."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.core.errors import NotThere
from masthead.rulebook import comparison
from masthead.rulebook.models import Clause, PolicyVersion, Question
from masthead.rulebook.states import PUBLISHED, VersionState

READ_DRAFTS = "rulebook.amendment.read"
LATELY = 50


def all_versions() -> QuerySet[PolicyVersion]:
    """Every version with its document and people."""
    return PolicyVersion.objects.select_related("document", "adopted_by", "drafted_by", "based_on__document")


def versions_visible_to(member: Any) -> QuerySet[PolicyVersion]:
    """What was published; drafts too for those who take part in amending."""
    rows = all_versions()
    return rows if member.has_perm(READ_DRAFTS) else rows.filter(state__in=PUBLISHED)


def get_version_for(member: Any, pk: int) -> PolicyVersion:
    """A version that the member may read. Raises NotThere."""
    found = versions_visible_to(member).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个制度版本，或者它还没有公布。"), code="version_not_there", clause="8.2")
    return found


def load_version(pk: int) -> PolicyVersion:
    """A version by key, for the approval engine. Raises NotThere."""
    found = all_versions().filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个制度版本。"), code="version_not_there", clause="8.2")
    return found


def version_on(day: dt.date) -> PolicyVersion | None:
    """The text in force on a day, or None; at most one, by constraint."""
    rows = all_versions().filter(
        Q(ended_on=None) | Q(ended_on__gt=day),
        state__in=[VersionState.IN_FORCE, VersionState.SUPERSEDED, VersionState.APPROVED],
        effective_on__lte=day,
    )
    return rows.order_by("-effective_on", "-pk").first()


def waiting_version() -> PolicyVersion | None:
    """The version that is approved and waits for its day."""
    return all_versions().filter(state=VersionState.APPROVED).order_by("effective_on").first()


def clauses_of(version: PolicyVersion) -> list[Clause]:
    """Its places in the order of the text; one query."""
    return list(Clause.objects.filter(version=version).order_by("order", "pk"))


def get_place(version: PolicyVersion, key: str) -> Clause:
    """One place of a version. Raises NotThere."""
    found = Clause.objects.filter(version=version, key=key).select_related("parent", "version").first()
    if found is None:
        raise NotThere(_("这个版本中没有第 %(key)s 条。") % {"key": key[:20]}, code="clause_not_there", clause="8.2")
    return found


def text_digest(places: Iterable[Clause]) -> str:
    """The digest of a text; a place that was renumbered counts with its number, others as in an imported text."""
    rows = []
    for place in places:
        plain = "." not in place.key or place.number == place.key
        rows.append(
            [place.key, place.title, place.text] if plain else [place.key, place.number, place.title, place.text]
        )
    return digest_of(rows)


def questions_of(version: PolicyVersion) -> list[Question]:
    """The quiz in its order."""
    return list(Question.objects.filter(version=version).order_by("order", "pk"))


def get_question(version: PolicyVersion, pk: int) -> Question:
    """One question of a version. Raises NotThere."""
    found = Question.objects.filter(version=version, pk=pk).first()
    if found is None:
        raise NotThere(_("没有这道题。"), code="question_not_there", clause="8.4")
    return found


def base_of(version: PolicyVersion) -> PolicyVersion | None:
    """The text that a version amends: the one it was begun from, else the one in force."""
    if version.based_on is not None:
        return version.based_on
    found = all_versions().filter(state=VersionState.IN_FORCE).exclude(pk=version.pk).first()
    return found if version.state in (VersionState.DRAFT, VersionState.IN_REVIEW) else None


def difference(old: PolicyVersion | None, new: PolicyVersion) -> list[comparison.PlaceChange]:
    """Every place of both, with what changed; two queries."""
    return comparison.compare(clauses_of(old) if old else [], clauses_of(new))


def changes_of(version: PolicyVersion) -> list[comparison.PlaceChange]:
    """What an amendment changes; nothing for the first text of the house."""
    base = base_of(version)
    return comparison.changes_only(difference(base, version)) if base else []


def content_hash(version: PolicyVersion) -> str:
    """What is approved: the text, the day it takes force, how it is to be read, the reason, and the quiz."""
    questions = [[q.clause_key, q.text, q.options, q.answer, q.explanation] for q in questions_of(version)]
    return digest_of(
        {
            "text": text_digest(clauses_of(version)),
            "effective_on": version.effective_on.isoformat() if version.effective_on else "",
            "significance": version.significance,
            "sign_days": version.sign_days,
            "reason": version.reason,
            "questions": questions,
        }
    )


def comparable_with(member: Any, version: PolicyVersion) -> list[PolicyVersion]:
    """Other versions that the member may hold against this one, newest first."""
    return list(versions_visible_to(member).exclude(pk=version.pk).order_by("-number")[:LATELY])


def exhibit(version: PolicyVersion, _case: Any) -> tuple[str, dict[str, Any]]:
    """The left side of the case page: reason, day, and every change in words."""
    base = base_of(version)
    found = comparison.changes_only(difference(base, version))
    context = {
        "version": version,
        "base": base,
        "changes": found,
        "questions": questions_of(version),
        "digest": text_digest(clauses_of(version)),
        "late": version.effective_on is not None and version.effective_on <= clock.today(),
    }
    return "rulebook/_exhibit.html", context
