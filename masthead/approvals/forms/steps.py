"""One step in the inspector: every setting of the format as a field that needs no explanation."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.approvals import blueprint
from masthead.approvals.blueprint import Data, FactKind
from masthead.approvals.forms.clauses import Clause, clauses_of_post, clauses_of_step
from masthead.approvals.forms.resolvers import groups_of, level_name, resolver_of, word_of

WHO: list[tuple[str, str | Promise]] = [
    ("role", gettext_lazy("角色")),
    ("unit_head", gettext_lazy("所在部门负责人")),
    ("parent_head", gettext_lazy("上级部门负责人")),
    ("leader", gettext_lazy("组长")),
    ("members", gettext_lazy("指定成员")),
    ("subject_owner", gettext_lazy("内容负责人")),
]
MODES: list[tuple[str, str | Promise]] = [
    ("any", gettext_lazy("或签：一个人通过即可")),
    ("all", gettext_lazy("会签：每个人都要通过")),
    ("seq", gettext_lazy("依次：一个接一个，都要通过")),
    ("vote", gettext_lazy("票决：达到票数才通过")),
]
ALLOWS: list[tuple[str, str | Promise]] = [
    ("add", gettext_lazy("加签：请别人一起审")),
    ("transfer", gettext_lazy("转交和委托：交给别人审")),
    ("return_to", gettext_lazy("退回到前面的某个节点")),
]
QUORUMS: list[tuple[str, str | Promise]] = [("count", gettext_lazy("人同意")), ("percent", gettext_lazy("% 同意"))]
JOINTS: list[tuple[str, str | Promise]] = [
    ("all", gettext_lazy("以下条件都符合")),
    ("any", gettext_lazy("符合以下任何一个")),
]


class StepForm(forms.Form):
    """Reads and writes one step. A step may be incomplete: what is missing is a problem of the board, not of the form."""

    name = forms.CharField(label=gettext_lazy("节点名称"), max_length=60)
    who = forms.ChoiceField(label=gettext_lazy("由谁审批"), choices=WHO, required=False, widget=forms.RadioSelect)
    who_role = forms.ChoiceField(label=gettext_lazy("哪个角色"), required=False)
    who_level = forms.TypedChoiceField(
        label=gettext_lazy("往上几级"),
        required=False,
        coerce=int,
        empty_value="1",
        choices=[(str(n), "") for n in range(1, 6)],
    )
    who_members = forms.TypedMultipleChoiceField(
        label=gettext_lazy("哪些成员"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    mode = forms.ChoiceField(label=gettext_lazy("怎样算通过"), choices=MODES, widget=forms.RadioSelect, required=False)
    quorum_value = forms.IntegerField(label=gettext_lazy("票数"), required=False, min_value=1, max_value=100)
    quorum_kind = forms.ChoiceField(label=gettext_lazy("按人数或比例"), choices=QUORUMS, required=False)
    joint = forms.ChoiceField(label=gettext_lazy("怎样算符合"), choices=JOINTS, required=False)
    due_hours = forms.IntegerField(
        label=gettext_lazy("几个工作小时内办完"), required=False, min_value=1, max_value=blueprint.LONGEST_DUE_HOURS
    )
    escalate = forms.ChoiceField(label=gettext_lazy("超时升级给"), required=False)
    cc = forms.MultipleChoiceField(label=gettext_lazy("抄送"), required=False, widget=forms.CheckboxSelectMultiple)
    allow = forms.MultipleChoiceField(
        label=gettext_lazy("允许审批人"), choices=ALLOWS, required=False, widget=forms.CheckboxSelectMultiple
    )
    distinct = forms.BooleanField(label=gettext_lazy("已在前面节点通过的人，不再审批本节点"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        step: Data,
        roles: Mapping[str, str],
        members: Mapping[int, str],
        facts: Mapping[str, FactKind],
    ) -> None:
        super().__init__(data, initial=initial_of(step), auto_id="step-%s")
        self.facts = facts
        self.clauses = clauses_of_step(step.get("when"), facts) if data is None else clauses_of_post(data, facts)
        kept = [step.get("escalate_to") or {}, *(step.get("cc") or [])]
        groups = groups_of(roles, members, kept)
        gone = {pk: _("已离开的成员") for pk in self.initial["who_members"] if int(pk) not in members}
        self._offer("who_role", [("", _("请选择")), *roles.items()])
        self._offer("who_level", [(str(n), level_name(n)) for n in range(1, 6)])
        self._offer("who_members", [*((str(pk), name) for pk, name in members.items()), *gone.items()])
        self._offer("escalate", [("", _("上一级（按组织架构）")), *groups])
        self._offer("cc", groups)

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The rows of the condition are read here: one that cannot be used is named in its place."""
        given = super().clean() or self.cleaned_data
        read = [clause.read() for clause in self.clauses]
        if any(clause.error for clause in self.clauses):
            self.add_error(None, _("条件还没有写完整。"))
        given["when"] = [clause for clause in read if clause is not None]
        return given

    def rows(self) -> list[Clause]:
        """What the page draws: the rows handed in, and a blank one to go on with."""
        blank = not self.clauses or not self.clauses[-1].blank
        numbered = [Clause(n, self.facts, c.fact, c.op, c.values, c.error) for n, c in enumerate(self.clauses)]
        return [*numbered, Clause(len(numbered), self.facts)][:5] if blank else numbered

    def values(self) -> Data:
        """The settings as the format wants them; what stands on its default is written out, too."""
        given = self.cleaned_data
        mode = given["mode"] or "any"
        return {
            "name": given["name"].strip(),
            "resolver": self._resolver(),
            "mode": mode,
            "quorum": self._quorum() if mode == "vote" else None,
            "when": {given["joint"] or "all": given["when"]} if given["when"] else None,
            "due_hours": given["due_hours"],
            "escalate_to": resolver_of(given["escalate"]),
            "cc": [resolver_of(word) for word in given["cc"]],
            "allow": {key: key in given["allow"] for key in blueprint.ALLOW},
            "distinct": given["distinct"],
        }

    def _resolver(self) -> Data:
        given = self.cleaned_data
        if given["who"] == "role":
            return {"kind": "role", "role": given["who_role"]}
        if given["who"] == "parent_head":
            return {"kind": "parent_head", "level": int(given["who_level"])}
        if given["who"] == "members":
            ids = given["who_members"]
            return {"kind": "member", "id": ids[0]} if len(ids) == 1 else {"kind": "members", "ids": ids}
        return {"kind": given["who"]}

    def _quorum(self) -> Data:
        return {"kind": self.cleaned_data["quorum_kind"] or "count", "value": self.cleaned_data["quorum_value"]}


def initial_of(step: Data) -> dict[str, Any]:
    """The fields of a stored step."""
    read = blueprint.parse(step)
    resolver, quorum = read.resolver, read.quorum or {}
    kind = resolver.get("kind", "")
    chosen = [resolver.get("id")] if kind == "member" else resolver.get("ids") or []
    return {
        "name": read.name,
        "who": "members" if kind == "member" else kind,
        "who_role": resolver.get("role", ""),
        "who_level": str(resolver.get("level") or 1),
        "who_members": [str(pk) for pk in chosen if pk],
        "mode": read.mode,
        "quorum_value": quorum.get("value"),
        "quorum_kind": quorum.get("kind", "count"),
        "joint": "any" if read.when and "any" in read.when else "all",
        "due_hours": read.due_hours,
        "escalate": word_of(read.escalate_to),
        "cc": [word_of(resolver) for resolver in read.cc],
        "allow": sorted(read.allow),
        "distinct": read.distinct,
    }
