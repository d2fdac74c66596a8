"""Shape of bringing other people in, and of sending back to a step."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.approvals.models import Origin, Resume, StepRun
from masthead.org.models import Member

WORDS = forms.Textarea(attrs={"rows": 3})
START = -1
NOBODY = _("没有其他人可以审批这份内容。")


def _choices(people: Sequence[Member]) -> list[tuple[int, str]]:
    return [(m.pk, m.name) for m in people]


class AddForm(forms.Form):
    """Who is asked in addition, and when."""

    how = forms.ChoiceField(
        label=_("什么时候请他们审批"),
        choices=[
            (Origin.BEFORE.value, _("在我之前：他们都通过后，再轮到我")),
            (Origin.PARALLEL.value, _("与我同时：我和他们都要通过")),
            (Origin.AFTER.value, _("在我之后：我通过后，他们再审批")),
        ],
        initial=Origin.BEFORE.value,
        widget=forms.RadioSelect,
    )
    people = forms.TypedMultipleChoiceField(
        label=_("加签人"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择加签人。")},
    )
    words = forms.CharField(label=_("说明"), required=False, max_length=500, widget=WORDS)

    def __init__(self, *args: Any, people: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {m.pk: m for m in people}
        field = self.fields["people"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = _choices(people)
        field.help_text = "" if people else NOBODY

    def clean_people(self) -> list[Member]:
        """The members themselves."""
        return [self._people[pk] for pk in self.cleaned_data["people"]]


class PassForm(forms.Form):
    """Who takes the task, and why."""

    to = forms.TypedChoiceField(label=_("交给"), coerce=int, error_messages={"required": _("请选择接手的人。")})
    words = forms.CharField(label=_("说明"), required=False, max_length=500, widget=WORDS)

    def __init__(self, *args: Any, people: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {m.pk: m for m in people}
        field = self.fields["to"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("请选择")), *_choices(people)]
        field.help_text = "" if people else NOBODY

    def clean_to(self) -> Member:
        """The member."""
        return self._people[self.cleaned_data["to"]]


class ReturnToForm(forms.Form):
    """How far back, and where it goes on afterwards."""

    place = forms.TypedChoiceField(label=_("退回给"), coerce=int, widget=forms.RadioSelect)
    resume = forms.ChoiceField(
        label=_("之后怎样继续"),
        choices=Resume.choices,
        initial=Resume.REPLAY.value,
        widget=forms.RadioSelect,
        help_text=_("内容有任何改动时，一律逐个节点重新审批。"),
    )
    reason = forms.CharField(label=_("意见"), min_length=4, max_length=1000, widget=WORDS)
    hash_seen = forms.CharField(max_length=64, widget=forms.HiddenInput())

    def __init__(self, *args: Any, behind: Sequence[StepRun], requester: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.TypedChoiceField)
        steps = [(s.place, _("节点「%(step)s」") % {"step": s.name}) for s in behind]
        field.choices = [*steps, (START, _("提交人 %(who)s") % {"who": requester})]
        field.initial = field.choices[0][0]


class HandOverForm(forms.Form):
    """Whose open tasks go to whom."""

    to = forms.TypedChoiceField(label=_("交给"), coerce=int, error_messages={"required": _("请选择接手的人。")})
    reason = forms.CharField(label=_("原因"), min_length=4, max_length=500, widget=WORDS)

    def __init__(self, *args: Any, people: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {m.pk: m for m in people}
        field = self.fields["to"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("请选择")), *_choices(people)]

    def clean_to(self) -> Member:
        """The member."""
        return self._people[self.cleaned_data["to"]]
