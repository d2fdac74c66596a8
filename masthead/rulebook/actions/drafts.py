"""A draft of the text: begun from the version in force, edited place by place. Two editors never overwrite each other unseen."""

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org.models import Member
from masthead.rulebook import policy_text, queries
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.models import Clause, ClauseLevel, PolicyVersion, Question
from masthead.rulebook.states import VersionState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

TITLE_LENGTH, TEXT_LENGTH = 80, 3000


@guarded("8.3")
@transaction.atomic
def start_amendment(*, by: Member, at: dt.datetime | None = None) -> PolicyVersion:
    """Begin an amendment: a draft with the words, the places and the quiz of the version in force.

    Clause: 8.3.  Raises: RuleBroken when no version is in force.  Events: rulebook:version:drafted.
    """
    base = queries.policy_in_force()
    if base is None:
        raise RuleBroken(
            _("还没有现行制度，无从修订。"), code="no_version_in_force", clause="8.3", advice=_("请先启用或导入制度。")
        )
    newest = PolicyVersion.objects.filter(document=base.document).aggregate(m=Max("number"))["m"]
    version = PolicyVersion.objects.create(
        document=base.document,
        number=newest + 1,
        based_on=base,
        text_digest=base.text_digest,
        sign_days=base.sign_days,
        drafted_by=by,
        drafted_at=at or clock.now(),
    )
    _copy_clauses(base, version)
    Question.objects.bulk_create(
        Question(version=version, clause_key=q.clause_key, text=q.text, options=q.options, answer=q.answer, explanation=q.explanation, order=q.order)
        for q in queries.questions_of(base)
    )  # fmt: skip
    trail.record(RulebookEvent.VERSION_DRAFTED, target=version, by=by, data={"based_on": base.number}, at=at)
    return version


def _copy_clauses(base: PolicyVersion, version: PolicyVersion) -> None:
    """Level by level, so that parents have their keys before their children name them."""
    rows = queries.clauses_of(base)
    keys = {row.pk: row.key for row in rows}
    made: dict[str, Clause] = {}
    for level in (ClauseLevel.CHAPTER, ClauseLevel.SECTION, ClauseLevel.CLAUSE):
        layer = [row for row in rows if row.level == level]
        for row in layer:
            above = made[keys[row.parent_id]] if row.parent_id else None
            made[row.key] = Clause(
                version=version,
                key=row.key,
                number=row.number,
                level=row.level,
                parent=above,
                title=row.title,
                text=row.text,
                order=row.order,
            )
        Clause.objects.bulk_create(made[row.key] for row in layer)


@guarded("8.3")
@transaction.atomic
def edit_clause(
    *, clause: Clause, title: str, text: str, expected_revision: int, by: Member, at: dt.datetime | None = None
) -> Clause:
    """Change the words of one place of a draft.

    Clause: 8.3.  Raises: RuleBroken (not a draft), BadInput (no title, no text), Stale (somebody edited the place meanwhile).
    Events: rulebook:clause:edited.
    Races: conditional on the revision that the editor's page showed.
    """
    version = clause.version
    _require_draft(version)
    heading, words = _words(title, text, clause.level)
    rows = Clause.objects.filter(pk=clause.pk, revision=expected_revision, version__state=VersionState.DRAFT)
    if rows.update(title=heading, text=words, revision=expected_revision + 1) != 1:
        raise Stale(
            _("第 %(key)s 条刚才被别人改过，您的修改还没有保存。") % {"key": clause.number},
            code="clause_raced",
            clause="8.3",
            advice=_("下面保留了您写的内容，请与最新内容对照后再保存。"),
        )
    before = [clause.title, clause.text]
    _refresh_digest(version)
    trail.record(
        RulebookEvent.CLAUSE_EDITED,
        target=version,
        by=by,
        before=before,
        after=[heading, words],
        data={"clause": clause.key},
        at=at,
    )
    return Clause.objects.get(pk=clause.pk)


@guarded("8.3")
@transaction.atomic
def add_clause(
    *,
    version: PolicyVersion,
    after: Clause,
    title: str,
    text: str,
    expected_edits: int,
    by: Member,
    at: dt.datetime | None = None,
) -> Clause:
    """Put a new clause behind `after` (or as the first of a chapter or section); its key was never used before.

    Clause: 8.3.  Raises: as edit_clause; Stale when the order changed meanwhile.  Events: rulebook:clause:added.
    """
    _claim_order(version, expected_edits)
    heading, words = _words(title, text, ClauseLevel.CLAUSE)
    parent = after if after.level != ClauseLevel.CLAUSE else after.parent
    assert parent is not None
    made = Clause.objects.create(
        version=version,
        key=_new_key(version, parent),
        number="",
        level=ClauseLevel.CLAUSE,
        parent=parent,
        title=heading,
        text=words,
        order=after.order,
    )
    _reorder(version, made, parent, after)
    trail.record(
        RulebookEvent.CLAUSE_ADDED, target=version, by=by, after=[heading, words], data={"clause": made.key}, at=at
    )
    return Clause.objects.get(pk=made.pk)


@guarded("8.3")
@transaction.atomic
def move_clause(
    *, clause: Clause, after: Clause, expected_edits: int, by: Member, at: dt.datetime | None = None
) -> Clause:
    """Put a clause behind another (or as the first of a chapter or section); numbers follow, the key stays.

    Clause: 8.3.  Raises: RuleBroken, BadInput for anything but a clause, Stale.  Events: rulebook:clause:moved.
    """
    version = clause.version
    _claim_order(version, expected_edits)
    if clause.level != ClauseLevel.CLAUSE or after.pk == clause.pk:
        raise BadInput(
            _("只能移动条，并且要选择另一个位置。"),
            code="not_movable",
            clause="8.3",
            fields={"after": [_("请选择另一个位置。")]},
        )
    parent = after if after.level != ClauseLevel.CLAUSE else after.parent
    assert parent is not None
    Clause.objects.filter(pk=clause.pk).update(parent=parent)
    _reorder(version, Clause.objects.get(pk=clause.pk), parent, after)
    moved = Clause.objects.get(pk=clause.pk)
    data = {"clause": clause.key, "from": clause.number, "to": moved.number}
    trail.record(RulebookEvent.CLAUSE_MOVED, target=version, by=by, data=data, at=at)
    return moved


