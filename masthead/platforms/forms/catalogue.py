"""Own platforms and corrections of limits."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from masthead.platforms import queries
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.models import PlatformLimit
from masthead.platforms.queries import FORMS
from masthead.platforms.states import Mark

BY_HAND = [(Mode.ASSISTED.value, Mode.ASSISTED.label), (Mode.NONE.value, Mode.NONE.label)]


class OwnPlatformForm(forms.Form):
    """A platform that the catalogue does not have; everything is done by hand or not at all."""

    name = forms.CharField(label=_("平台名称"), max_length=40)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    shapes = forms.MultipleChoiceField(
        label=_("内容形式"), widget=forms.CheckboxSelectMultiple, choices=[(str(k), v) for k, v in FORMS.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ability in Ability:
            self.fields[f"mode_{ability}"] = forms.ChoiceField(
                label=ability.label, choices=BY_HAND, initial=Mode.ASSISTED if ability == Ability.PUBLISH else Mode.NONE
            )
            self.fields[f"reason_{ability}"] = forms.CharField(label=_("怎么做，或为什么不做"), max_length=200)

    def plain(self) -> list[BoundField]:
        return [self["name"], self["note"], self["shapes"]]

    def told(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Each ability with its reason."""
        for ability in Ability:
            yield self[f"mode_{ability}"], self[f"reason_{ability}"]

    @property
    def given(self) -> dict[str, Any]:
        """As the action takes it."""
        typed = self.cleaned_data
        abilities = {str(a): (typed[f"mode_{a}"], typed[f"reason_{a}"]) for a in Ability}
        return {"name": typed["name"], "note": typed["note"], "forms": typed["shapes"], "abilities": abilities}


class LimitFilterForm(forms.Form):
    """The bar above the limits."""

    platform = forms.ChoiceField(label=_("平台"), required=False)
    mark = forms.ChoiceField(label=_("把握"), required=False, choices=[("", _("全部")), *Mark.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["platform"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部")), *((p.key, str(p)) for p in queries.all_platforms())]


class LimitForm(forms.Form):
    """A correction of one limit."""

    value = forms.IntegerField(label=_("数值"), min_value=0)
    mark = forms.ChoiceField(label=_("把握"), choices=Mark.choices, help_text=_("在真实账号上试过的选「确定」。"))
    source = forms.CharField(label=_("出处"), max_length=200, help_text=_("官方页面、平台答复或试用记录。"))
    reason = forms.CharField(label=_("更正理由"), max_length=200)

    def __init__(self, *args: Any, limit: PlatformLimit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"value": limit.value, "mark": limit.mark, "source": limit.source})
        self.fields["value"].label = f"{limit} · {limit.unit}"
