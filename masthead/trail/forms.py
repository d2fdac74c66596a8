"""Filters of the event list."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.trail.models import Outcome


def _hint(text: str | Promise) -> forms.TextInput:
    return forms.TextInput(attrs={"placeholder": text})


class EventFilter(forms.Form):
    """Fields are the arguments of `queries.find_events`; `q` is part of an object's name, or `kind:key` for exactly one object."""

    q = forms.CharField(label=_("对象"), required=False, max_length=200, widget=_hint(_("对象名称")))
    person = forms.CharField(label=_("办理人"), required=False, max_length=80)
    clause = forms.RegexField(
        r"^\d+(\.\d+)*$", label=pgettext_lazy("one", "条款"), required=False, max_length=20, widget=_hint("3.3.2")
    )
    outcome = forms.ChoiceField(label=_("结果"), required=False, choices=[("", _("全部结果")), *Outcome.choices])
