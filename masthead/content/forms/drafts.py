"""Forms of drafts: starting, writing, arranging, review."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.content import limits, queries
from masthead.content.forms.inputs import ALL, MomentInput, member_choices, unit_choices
from masthead.content.models import Draft
from masthead.content.states import DraftState
from masthead.org import queries as org
from masthead.org.models import Member


class DraftFilterInput(forms.Form):
    """Filters of the draft list."""

    q = forms.CharField(label=_("搜索标题"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *DraftState.choices])
    unit = forms.TypedChoiceField(label=_("部门"), required=False, coerce=int, empty_value=None)
    author = forms.TypedChoiceField(label=_("作者"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["placeholder"] = _("搜索标题")
        unit: Any = self.fields["unit"]
        unit.choices = [ALL, *unit_choices(member, "content.draft.read")]
        author: Any = self.fields["author"]
        author.choices = [ALL, *member_choices()]

    def wanted(self) -> queries.DraftFilter:
        """The filter in words of the query; a wrong value does not narrow."""
        self.is_valid()
        given = self.cleaned_data
        return queries.DraftFilter(
            q=given.get("q", ""), state=given.get("state", ""), unit_id=given.get("unit"), author_id=given.get("author")
        )


class StartInput(forms.Form):
    """A draft begins under an adopted topic, empty or from a Word file."""

    topic: Any = forms.ModelChoiceField(
        label=pgettext_lazy("one", "选题"),
        queryset=None,
        empty_label=None,
        help_text=_("只列出已采纳、还在撰写的选题。"),
    )
    word = forms.FileField(
        label=_("Word 或 Markdown 文件"),
        required=False,
        help_text=_("可直接导入 .docx（含图片）或 .md、.txt，20 MB 以内；不选则从空白开始。"),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        topic.queryset = queries.topics_to_write(member)
        self.fields["word"].widget.attrs["accept"] = ".docx,.md,.markdown,.txt"


class WordInput(forms.Form):
    """A Word file that replaces the text of a draft."""

    word = forms.FileField(
        label=_("Word 或 Markdown 文件"), help_text=_("接受 .docx、.md、.txt，20 MB 以内；旧版 .doc 请先另存为 .docx。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].widget.attrs["accept"] = ".docx,.md,.markdown,.txt"


class TextInput(forms.Form):
    """The words of a draft as the editor hands them in."""

    title = forms.CharField(
        label=_("标题"),
        required=False,
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 1, "placeholder": _("标题")}),
    )
    byline = forms.CharField(label=_("署名"), required=False, max_length=limits.BYLINE_MOST)
    digest = forms.CharField(
        label=_("摘要"), required=False, max_length=240, widget=forms.Textarea(attrs={"rows": 3, "form": "text-form"})
    )
    html = forms.CharField(label=_("正文"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 18}))
    cover = forms.IntegerField(required=False, widget=forms.HiddenInput())
    source_url = forms.URLField(
        label=_("原文链接"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"form": "text-form"}),
    )
    tags = forms.JSONField(required=False, widget=forms.HiddenInput())
    settings = forms.JSONField(required=False, widget=forms.HiddenInput())
    variants = forms.JSONField(required=False, widget=forms.HiddenInput())
    video = forms.IntegerField(required=False, widget=forms.HiddenInput())
    expected_revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    void_approval = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        """No video at all takes the one away that was there; a door that never speaks of videos leaves it."""
        given = super().clean() or {}
        if "video" not in self.data:
            given.pop("video", None)
        return given


EMPTY: dict[str, Any] = {"tags": [], "settings": {}, "variants": {}}


class KeystrokesInput(forms.Form):
    """The same words on their way, plus where they started and which window writes. Nothing is refused for its shape: it is cleaned later."""

    title = forms.CharField(required=False, max_length=500)
    byline = forms.CharField(required=False, max_length=200)
    digest = forms.CharField(required=False, max_length=1000)
    html = forms.CharField(required=False, strip=False)
    cover = forms.IntegerField(required=False)
    source_url = forms.CharField(required=False, max_length=1000)
    tags = forms.JSONField(required=False)
    settings = forms.JSONField(required=False)
    variants = forms.JSONField(required=False)
    video = forms.IntegerField(required=False)
    base = forms.IntegerField(min_value=0)
    serial = forms.IntegerField(min_value=0)
    window = forms.CharField(max_length=32)

    def body(self) -> dict[str, Any]:
        """What is kept of them; what an older window did not send is not there."""
        later = [name for name in ("tags", "settings", "variants", "video") if name in self.data]
        given = self.cleaned_data
        kept = {name: given[name] for name in ("title", "byline", "digest", "html", "cover", "source_url", *later)}
        return kept | {name: given[name] or EMPTY[name] for name in later if name in EMPTY}


class ReleaseInput(forms.Form):
    """Accounts and window of a draft."""

    accounts: Any = forms.ModelMultipleChoiceField(
        label=_("发布账号"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("只列出您可以使用的账号。"),
    )
    window_start = forms.DateTimeField(label=_("最早发布"), required=False, widget=MomentInput())
    window_end = forms.DateTimeField(label=_("最晚发布"), required=False, widget=MomentInput())
    void_approval = forms.BooleanField(label=_("我知道修改会使审批失效，需要重新审核"), required=False)

    def __init__(self, *args: Any, draft: Draft, member: Member, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self._initial(draft))
        super().__init__(*args, **kwargs)
        accounts: Any = self.fields["accounts"]
        accounts.queryset = queries.accounts_to_aim_at(member, draft)
        accounts.label_from_instance = lambda account: account.full_name  # one name stands for several platforms
        if draft.state != DraftState.APPROVED:
            del self.fields["void_approval"]
        else:
            self.fields["void_approval"].required = True

    @staticmethod
    def _initial(draft: Draft) -> dict[str, Any]:
        return {
            "accounts": [a.pk for a in draft.accounts.all()],
            "window_start": draft.window_start,
            "window_end": draft.window_end,
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start: dt.datetime | None = given.get("window_start")
        end: dt.datetime | None = given.get("window_end")
        if (start is None) != (end is None):
            self.add_error("window_end" if start else "window_start", _("最早和最晚时间要一起填写。"))
        elif start and end and end <= start:
            self.add_error("window_end", _("最晚发布时间必须晚于最早发布时间。"))
        return given


class CoauthorsInput(forms.Form):
    """Who else may write a draft."""

    members: Any = forms.ModelMultipleChoiceField(
        label=_("协作者"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("保存过版本的人不能审核这篇稿件。"),
    )

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"members": [m.pk for m in draft.coauthors.all()]})
        super().__init__(*args, **kwargs)
        writers = {m.pk for role in ("editor", "head") for m in org.holders_of_role(role, unit_id=draft.unit_id)}
        members: Any = self.fields["members"]
        members.queryset = org.active_members().filter(pk__in=writers - {draft.author_id})


class ReasonInput(forms.Form):
    """The typed reason of a deed that cannot be undone silently."""

    reason = forms.CharField(label=_("理由"), min_length=4, max_length=500)
