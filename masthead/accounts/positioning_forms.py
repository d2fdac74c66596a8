"""Shape and wording of a positioning sheet: plain fields and short lists of fixed rows, so that it works without scripts."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from masthead.accounts import queries
from masthead.accounts.actions import Positioning
from masthead.accounts.models import Account, PositioningSheet
from masthead.accounts.positioning import MatrixRole, Tone
from masthead.core.widgets import DayInput
from masthead.org.models import Member

PILLARS, GOALS, REPOSTS = 6, 4, 4
PLAIN = ("audience", "tones", "words_use", "words_avoid")
PACE = ("per_week_min", "per_week_max", "slots", "role")
LISTS = {"pillars": (("name", "share"), PILLARS), "goals": (("metric", "value", "by"), GOALS), "reposts": (("source", "delay", "rule"), REPOSTS)}  # fmt: skip


class PositioningForm(forms.Form):
    """One version of an account's sheet. Rows whose first cell is empty are left out."""

    audience = forms.CharField(
        label=_("目标读者"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("年龄、地域、身份、关心什么；为什么会关注我们。"),
    )
    tones = forms.MultipleChoiceField(label=_("语气"), choices=Tone.choices, widget=forms.CheckboxSelectMultiple)
    words_use = forms.CharField(
        label=_("常用说法"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    words_avoid = forms.CharField(
        label=_("不用的说法"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    per_week_min = forms.IntegerField(label=_("每周最少（篇）"), min_value=0, max_value=200)
    per_week_max = forms.IntegerField(label=_("每周最多（篇）"), min_value=0, max_value=200)
    slots = forms.CharField(label=_("常用时段"), required=False, max_length=200, help_text=_("例如 周二、周五 20:00。"))
    role = forms.ChoiceField(label=_("矩阵角色"), choices=MatrixRole.choices)

    def __init__(
        self, *args: Any, account: Account, member: Member, sheet: PositioningSheet | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = queries.accounts_to_position(member).exclude(pk=account.pk).order_by("pk")
        for n in range(PILLARS):
            self.fields[f"pillars_{n}_name"] = forms.CharField(label=_("内容支柱"), max_length=40, required=False)
            self.fields[f"pillars_{n}_share"] = forms.IntegerField(
                label=_("占比（%）"), min_value=1, max_value=100, required=False
            )
        for n in range(GOALS):
            self.fields[f"goals_{n}_metric"] = forms.CharField(label=_("指标"), max_length=60, required=False)
            self.fields[f"goals_{n}_value"] = forms.IntegerField(label=_("目标值"), min_value=0, required=False)
            self.fields[f"goals_{n}_by"] = forms.DateField(label=_("期限"), widget=DayInput(), required=False)
        for n in range(REPOSTS):
            self.fields[f"reposts_{n}_source"] = forms.ModelChoiceField(
                label=_("转发来源"), queryset=others, required=False, empty_label="—"
            )
            self.fields[f"reposts_{n}_delay"] = forms.IntegerField(
                label=_("间隔（分钟）"), min_value=0, max_value=100_000, required=False
            )
            self.fields[f"reposts_{n}_rule"] = forms.CharField(label=_("转发规则"), max_length=200, required=False)
        if sheet is not None:
            self.initial.update(_as_typed(sheet))

    def plain(self) -> list[BoundField]:
        return [self[name] for name in PLAIN]

    def pace(self) -> list[BoundField]:
        return [self[name] for name in PACE]

    def pillars(self) -> Iterator[list[BoundField]]:
        return self._rows("pillars")

    def goals(self) -> Iterator[list[BoundField]]:
        return self._rows("goals")

    def reposts(self) -> Iterator[list[BoundField]]:
        return self._rows("reposts")

    def _rows(self, name: str) -> Iterator[list[BoundField]]:
        cells, count = LISTS[name]
        for n in range(count):
            yield [self[f"{name}_{n}_{cell}"] for cell in cells]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, must in (("pillars", ("share",)), ("goals", ("value", "by"))):
            cells, count = LISTS[name]
            for n in range(count):
                for cell in must:
                    key = f"{name}_{n}_{cell}"
                    if given.get(f"{name}_{n}_{cells[0]}") and given.get(key) is None and key not in self.errors:
                        self.add_error(key, _t("请填写。"))
        return given

    @property
    def positioning(self) -> Positioning:
        """What was typed, as the action takes it."""
        given = self.cleaned_data
        plain = {name: given[name] for name in (*PLAIN, *PACE)}
        reposts = [(source, delay or 0, rule) for source, delay, rule in self._typed("reposts")]
        return Positioning(**plain, pillars=self._typed("pillars"), goals=self._typed("goals"), reposts=reposts)

    def _typed(self, name: str) -> list[Any]:
        (first, *rest), count = LISTS[name]
        given = self.cleaned_data
        kept = [n for n in range(count) if given.get(f"{name}_{n}_{first}")]
        return [tuple(given[f"{name}_{n}_{cell}"] for cell in (first, *rest)) for n in kept]


def _as_typed(sheet: PositioningSheet) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(sheet, name) for name in (*PLAIN, *PACE)}
    goals = [(metric, value, dt.date.fromisoformat(day)) for metric, value, day in sheet.goals]
    reposts = [(rule.source_id, rule.delay_minutes, rule.rule) for rule in sheet.reposts.all()]
    rows: dict[str, Sequence[Sequence[Any]]] = {"pillars": sheet.pillars, "goals": goals, "reposts": reposts}
    for name, values in rows.items():
        cells, count = LISTS[name]
        for n, row in enumerate(values[:count]):
            found |= {f"{name}_{n}_{cell}": value for cell, value in zip(cells, row, strict=True)}
    return found
