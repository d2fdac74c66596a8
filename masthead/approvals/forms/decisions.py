"""Shape of a decision."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HASH = forms.HiddenInput()


class ApproveForm(forms.Form):
    """Every aspect confirmed, on the content that the page showed."""

    confirmations = forms.MultipleChoiceField(
        label=_("审核确认"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请逐项核对并勾选，全部确认后才能通过。")},
    )
    comment = forms.CharField(
        label=_("意见"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    hash_seen = forms.CharField(max_length=64, widget=HASH)

    def __init__(
        self, *args: Any, aspects: Sequence[tuple[str, str | Promise]], noted: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.noted = noted
        for key, _label in aspects if noted else []:
            self.fields[f"note_{key}"] = forms.CharField(required=False, max_length=300)
        field = self.fields["confirmations"]
        assert isinstance(field, forms.MultipleChoiceField)
        self.aspects = list(aspects)
        field.choices = self.aspects
        field.required = bool(aspects)

    @property
    def notes(self) -> dict[str, str]:
        """{aspect: what was written beside it}, also of a form that could not be used."""
        return {key: str(self.data.get(f"note_{key}", "")) for key, _label in self.aspects} if self.noted else {}

    def decision(self) -> dict[str, Any]:
        """Keyword arguments of approve_task."""
        given = self.cleaned_data
        return {name: given[name] for name in ("confirmations", "comment", "hash_seen")} | {"notes": self.notes}

    def clean_confirmations(self) -> list[str]:
        """All of them: one that is missing is named."""
        given: list[str] = self.cleaned_data["confirmations"]
        missing = [str(label) for key, label in self.aspects if key not in given]
        if missing:
            raise forms.ValidationError(
                _("还没有确认：%(what)s。"), params={"what": _("、").join(missing)}, code="not_confirmed"
            )
        return given


class TurnDownForm(forms.Form):
    """Why it goes back or ends; the words reach the requester."""

    reason = forms.CharField(label=_("意见"), min_length=4, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    hash_seen = forms.CharField(max_length=64, widget=HASH)


class WithdrawForm(forms.Form):
    """Why the requester takes it back."""

    reason = forms.CharField(label=_("理由"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
