"""Input kinds shared by the forms of this room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.content import queries
from masthead.org import queries as org
from masthead.org.models import Member

ALL = ("", _("全部"))


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"step": 60})


def unit_choices(member: Member, capability: str) -> list[tuple[Any, Any]]:
    return [(u.pk, u.name) for u in queries.units_for(member, capability)]


def member_choices() -> list[tuple[Any, Any]]:
    return [(m.pk, m.name) for m in org.active_members()]