@guarded("8.3")
@transaction.atomic
def remove_clause(*, clause: Clause, expected_edits: int, by: Member, at: dt.datetime | None = None) -> None:
    """Take a clause out of a draft; the versions that had it keep it, and so do guards and probes until they are confirmed.

    Clause: 8.3.  Raises: RuleBroken (not a draft, a section that still has clauses), Stale.  Events: rulebook:clause:removed.
    """
    version = clause.version
    _claim_order(version, expected_edits)
    if Clause.objects.filter(parent=clause).exists():
        raise RuleBroken(
            _("它下面还有条款，不能直接删除。"),
            code="has_clauses",
            clause="8.3",
            advice=_("请先移走或删除下面的条款。"),
        )
    Clause.objects.filter(pk=clause.pk).delete()
    _renumber(version)
    trail.record(
        RulebookEvent.CLAUSE_REMOVED,
        target=version,
        by=by,
        before=[clause.title, clause.text],
        data={"clause": clause.key},
        at=at,
    )


@guarded("8.3")
@transaction.atomic
def drop_amendment(*, version: PolicyVersion, reason: str, by: Member, at: dt.datetime | None = None) -> None:
    """Give a draft up; it stays readable for those who take part in amending.

    Clause: 8.3.  Raises: RuleBroken.  Events: rulebook:version:dropped.
    """
    if PolicyVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT).update(state=VersionState.DROPPED) != 1:
        raise _not_a_draft()
    trail.record(RulebookEvent.VERSION_DROPPED, target=version, by=by, reason=reason, at=at)


def _not_a_draft() -> RuleBroken:
    return RuleBroken(
        _("这个版本已经送审或公布，正文不能再改。"),
        code="not_a_draft",
        clause="8.3",
        advice=_("要改动请撤回审批，或另起一次修订。"),
    )


def _require_draft(version: PolicyVersion) -> None:
    if not PolicyVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT).exists():
        raise _not_a_draft()


def _claim_order(version: PolicyVersion, expected: int) -> None:
    """The order of a draft changes by one writer at a time: conditional on the count that the page showed."""
    _require_draft(version)
    rows = PolicyVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT, edits=expected)
    if rows.update(edits=F("edits") + 1) != 1:
        raise Stale(
            _("条款的顺序刚才被别人调整过，您的操作还没有生效。"),
            code="order_raced",
            clause="8.3",
            advice=_("请刷新后按最新的顺序再做一次。"),
        )


def _words(title: str, text: str, level: str) -> tuple[str, str]:
    heading = " ".join(title.split())
    words = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    fields: dict[str, list[str]] = {}
    if not heading or len(heading) > TITLE_LENGTH:
        fields["title"] = [_("请填写标题，不超过 %(n)s 字。") % {"n": TITLE_LENGTH}]
    if level == ClauseLevel.CLAUSE and (not words or len(words) > TEXT_LENGTH):
        fields["text"] = [_("请填写条文，不超过 %(n)s 字。") % {"n": TEXT_LENGTH}]
    if fields:
        raise BadInput(_("条款还不完整，没有保存。"), code="clause_words", clause="8.3", fields=fields)
    return heading, words if level == ClauseLevel.CLAUSE else ""


def _new_key(version: PolicyVersion, parent: Clause) -> str:
    """The next key below the parent that no version of the document ever used."""
    used = Clause.objects.filter(version__document=version.document, key__startswith=f"{parent.key}.").values_list(
        "key", flat=True
    )
    depth = parent.key.count(".") + 1
    last = [int(key.split(".")[depth]) for key in used if key.split(".")[depth].isdigit()]
    return f"{parent.key}.{max(last, default=0) + 1}"


def _reorder(version: PolicyVersion, moved: Clause, parent: Clause, after: Clause) -> None:
    """`moved` stands right behind `after` among the parent's children, or first when `after` is the parent."""
    siblings = [c for c in Clause.objects.filter(parent=parent).order_by("order", "pk") if c.pk != moved.pk]
    index = 0 if after.pk == parent.pk else [c.pk for c in siblings].index(after.pk) + 1
    siblings.insert(index, moved)
    _renumber(version, {parent.pk: siblings})


def _renumber(version: PolicyVersion, ordered: dict[int, list[Clause]] | None = None) -> None:
    """Walk the tree: order and shown numbers anew, keys untouched; the digest follows."""
    below: dict[int | None, list[Clause]] = defaultdict(list)
    for row in queries.clauses_of(version):
        below[row.parent_id].append(row)
    below.update((ordered or {}).items())
    found: list[Clause] = []

    def walk(parent_id: int | None, prefix: str) -> None:
        for place, row in enumerate(below[parent_id], 1):
            number = f"{prefix}.{place}" if prefix else str(place)
            row.number = number if prefix else policy_text.chapter_number(place)
            found.append(row)
            row.order = len(found)
            walk(row.pk, number)

    walk(None, "")
    Clause.objects.bulk_update(found, ["number", "order"])
    _refresh_digest(version)


def _refresh_digest(version: PolicyVersion) -> None:
    digest = queries.text_digest(queries.clauses_of(version))
    PolicyVersion.objects.filter(pk=version.pk).update(text_digest=digest)
