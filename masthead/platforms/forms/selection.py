"""Assessments and criteria."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from masthead.platforms import queries
from masthead.platforms.actions import Judgement
from masthead.platforms.forms.uploads import SeveralFilesField
from masthead.platforms.models import Assessment, Criterion
from masthead.platforms.states import Recommendation

SCORES = [("", "—"), (5, "5"), (4, "4"), (3, "3"), (2, "2"), (1, "1")]
SPARE_CRITERIA = 2


class AssessmentForm(forms.Form):
    """One judgement: a score with grounds for every criterion in use, then the conclusion."""

    recommendation = forms.ChoiceField(label=_("结论"), choices=Recommendation.choices)
    grounds = forms.CharField(
        label=_("结论依据"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("为什么用或不用这个平台；与其他平台相比的长处和短处。"),
    )  # fmt: skip
    planned_accounts = forms.CharField(
        label=_("计划账号"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("准备开几个号，各自做什么，由谁管。"),
    )  # fmt: skip
    cost_yuan = forms.DecimalField(
        label=_("每年费用（元）"), min_value=0, max_digits=11, decimal_places=2, initial=0,
        help_text=_("认证、接口、制作与人力的合计。"),
    )  # fmt: skip
    cost_note = forms.CharField(label=_("费用说明"), required=False, max_length=200)
    valid_months = forms.IntegerField(
        label=_("有效期（月）"),
        min_value=1,
        max_value=36,
        initial=12,
        help_text=_("到期后须重新评估，才能再登记新账号。"),
    )
    papers = SeveralFilesField(
        label=_("附件"), required=False, help_text=_("调研报告、报价、截图；PDF、Office 文档或图片，单个不超过 20 MB。")
    )

    def __init__(self, *args: Any, assessment: Assessment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = queries.criteria()
        for criterion in self.criteria:
            self.fields[f"score_{criterion.pk}"] = forms.TypedChoiceField(label=_("得分"), choices=SCORES, coerce=int)
            self.fields[f"grounds_{criterion.pk}"] = forms.CharField(label=_("依据"), max_length=500)
        if assessment is not None:
            self.initial.update(_as_typed(assessment))

    def scored(self) -> Iterator[tuple[Criterion, BoundField, BoundField]]:
        """Each criterion with its two fields."""
        for criterion in self.criteria:
            yield criterion, self[f"score_{criterion.pk}"], self[f"grounds_{criterion.pk}"]

    def plain(self) -> Iterator[BoundField]:
        """The fields below the scores."""
        for name in AssessmentForm.base_fields:
            yield self[name]

    @property
    def judgement(self) -> Judgement:
        """What was typed, as the action takes it."""
        given = self.cleaned_data
        return Judgement(
            recommendation=given["recommendation"],
            grounds=given["grounds"],
            scores={c.pk: (given[f"score_{c.pk}"], given[f"grounds_{c.pk}"]) for c in self.criteria},
            planned_accounts=given["planned_accounts"],
            cost_fen=round(given["cost_yuan"] * 100),
            cost_note=given["cost_note"],
            valid_months=given["valid_months"],
            files=[(one.name or "", one.read()) for one in given["papers"]],
        )


def _as_typed(assessment: Assessment) -> dict[str, Any]:
    names = ("recommendation", "grounds", "planned_accounts", "cost_note", "valid_months")
    found: dict[str, Any] = {name: getattr(assessment, name) for name in names}
    found["cost_yuan"] = f"{assessment.cost_fen / 100:.2f}"
    for score in assessment.scores.all():
        found[f"score_{score.criterion_id}"] = score.score
        found[f"grounds_{score.criterion_id}"] = score.grounds
    return found


class CriteriaForm(forms.Form):
    """The whole set at once; a name left empty takes the criterion out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[tuple[int | None, str]] = []
        known: list[Criterion | None] = [*queries.criteria(), *[None] * SPARE_CRITERIA]
        for n, criterion in enumerate(known):
            self.rows.append((criterion.pk if criterion else None, str(n)))
            name, hint, weight = (criterion.name, criterion.hint, criterion.weight) if criterion else ("", "", None)
            self.fields[f"name_{n}"] = forms.CharField(label=_("评估项"), max_length=40, required=False, initial=name)
            self.fields[f"weight_{n}"] = forms.IntegerField(
                label=_("权重"), min_value=1, max_value=100, required=False, initial=weight
            )
            self.fields[f"hint_{n}"] = forms.CharField(
                label=_("怎么打分"), max_length=200, required=False, initial=hint
            )

    def lines(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        for _pk, n in self.rows:
            yield self[f"name_{n}"], self[f"weight_{n}"], self[f"hint_{n}"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for _pk, n in self.rows:
            if given.get(f"name_{n}") and not given.get(f"weight_{n}") and f"weight_{n}" not in self.errors:
                self.add_error(f"weight_{n}", _t("请填写权重。"))
        return given

    @property
    def given(self) -> list[tuple[int | None, str, str, int]]:
        """The rows that have a name, as the action takes them."""
        typed = self.cleaned_data
        return [
            (pk, typed[f"name_{n}"], typed[f"hint_{n}"], typed[f"weight_{n}"] or 0)
            for pk, n in self.rows
            if typed.get(f"name_{n}")
        ]
