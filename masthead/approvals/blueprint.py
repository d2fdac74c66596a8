"""The format of a flow: steps as plain data, read, checked and said in words. No table is touched here.

A step is {name, mode, quorum, resolver, when, due_hours, escalate_to, cc, allow, distinct}; only name and resolver must be there:

mode        "seq" 依次 | "all" 会签 | "any" 或签 (when none is named) | "vote" 票决
quorum      {"kind": "count" | "percent", "value": int}, 票决 only
resolver    {"kind": "role", "role": key} | {"kind": "unit_head"} | {"kind": "leader"} | {"kind": "member", "id": pk} |
            {"kind": "members", "ids": [pk]} | {"kind": "parent_head", "level": n} (n-th unit above) | {"kind": "subject_owner"}
when        null, or {"all" | "any": [{"fact", "op", "value"}]}: the step is walked only when it holds
due_hours   office hours until it is late; null = never
escalate_to resolver, asked when it is late; null = the line above
cc          [resolver]: they read it, they do not decide
allow       {"add", "transfer", "return_to"}: true when not said; "transfer" also stands for 委托
distinct    true (when not said): nobody who approved an earlier step decides here. false: one person twice in a row is merged, with a mark
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Data = dict[str, Any]
Names = Callable[[Data], str]

MODES = {
    "seq": gettext_lazy("依次审批"),
    "all": gettext_lazy("会签"),
    "any": gettext_lazy("或签"),
    "vote": gettext_lazy("票决"),
}
OPS = {
    "eq": gettext_lazy("等于"),
    "ne": gettext_lazy("不等于"),
    "gt": gettext_lazy("大于"),
    "gte": gettext_lazy("不小于"),
    "lt": gettext_lazy("小于"),
    "lte": gettext_lazy("不大于"),
    "in": gettext_lazy("属于"),
}
ALLOW = ("add", "transfer", "return_to")
ORDERED_OPS = {"gt", "gte", "lt", "lte"}
MOST_STEPS = 20
LONGEST_DUE_HOURS = 400


@dataclass(frozen=True)
class FactKind:
    """What a condition may ask of a subject. `type`: number | text | flag | choice (then `choices` = (value, label) pairs)."""

    label: str | Promise
    type: str = "text"
    choices: tuple[tuple[str, str | Promise], ...] = ()
    unit: str | Promise = ""


@dataclass(frozen=True)
class Problem:
    """Why a flow cannot be put in force. `step_index` -1 = the flow as a whole."""

    step_index: int
    field: str
    message: str


@dataclass(frozen=True)
class Step:
    """One step with every default filled in."""

    name: str
    mode: str
    resolver: Data
    quorum: Data | None = None
    when: Data | None = None
    due_hours: int | None = None
    escalate_to: Data | None = None
    cc: tuple[Data, ...] = ()
    allow: frozenset[str] = field(default_factory=lambda: frozenset(ALLOW))
    distinct: bool = True


def parse(step: Data) -> Step:
    """The step with its defaults; for steps that `problems` found nothing wrong with."""
    allow = step.get("allow") or {}
    mode = step.get("mode") or "any"
    return Step(
        name=str(step.get("name") or ""),
        mode=mode,
        resolver=dict(step.get("resolver") or {}),
        quorum=step.get("quorum") if mode == "vote" else None,
        when=step.get("when") or None,
        due_hours=step.get("due_hours") or None,
        escalate_to=step.get("escalate_to") or None,
        cc=tuple(step.get("cc") or ()),
        allow=frozenset(key for key in ALLOW if allow.get(key, True)),
        distinct=step.get("distinct", True) is not False,
    )


def needed(quorum: Data | None, people: int) -> int:
    """How many of `people` must approve; percents are rounded up, at least one, at most all."""
    if not quorum:
        return people
    value = int(quorum["value"])
    wanted = value if quorum["kind"] == "count" else -(-people * value // 100)
    return max(1, min(wanted, people))


def holds(when: Data | None, facts: Mapping[str, Any]) -> bool:
    """Is the step walked for these facts? A fact that is unknown holds nothing, except that it is `ne` anything."""
    if not when:
        return True
    if "any" in when:
        return any(_true(clause, facts) for clause in when["any"])
    return all(_true(clause, facts) for clause in when.get("all", []))


def _true(clause: Data, facts: Mapping[str, Any]) -> bool:
    have, op, value = facts.get(clause["fact"]), clause["op"], clause["value"]
    if op == "ne":
        return bool(have != value)
    if have is None:
        return False
    if op == "in":
        return any(item in value for item in have) if isinstance(have, list | tuple | set) else have in value
    compare: dict[str, Callable[[Any, Any], bool]] = {
        "eq": lambda a, b: a == b,
        "gt": lambda a, b: a > b,
        "gte": lambda a, b: a >= b,
        "lt": lambda a, b: a < b,
        "lte": lambda a, b: a <= b,
    }
    return bool(compare[op](have, value))


# --- words -----------------------------------------------------------------------------------------------------------


def plain_name(resolver: Data) -> str:
    """Who is meant, for one who cannot look people up; pass `names` to `describe` for real names."""
    kind = resolver.get("kind")
    texts = {
        "role": _("角色「%(role)s」") % {"role": resolver.get("role", "")},
        "unit_head": _("所在部门负责人"),
        "leader": _("组长"),
        "member": _("指定的 1 人"),
        "members": _("指定的 %(n)s 人") % {"n": len(resolver.get("ids") or [])},
        "parent_head": _("上 %(n)s 级部门负责人") % {"n": resolver.get("level", 1)},
        "subject_owner": _("内容负责人"),
    }
    return texts.get(str(kind), _("还没有指定审批人"))


def describe_when(when: Data | None, facts: Mapping[str, FactKind] | None = None) -> str:
    """A condition in words; '' for none."""
    if not when:
        return ""
    known = facts or {}
    joint = _("，或者") if "any" in when else _("，并且")
    return joint.join(_clause_words(clause, known) for clause in when.get("any") or when.get("all") or [])


def _clause_words(clause: Data, known: Mapping[str, FactKind]) -> str:
    kind = known.get(clause["fact"])
    labels = dict(kind.choices) if kind else {}
    values = clause["value"] if isinstance(clause["value"], list) else [clause["value"]]
    label, named = str(kind.label if kind else clause["fact"]), [_said(v, labels) for v in values]
    if values == [True] and clause["op"] == "eq":
        return label  # 走紧急通道, not 走紧急通道是是
    said = named[0] if len(named) == 1 else "".join(_("「%s」") % one for one in named)
    if kind is not None and kind.type == "number":
        return f"{label} {SIGNS.get(clause['op'], '=')} {said}{' ' if kind.unit else ''}{kind.unit}"
    words = {"ne": _("%(fact)s不是%(value)s")}.get(clause["op"], _("%(fact)s是%(value)s"))
    return words % {"fact": label, "value": said}


def _said(value: Any, labels: Mapping[Any, Any]) -> str:
    return _("是") if value is True else _("否") if value is False else str(labels.get(value, value))


SIGNS = {"eq": "=", "ne": "≠", "gt": ">", "gte": "≥", "lt": "<", "lte": "≤"}


def describe(step: Data, *, names: Names = plain_name, facts: Mapping[str, FactKind] | None = None) -> str:
    """One step as a Chinese sentence. `names` says whom a resolver means."""
    read = parse(step)
    parts = []
    if condition := describe_when(read.when, facts):
        parts.append(_("当%(when)s时") % {"when": condition})
    parts.append(_mode_words(read, names(read.resolver)))
    if read.due_hours:
        above = names(read.escalate_to) if read.escalate_to else _("上一级")
        parts.append(_("%(n)s 个工作小时内未办的升级给%(who)s") % {"n": read.due_hours, "who": above})
    if read.cc:
        parts.append(_("抄送%(who)s") % {"who": _("、").join(names(r) for r in read.cc)})
    if not read.distinct:
        parts.append(_("与上一节点同一人时合并"))
    return _("，").join(parts) + _("。")


def _mode_words(step: Step, who: str) -> str:
    quorum = step.quorum or {}
    texts = {
        "seq": _("由%(who)s依次审批，每个人都要通过"),
        "all": _("由%(who)s会签，全部通过才算通过"),
        "any": _("由%(who)s或签，一人通过即可"),
        "vote": _("由%(who)s票决，达到 %(n)s 人同意才算通过")
        if quorum.get("kind") == "count"
        else _("由%(who)s票决，达到 %(n)s%% 同意才算通过"),
    }
    return texts[step.mode] % {"who": who, "n": quorum.get("value", "")}


# --- checks ----------------------------------------------------------------------------------------------------------


def problems(steps: Any, facts: Mapping[str, FactKind] | None = None) -> list[Problem]:
    """Everything that keeps these steps from being put in force, in the order of the steps. [] = fine."""
    if not isinstance(steps, list) or not steps:
        return [Problem(-1, "steps", _("流程至少要有一个节点。"))]
    if len(steps) > MOST_STEPS:
        return [Problem(-1, "steps", _("流程最多 %(n)s 个节点。") % {"n": MOST_STEPS})]
    found = [Problem(i, name, text) for i, step in enumerate(steps) for name, text in _step_problems(step, facts or {})]
    if not found and all(step.get("when") for step in steps):
        found.append(Problem(-1, "steps", _("至少要有一个无条件的节点，否则可能没有人审批。")))
    return found


def _step_problems(step: Any, facts: Mapping[str, FactKind]) -> Iterable[tuple[str, str]]:
    if not isinstance(step, dict):
        yield "name", _("节点的格式不对。")
        return
    name = step.get("name")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 60:
        yield "name", _("请填写节点名称，不超过 60 个字。")
    if step.get("mode", "any") not in MODES:
        yield "mode", _("请选择怎样算通过。")
    yield from _quorum_problems(step)
    yield from (("resolver", text) for text in resolver_problems(step.get("resolver")))
    yield from (("when", text) for text in _when_problems(step.get("when"), facts))
    yield from _due_problems(step)
    cc = step.get("cc") or []
    for resolver in cc if isinstance(cc, list) else [None]:
        yield from (("cc", text) for text in resolver_problems(resolver))
    allow = step.get("allow") or {}
    if not isinstance(allow, dict) or set(allow) - set(ALLOW) or any(not isinstance(v, bool) for v in allow.values()):
        yield "allow", _("允许的操作只能是加签、转交和退回到节点。")


def _quorum_problems(step: Data) -> Iterable[tuple[str, str]]:
    if step.get("mode") != "vote":
        return
    quorum = step.get("quorum")
    if (
        not isinstance(quorum, dict)
        or quorum.get("kind") not in ("count", "percent")
        or not _whole(quorum.get("value"))
    ):
        yield "quorum", _("票决要写明几人或百分之几同意算通过。")
    elif not 1 <= quorum["value"] <= (100 if quorum["kind"] == "percent" else 50):
        yield "quorum", _("票数应在 1 到 50 之间，百分比应在 1 到 100 之间。")
    elif _more_than_named(quorum, step.get("resolver")):
        yield "quorum", _("需要的票数比参加票决的人还多。")


def _more_than_named(quorum: Data, resolver: Any) -> bool:
    if quorum["kind"] != "count" or not isinstance(resolver, dict) or resolver.get("kind") != "members":
        return False
    return bool(quorum["value"] > len(resolver.get("ids") or []))


def resolver_problems(resolver: Any) -> list[str]:
    """What is wrong with one way to find people."""
    if not isinstance(resolver, dict):
        return [_("请指定由谁审批。")]
    checks: dict[str, tuple[bool, str]] = {
        "role": (isinstance(resolver.get("role"), str) and bool(resolver["role"]), _("请选择角色。")),
        "unit_head": (True, ""),
        "leader": (True, ""),
        "subject_owner": (True, ""),
        "member": (_whole(resolver.get("id")), _("请选择成员。")),
        "members": (
            isinstance(ids := resolver.get("ids"), list) and bool(ids) and all(_whole(i) for i in ids),
            _("请至少选择一名成员。"),
        ),
        "parent_head": (
            _whole(level := resolver.get("level")) and 1 <= (level or 0) <= 5,
            _("上级应在 1 到 5 级之间。"),
        ),
    }
    if resolver.get("kind") not in checks:
        return [_("请指定由谁审批。")]
    fine, text = checks[resolver["kind"]]
    return [] if fine else [text]


def _due_problems(step: Data) -> Iterable[tuple[str, str]]:
    due = step.get("due_hours")
    if due is not None and not (_whole(due) and 1 <= due <= LONGEST_DUE_HOURS):
        yield "due_hours", _("时限应是 1 到 %(n)s 个工作小时。") % {"n": LONGEST_DUE_HOURS}
    if step.get("escalate_to") is not None:
        yield from (("escalate_to", text) for text in resolver_problems(step["escalate_to"]))
        if due is None:
            yield "escalate_to", _("写明时限后才能升级。")


def _when_problems(when: Any, facts: Mapping[str, FactKind]) -> Iterable[str]:
    if when is None:
        return
    if not isinstance(when, dict) or len(when) != 1 or not (set(when) <= {"all", "any"}):
        yield _("条件的格式不对。")
        return
    clauses = next(iter(when.values()))
    if not isinstance(clauses, list) or not clauses:
        yield _("请至少写一个条件。")
        return
    for clause in clauses:
        yield from _clause_problems(clause, facts)


def _clause_problems(clause: Any, facts: Mapping[str, FactKind]) -> Iterable[str]:
    if not isinstance(clause, dict) or set(clause) != {"fact", "op", "value"} or clause["op"] not in OPS:
        yield _("条件要写明看哪一项、怎样比、和什么比。")
        return
    kind, op, value = facts.get(clause["fact"]), clause["op"], clause["value"]
    if kind is None:
        yield _("没有「%(fact)s」这一项可以作为条件。") % {"fact": clause["fact"]}
        return
    if op == "in" and not (isinstance(value, list) and value):
        yield _("「属于」后面要至少列出一个值。")
        return
    if op in ORDERED_OPS and kind.type != "number":
        yield _("「%(fact)s」不是数字，不能比大小。") % {"fact": kind.label}
        return
    if not all(_fits(item, kind) for item in (value if op == "in" else [value])):
        yield _("「%(fact)s」的比较值不对。") % {"fact": kind.label}


def _fits(value: Any, kind: FactKind) -> bool:
    if kind.type == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind.type == "flag":
        return isinstance(value, bool)
    if kind.type == "choice" and kind.choices:
        return value in [key for key, _label in kind.choices]
    return isinstance(value, str) and bool(value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
