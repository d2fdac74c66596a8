"""The next version of a flow on the drawing board. It may be wrong while it is drawn; nobody's change is overwritten silently."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.approvals import blueprint, outline, queries
from masthead.approvals.blueprint import Data
from masthead.approvals.errors import BoardMoved, StepMoved
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import FlowDraft, FlowVersion
from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE = "3.3.2"
MOST_UNDONE = 20
NAME_LENGTH = 60


@guarded("3.3.2")
@transaction.atomic
def start_draft(*, key: str, by: Member, source: FlowVersion | None = None, at: dt.datetime | None = None) -> FlowDraft:
    """Begin the next version from the one in force (or from `source`, an earlier one). A draft that is there already is joined.

    Clause: 3.3.2.  Raises: RuleBroken when a draft waits and another source is wanted.  Events: approvals:flow_draft:started.
    Races: two who begin at once meet on the unique key; the second joins the first.
    """
    waiting, moment = FlowDraft.objects.filter(key=key).first(), at or clock.now()
    if waiting is not None:
        if source is not None:
            raise _draft_waits()
        return waiting
    base = source or queries.version_in_force(key)
    values = {
        "name": base.name if base else str(queries.flow_label(key))[:NAME_LENGTH],
        "steps": outline.keyed(base.steps) if base else [],
        "based_on": base, "started_by": by, "started_at": moment, "edited_by": by, "edited_at": moment,
    }  # fmt: skip
    try:
        with transaction.atomic():
            draft = FlowDraft.objects.create(key=key, **values)
    except IntegrityError:
        return FlowDraft.objects.get(key=key)
    trail.record(ApprovalEvent.FLOW_DRAFT_STARTED, target=draft, by=by, version=str(base or ""), after=draft.steps)
    return draft


def _draft_waits() -> RuleBroken:
    return RuleBroken(
        _("这个流程已有一份正在修改的草稿。"), code="draft_waits", clause=CLAUSE, advice=_("请先发布或放弃那份草稿。")
    )


@guarded("3.3.2")
@transaction.atomic
def add_step(
    *, draft: FlowDraft, edition: int, after: str, by: Member, name: str = "", at: dt.datetime | None = None
) -> str:
    """A new step behind `after` ('' = first), with nobody named yet; returns its key.

    Clause: 3.3.2.  Raises: Stale (the board moved since `edition`), RuleBroken (full).  Events: approvals:flow_draft:changed.
    """
    if len(draft.steps) >= blueprint.MOST_STEPS:
        raise RuleBroken(
            _("流程最多 %(n)s 个节点。") % {"n": blueprint.MOST_STEPS},
            code="flow_full", clause=CLAUSE, advice=_("请合并或删除一些节点。"),
        )  # fmt: skip
    key = outline.fresh_key(draft.steps, draft.past)
    step = {"key": key, "name": name or _("新节点"), "mode": "any", "resolver": dict(outline.NEW_RESOLVER)}
    _write(draft, edition, by, at, steps=outline.inserted(draft.steps, step, after=after), said=("added", key))
    return key


@guarded("3.3.2")
@transaction.atomic
def copy_step(*, draft: FlowDraft, edition: int, step: str, by: Member, at: dt.datetime | None = None) -> str:
    """The same step once more, right behind itself; returns the key of the copy.

    Clause: 3.3.2.  Raises: Stale, NotThere, RuleBroken (full).  Events: approvals:flow_draft:changed.
    """
    original = draft.steps[outline.place_of(draft.steps, step)]
    key = add_step(draft=draft, edition=edition, after=step, by=by, at=at)
    copied = {**original, "key": key, "name": _("%(name)s（副本）") % {"name": original["name"][: NAME_LENGTH - 4]}}
    _write(draft, draft.edition, by, at, steps=outline.replaced(draft.steps, copied), said=("copied", step), undo=False)
    return key


@guarded("3.3.2")
@transaction.atomic
def remove_step(*, draft: FlowDraft, edition: int, step: str, by: Member, at: dt.datetime | None = None) -> FlowDraft:
    """Take a step off the board; 撤销 brings it back.

    Clause: 3.3.2.  Raises: Stale, NotThere.  Events: approvals:flow_draft:changed.
    """
    return _write(draft, edition, by, at, steps=outline.without(draft.steps, step), said=("removed", step))


@guarded("3.3.2")
@transaction.atomic
def move_step(
    *, draft: FlowDraft, edition: int, step: str, to: int, by: Member, at: dt.datetime | None = None
) -> FlowDraft:
    """Put a step at place `to` (0 = first).

    Clause: 3.3.2.  Raises: Stale, NotThere.  Events: approvals:flow_draft:changed.
    """
    return _write(draft, edition, by, at, steps=outline.moved(draft.steps, step, to=to), said=("moved", step))


@guarded("3.3.2")
@transaction.atomic
def change_step(
    *, draft: FlowDraft, step: str, values: Data, seen: str, by: Member, at: dt.datetime | None = None
) -> FlowDraft:
    """Everything that the inspector says of one step. Others may have worked on other steps meanwhile; on this one they may not.

    Clause: 3.3.2.  Raises: Stale "step_moved" when the step is not as `seen` (outline.mark_of) any more, NotThere when it is gone,
    BadInput for keys that no step has.  Events: approvals:flow_draft:changed.
    Races: the board is read and written under its edition; of two writers of one moment one is refused.
    """
    if unknown := set(values) - STEP_FIELDS:
        raise BadInput(_("节点没有这些设置：%(what)s。") % {"what": _("、").join(sorted(unknown))}, code="step_fields")
    current = draft.steps[outline.place_of(draft.steps, step)]
    if outline.mark_of(current) != seen:
        raise StepMoved(queries.last_hand(draft, by), CLAUSE)
    changed = {**current, **values}
    if outline.mark_of(changed) == seen:
        return draft
    return _write(draft, draft.edition, by, at, steps=outline.replaced(draft.steps, changed), said=("changed", step))


STEP_FIELDS = {
    "name", "mode", "quorum", "resolver", "when", "due_hours", "escalate_to", "cc", "allow", "distinct",
}  # fmt: skip


@guarded("3.3.2")
@transaction.atomic
def rename_draft(*, draft: FlowDraft, edition: int, name: str, by: Member, at: dt.datetime | None = None) -> FlowDraft:
    """Another name for the flow, in force with the next version.

    Clause: 3.3.2.  Raises: BadInput, Stale.  Events: approvals:flow_draft:changed.
    """
    if not 1 <= len(name.strip()) <= NAME_LENGTH:
        raise BadInput(
            _("流程名称不能为空，也不能超过 60 个字。"), code="flow_name", clause=CLAUSE, fields={"name": [_("请填写流程名称。")]}
        )  # fmt: skip
    return _write(draft, edition, by, at, name=name.strip(), said=("renamed", ""))


@guarded("3.3.2")
@transaction.atomic
def undo_change(*, draft: FlowDraft, edition: int, by: Member, at: dt.datetime | None = None) -> FlowDraft:
    """The board as it was before the last change, whoever made it.

    Clause: 3.3.2.  Raises: RuleBroken when there is nothing to take back, Stale.  Events: approvals:flow_draft:changed.
    """
    if not draft.past:
        raise RuleBroken(_("没有可以撤销的改动。"), code="nothing_to_undo", clause=CLAUSE)
    state = draft.past[-1]
    earlier = draft.past[:-1]
    return _write(draft, edition, by, at, name=state["name"], steps=state["steps"], past=earlier, said=("undone", ""))


@guarded("3.3.2")
@transaction.atomic
def discard_draft(*, draft: FlowDraft, edition: int, by: Member, at: dt.datetime | None = None) -> None:
    """Throw the drawing away; the version in force stays as it is. What was thrown away is kept on the trail as a digest.

    Clause: 3.3.2.  Raises: Stale.  Events: approvals:flow_draft:discarded.
    """
    moment = at or clock.now()
    trail.record(
        ApprovalEvent.FLOW_DRAFT_DISCARDED, target=draft, by=by, version=str(draft.edition), before=draft.steps, at=moment
    )  # fmt: skip
    if FlowDraft.objects.filter(pk=draft.pk, edition=edition).delete()[0] != 1:
        raise BoardMoved(queries.last_hand(draft, by), CLAUSE)


def _write(
    draft: FlowDraft,
    edition: int,
    by: Member,
    at: dt.datetime | None,
    *,
    said: tuple[str, str],
    name: str | None = None,
    steps: Sequence[Data] | None = None,
    past: list[Any] | None = None,
    undo: bool = True,
) -> FlowDraft:
    """The one conditional UPDATE of the board: it carries `edition`, so of two writers exactly one comes through. No change, no write."""
    wanted_name, wanted = draft.name if name is None else name, draft.steps if steps is None else list(steps)
    if (wanted_name, wanted) == (draft.name, draft.steps) and past is None:
        return draft
    kept = draft.past
    if past is not None:
        kept = past
    elif undo:
        kept = [*draft.past, {"name": draft.name, "steps": draft.steps}][-MOST_UNDONE:]
    before, moment = draft.steps, at or clock.now()
    values = {
        "name": wanted_name,
        "steps": wanted,
        "past": kept,
        "edition": edition + 1,
        "edited_by": by,
        "edited_at": moment,
    }
    if FlowDraft.objects.filter(pk=draft.pk, edition=edition).update(**values) != 1:
        raise BoardMoved(queries.last_hand(draft, by), CLAUSE)
    for attribute, value in values.items():
        setattr(draft, attribute, value)
    trail.record(
        ApprovalEvent.FLOW_DRAFT_CHANGED, target=draft, by=by, version=str(draft.edition), before=before, after=wanted,
        data={"deed": said[0], "step": said[1]}, at=moment,
    )  # fmt: skip
    return draft
