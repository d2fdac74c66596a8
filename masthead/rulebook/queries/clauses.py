"""The text in force, and the screens that carry it out."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from masthead.core import clock, navigation
from masthead.core.errors import NotThere
from masthead.core.permissions import CAPABILITIES
from masthead.rulebook.grading import Grade
from masthead.rulebook.models import Clause, ClauseLevel, PolicyVersion
from masthead.rulebook.queries.evidence import grades
from masthead.rulebook.states import ClauseStatus, VersionState


def policy_in_force() -> PolicyVersion | None:
    """The version in force, with its document."""
    found = PolicyVersion.objects.filter(state=VersionState.IN_FORCE).select_related("document", "adopted_by")
    return found.order_by("pk").first()


def clauses_by_key() -> dict[str, Clause]:
    """{key: clause} of the version in force, in the order of the text; one query."""
    rows = Clause.objects.filter(version__state=VersionState.IN_FORCE).order_by("order")
    return {row.key: row for row in rows}


def clause_in_force(key: str) -> Clause | None:
    """A place of the version in force, or None."""
    rows = Clause.objects.filter(version__state=VersionState.IN_FORCE, key=key)
    return rows.select_related("version", "parent__parent").first()


def get_clause(key: str) -> Clause:
    """A place of the version in force. Raises NotThere."""
    found = clause_in_force(key)
    if found is None:
        raise NotThere(_("现行制度中没有第 %(key)s 条。") % {"key": key[:20]}, code="clause_not_there", clause="8.2")
    return found


@dataclass(frozen=True)
class Screen:
    label: str
    href: str


def screens_for(member: Any) -> dict[str, list[Screen]]:
    """{clause key: screens that carry it out and that the member may enter}, from the side bar's entries; no query."""
    found: dict[str, list[Screen]] = {}
    for entry in sorted(navigation.ENTRIES.values(), key=lambda e: e.order):
        known = CAPABILITIES.get(entry.capability)
        if known is not None and known.clause and member.has_perm(entry.capability):
            with suppress(NoReverseMatch):  # a room that is not built yet has no address
                found.setdefault(known.clause, []).append(Screen(str(entry.label), navigation.href(entry)))
    return found


@dataclass(frozen=True)
class Passage:
    """A place as it is read: its text, its state when it is a clause, the screens that carry it out."""

    clause: Clause
    grade: Grade | None
    screens: list[Screen]


@dataclass(frozen=True)
class ReadingChapter:
    clause: Clause
    passages: list[Passage]


@dataclass(frozen=True)
class Reading:
    version: PolicyVersion
    chapters: list[ReadingChapter]


def reading(member: Any) -> Reading | None:
    """The whole document for reading; three queries. None when no version is in force."""
    version = policy_in_force()
    if version is None:
        return None
    graded, screens = grades(at=clock.now()), screens_for(member)
    chapters: list[ReadingChapter] = []
    for key, clause in clauses_by_key().items():
        if clause.level == ClauseLevel.CHAPTER:
            chapters.append(ReadingChapter(clause, []))
            continue
        is_clause = clause.level == ClauseLevel.CLAUSE
        known = graded.get(key, Grade(ClauseStatus.NOT_TESTED)) if is_clause else None
        chapters[-1].passages.append(Passage(clause, known, screens.get(key, [])))
    return Reading(version, chapters)
