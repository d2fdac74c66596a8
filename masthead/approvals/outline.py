"""The drawing board of a flow: steps as a list that is added to, moved, copied and compared. Plain data; no table is touched here.

On the board every step carries `key`, a name that stays while the step is renamed or moved; the engine does not read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from masthead.approvals import blueprint
from masthead.approvals.blueprint import Data, FactKind, Names
from masthead.core.digest import digest_of
from masthead.core.errors import NotThere

Steps = list[Data]
NEW_RESOLVER: Data = {"kind": ""}


def keyed(steps: Iterable[Data]) -> Steps:
    """The same steps, each with a key of its own; those that have none are numbered."""
    found: Steps = []
    used: set[str] = set()
    for number, step in enumerate(steps, start=1):
        key = str(step.get("key") or f"s{number}")
        while key in used:
            key += "x"
        used.add(key)
        found.append({**step, "key": key})
    return found


def place_of(steps: Steps, key: str) -> int:
    """Where the step stands. Raises NotThere when somebody took it off the board."""
    for index, step in enumerate(steps):
        if step["key"] == key:
            return index
    raise NotThere(_("这个节点已经不在流程里了。"), code="step_not_there", advice=_("可能刚被别人删除，请刷新后再看。"))


def step_of(steps: Steps, key: str) -> Data | None:
    """The step of that key, or None."""
    return next((step for step in steps if step["key"] == key), None)


def mark_of(step: Data) -> str:
    """What a page hands back to say which drawing of the step it showed: equal for steps that mean the same."""
    read = blueprint.parse(step)
    meant = {**vars(read), "cc": list(read.cc), "allow": sorted(read.allow)}
    return digest_of(meant)[:16]


def fresh_key(steps: Steps, past: Iterable[Mapping[str, Any]] = ()) -> str:
    """A key that no step has or had lately: an undone step must not meet its successor."""
    every = [*steps, *(step for state in past for step in state["steps"])]
    numbers = [int(key[1:]) for step in every if (key := str(step["key"]))[:1] == "s" and key[1:].isdigit()]
    return f"s{max(numbers, default=0) + 1}"


def inserted(steps: Steps, step: Data, *, after: str) -> Steps:
    """With a step behind `after`; at the beginning when that is ''."""
    index = place_of(steps, after) + 1 if after else 0
    return [*steps[:index], step, *steps[index:]]


def without(steps: Steps, key: str) -> Steps:
    """One step less."""
    index = place_of(steps, key)
    return [*steps[:index], *steps[index + 1 :]]


def moved(steps: Steps, key: str, *, to: int) -> Steps:
    """The step at place `to`, clipped to the ends; the others keep their order."""
    rest = without(steps, key)
    index = max(0, min(to, len(rest)))
    return [*rest[:index], steps[place_of(steps, key)], *rest[index:]]


def replaced(steps: Steps, step: Data) -> Steps:
    """The drawing of one step replaced."""
    index = place_of(steps, step["key"])
    return [*steps[:index], step, *steps[index + 1 :]]


# --- two versions in words -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One step in two versions. `kind`: same | added | removed | changed | moved (`lines` say what, before → after)."""

    kind: str
    name: str
    number: int | None
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    sentence: str = ""


def compare(
    old: Iterable[Data], new: Iterable[Data], *, names: Names, facts: Mapping[str, FactKind] | None = None
) -> list[Change]:
    """What became of every step, in the order of the new version; steps that are gone stand where they stood."""
    before, after = keyed(old), keyed(new)
    stayed = [step["key"] for step in before if step_of(after, step["key"])]
    order = [step["key"] for step in after if step["key"] in stayed]
    found: list[Change] = []
    for number, step in enumerate(after, start=1):
        was = step_of(before, step["key"])
        sentence = blueprint.describe(step, names=names, facts=facts)
        if was is None:
            found.append(Change("added", step["name"], number, [], sentence))
            continue
        lines = differences(was, step, names=names, facts=facts)
        place = stayed.index(step["key"]) != order.index(step["key"])
        kind = "changed" if lines else "moved" if place else "same"
        found.append(Change(kind, step["name"], number, lines, sentence))
    for index, step in enumerate(before):
        if step_of(after, step["key"]) is None:
            gone = Change("removed", step["name"], None, [], blueprint.describe(step, names=names, facts=facts))
            found.insert(min(index, len(found)), gone)
    return found


def differences(
    old: Data, new: Data, *, names: Names, facts: Mapping[str, FactKind] | None = None
) -> list[tuple[str, str, str]]:
    """(what, before, after) for everything that reads differently in two drawings of one step."""
    was, now = said_of(old, names=names, facts=facts), said_of(new, names=names, facts=facts)
    return [(label, was[label], now[label]) for label in now if was[label] != now[label]]


def said_of(step: Data, *, names: Names, facts: Mapping[str, FactKind] | None = None) -> dict[str, str]:
    """A step as labelled words, every setting on its own."""
    read, none = blueprint.parse(step), _("无")
    allowed = [label for key, label in allow_labels().items() if key in read.allow]
    return {
        _("名称"): read.name,
        _("由谁审批"): names(read.resolver),
        _("怎样算通过"): mode_words(read),
        _("条件"): blueprint.describe_when(read.when, facts) or _("总是经过"),
        _("时限"): _("%(n)s 个工作小时") % {"n": read.due_hours} if read.due_hours else none,
        _("升级给"): names(read.escalate_to) if read.escalate_to else _("上一级"),
        _("抄送"): _("、").join(names(r) for r in read.cc) or none,
        _("允许"): _("、").join(allowed) or none,
        _("已在前面通过的人"): _("不再审批") if read.distinct else _("可以再审批，连续同一人时合并"),
    }


def mode_words(step: blueprint.Step) -> str:
    """会签, or 票决 with its quorum."""
    label, quorum = str(blueprint.MODES[step.mode]), step.quorum
    if not quorum:
        return label
    unit = _("人") if quorum["kind"] == "count" else "%"
    return _("%(mode)s（%(n)s%(unit)s同意）") % {"mode": label, "n": quorum.get("value") or "?", "unit": unit}


def allow_labels() -> dict[str, str]:
    """The deeds that a step may allow, in words."""
    return {"add": _("加签"), "transfer": _("转交和委托"), "return_to": _("退回到指定节点")}
