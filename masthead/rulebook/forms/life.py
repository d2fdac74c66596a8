"""Shape and wording of what people hand in; what is allowed is decided by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from masthead.core.widgets import DayInput
from masthead.org import queries as org
from masthead.rulebook import queries
from masthead.rulebook.models import Clause, ClauseLevel, PolicyVersion, Question
from masthead.rulebook.states import FindingState, Significance


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _places(version: PolicyVersion) -> list[tuple[str, str]]:
    """Every place of a version for a choice; clauses are set in."""
    rows = queries.clauses_of(version)
    return [(c.key, ("　" if c.level == ClauseLevel.CLAUSE else "") + f"{c.number} {c.title}") for c in rows]


class ClauseForm(forms.Form):
    """The words of one place; `revision` is what the page showed."""

    title = forms.CharField(label=_("标题"), max_length=80)
    text = forms.CharField(
        label=_("条文"), max_length=3000, required=False, widget=_area(10), help_text=_("空一行另起一段。")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, clause: Clause, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"title": clause.title, "text": clause.text, "revision": clause.revision}
        if clause.level != ClauseLevel.CLAUSE:
            del self.fields["text"]


class AddClauseForm(forms.Form):
    """A new clause and where it stands; `edits` is the order that the page showed."""

    after = forms.ChoiceField(label=_("放在"), help_text=_("选择一条，新条排在它后面；选择章或节，新条排在最前。"))
    title = forms.CharField(label=_("标题"), max_length=80)
    text = forms.CharField(label=_("条文"), max_length=3000, widget=_area(8))
    edits = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: PolicyVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = _places(version)  # type: ignore[attr-defined]
        self.initial.setdefault("edits", version.edits)


class MoveForm(forms.Form):
    """Where a clause goes."""

    after = forms.ChoiceField(label=_("移到"), help_text=_("排在所选的条后面；选择章或节则排在最前。编号自动调整。"))
    edits = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, clause: Clause, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = [p for p in _places(clause.version) if p[0] != clause.key]  # type: ignore[attr-defined]
        self.initial.setdefault("edits", clause.version.edits)


class ProposalForm(forms.Form):
    """What the leader decides upon beside the words."""

    effective_on = forms.DateField(
        label=_("施行日期"), widget=DayInput(), help_text=_("当天零时生效，旧版本同时废止。")
    )
    significance = forms.ChoiceField(
        label=_("修订类别"),
        choices=Significance.choices,
        help_text=_("一般修订可以只读改动之处；重大修订要读全文，并组织培训。"),
    )
    sign_days = forms.IntegerField(label=_("阅读确认期限（天）"), min_value=1, max_value=90)
    reason = forms.CharField(
        label=_("修订说明"), max_length=1000, widget=_area(4), help_text=_("为什么修订，主要改了什么。")
    )

    def __init__(self, *args: Any, version: PolicyVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "effective_on": version.effective_on,
            "significance": version.significance,
            "sign_days": version.sign_days,
            "reason": version.reason,
        }


class QuestionForm(forms.Form):
    """One question of the quiz; options one a line, the answer counts from 1."""

    clause_key = forms.ChoiceField(label=_("对应条款"))
    text = forms.CharField(label=_("题目"), max_length=200)
    options = forms.CharField(label=_("选项"), widget=_area(4), help_text=_("每行一个，2 至 6 个。"))
    answer = forms.IntegerField(label=_("正确选项是第几个"), min_value=1, max_value=6)
    explanation = forms.CharField(label=_("解析"), max_length=300, widget=_area(2), help_text=_("答错的人会看到。"))

    def __init__(self, *args: Any, version: PolicyVersion, question: Question | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [c for c in queries.clauses_of(version) if c.level == ClauseLevel.CLAUSE]
        self.fields["clause_key"].choices = [(c.key, f"{c.number} {c.title}") for c in rows]  # type: ignore[attr-defined]
        if question is not None:
            self.initial = {
                "clause_key": question.clause_key,
                "text": question.text,
                "options": "\n".join(question.options),
                "answer": question.answer + 1,
                "explanation": question.explanation,
            }

    @property
    def values(self) -> dict[str, Any]:
        """As the action wants them."""
        data = self.cleaned_data
        return data | {"options": data["options"].splitlines(), "answer": data["answer"] - 1}


class QuizForm(forms.Form):
    """A field for each question: `q12`."""

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for number, question in enumerate(questions, 1):
            self.fields[f"q{question.pk}"] = forms.TypedChoiceField(
                label=f"{number}. {question.text}",
                choices=list(enumerate(question.options)),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("这道题还没有选。")},
            )

    @property
    def answers(self) -> dict[int, int]:
        return {q.pk: self.cleaned_data[f"q{q.pk}"] for q in self.questions}


class SignForm(forms.Form):
    """The name under the statement."""

    typed_name = forms.CharField(
        label=_("输入姓名作为签名"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class RegisterFilter(forms.Form):
    """Whose signatures: version, unit, state."""

    STATES = (("", _("全部")), ("signed", _("已确认")), ("open", _("未确认")), ("late", _("已逾期")))
    version = forms.ChoiceField(label=_("版本"), required=False)
    unit = forms.ChoiceField(label=_("部门"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)

    def __init__(self, *args: Any, versions: list[PolicyVersion], units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(v.pk, _g("第 %(n)s 版") % {"n": v.number}) for v in versions]
        self.fields["version"].choices = shown  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("全部")), *units]  # type: ignore[attr-defined]


class ExceptionForm(forms.Form):
    """An exception asked for."""

    clause_key = forms.ChoiceField(label=_("条款"))
    reason = forms.CharField(label=_("理由"), max_length=500, widget=_area(3), help_text=_("为什么暂时做不到。"))
    measure = forms.CharField(
        label=_("补偿措施"), max_length=500, widget=_area(3), help_text=_("豁免期间怎样控制风险。")
    )
    starts_on = forms.DateField(label=_("开始日期"), widget=DayInput())
    expires_on = forms.DateField(label=_("到期日期"), widget=DayInput(), help_text=_("最长 90 天，到期自动失效。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [c for c in queries.clauses_by_key().values() if c.level == ClauseLevel.CLAUSE]
        self.fields["clause_key"].choices = [(c.key, f"{c.number} {c.title}") for c in rows]  # type: ignore[attr-defined]


class FindingFilter(forms.Form):
    """Which findings."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *FindingState.choices])
    clause = forms.CharField(
        label=_("条款编号"), required=False, max_length=20, widget=forms.TextInput(attrs={"size": 6})
    )


class PlanForm(forms.Form):
    """Who puts a finding right, until when, how."""

    owner = forms.ModelChoiceField(label=_("负责人"), queryset=org.active_members().none())
    due_on = forms.DateField(label=_("整改期限"), widget=DayInput())
    cause = forms.CharField(label=_("原因"), max_length=500, required=False, widget=_area(2))
    action = forms.CharField(label=_("整改措施"), max_length=500, widget=_area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = org.active_members()  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """A question about a clause."""

    question = forms.CharField(label=_("问题"), max_length=500, widget=_area(3))


class AnswerForm(forms.Form):
    """The answer to it."""

    answer = forms.CharField(label=_("解释"), max_length=2000, widget=_area(6))


class PackForm(forms.Form):
    """The period of a pack."""

    since = forms.DateField(label=_("从"), widget=DayInput())
    until = forms.DateField(label=_("到"), widget=DayInput())


class ConfirmForm(forms.Form):
    """Bindings that were looked at."""

    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("被删除的条款必须说明守卫和检查如何处理。")
    )
