"""Trying the rules on a piece of text."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TryForm(forms.Form):
    text = forms.CharField(
        label=_("试一段文字"), widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000, required=False
    )
