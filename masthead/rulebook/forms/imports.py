"""Shape and wording of what people hand in about the rulebook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.rulebook.importing.blocks import CHAPTER, CLAUSE, FURNITURE, SECTION, TEXT

LEVELS = [
    (CHAPTER, _("章")),
    (SECTION, _("节")),
    (CLAUSE, _("条")),
    (TEXT, _("并入上一条的段落")),
    (FURNITURE, _("版面文字，不属于制度")),
]


class ImportFileInput(forms.Form):
    """The policy text to be imported."""

    file = forms.FileField(
        label=_("制度文件"),
        help_text=_("Word（.docx）、文本（.txt）或 Markdown（.md），20 MB 以内。旧版 .doc 和 PDF 请先另存为 .docx。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".docx,.txt,.md,.markdown"


class CorrectionInput(forms.Form):
    """One place of the preview, corrected."""

    role = forms.ChoiceField(label=_("层级"), choices=LEVELS)
    number = forms.CharField(label=_("编号"), required=False, max_length=60)
    text = forms.CharField(label=_("标题或正文"), required=False, widget=forms.Textarea(attrs={"rows": 5}), strip=False)


class SplitInput(forms.Form):
    """Where a new clause begins inside a place."""

    start = forms.CharField(label=_("从这几个字开始另起一条"), required=False, max_length=80)


class StoreInput(forms.Form):
    """The last step: a key for every place."""

    serial = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for position, place in enumerate(places):
            self.fields[f"key_{position}"] = forms.RegexField(
                r"^[0-9]{1,3}(\.[0-9]{1,3}){0,3}$",
                label=f"{place.number} {place.title}".strip(),
                initial=place.key,
                max_length=20,
                error_messages={"invalid": _("条款键由数字和点组成，例如 3.3.2。")},
            )

    def rows(self) -> list[tuple[Any, Any]]:
        """(place, field) in order."""
        return [(place, self[f"key_{position}"]) for position, place in enumerate(self.places)]

    def keys(self) -> dict[int, str]:
        return {position: self.cleaned_data[f"key_{position}"] for position in range(len(self.places))}
