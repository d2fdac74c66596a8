"""The last form before a flow comes into force."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PublishForm(forms.Form):
    """Why the flow changes; `edition` is the drawing that the page showed."""

    edition = forms.IntegerField(widget=forms.HiddenInput())
    reason = forms.CharField(
        label=_("发布理由"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写给以后查看的人：为什么这样改。会记入留痕，并通知组长。"),
    )  # fmt: skip
