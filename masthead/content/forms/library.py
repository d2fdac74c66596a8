"""Forms of the asset library."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.content import queries
from masthead.content.forms.inputs import ALL, DayInput, unit_choices
from masthead.content.models import AiPart, LicenceKind, Material, MaterialKind, MaterialLicence
from masthead.core import clock
from masthead.org import queries as org
from masthead.org.models import Member

KEEP = "content.material.keep"
RIGHTS = [("ok", _("可用")), ("soon", _("30 天内到期")), ("over", _("已到期")), ("missing", _("没有授权或同意"))]


def _tags(text: str) -> list[str]:
    for mark in "，、;；\n":
        text = text.replace(mark, ",")
    return [tag.strip() for tag in text.split(",") if tag.strip()]


def folder_choices(member: Member, capability: str = "content.material.read") -> list[tuple[Any, Any]]:
    """Folders with their depth shown; for keeping, only those that the member may fill."""
    allowed = set(queries.folders_visible_to(member, capability).values_list("pk", flat=True))
    return [
        (str(line.folder.pk), f"{'　' * line.depth}{line.folder.name}")
        for line in queries.folder_tree(member)
        if line.folder.pk in allowed
    ]


class MaterialFilterInput(forms.Form):
    """Filters of the library; everything stays in the address."""

    q = forms.CharField(label=_("搜索素材"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[ALL, *MaterialKind.choices])
    rights = forms.ChoiceField(label=_("授权"), required=False, choices=[ALL, *RIGHTS])
    tag = forms.ChoiceField(label=_("标签"), required=False)
    unit = forms.TypedChoiceField(label=_("部门"), required=False, coerce=int, empty_value=None)
    ai = forms.ChoiceField(label=_("AI 使用"), required=False, choices=[ALL, *AiPart.choices])
    folder = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    view = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    archived = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["placeholder"] = _("搜索名称、说明、标签、来源")
        tag: Any = self.fields["tag"]
        tag.choices = [ALL, *((name, name) for name in queries.known_tags(member))]
        unit: Any = self.fields["unit"]
        unit.choices = [ALL, *unit_choices(member, "content.material.read")]

    def wanted(self) -> queries.MaterialFilter:
        """The filter in words of the query; a wrong value does not narrow."""
        self.is_valid()
        given = self.cleaned_data
        return queries.MaterialFilter(
            q=given.get("q", ""), kind=given.get("kind", ""), folder=given.get("folder", ""), tag=given.get("tag", ""),
            unit_id=given.get("unit"), rights=given.get("rights", ""), ai=given.get("ai", ""), archived=given.get("archived") == "yes",
        )  # fmt: skip


class DescriptionInput(forms.Form):
    """What is said of a material."""

    name = forms.CharField(label=_("名称"), max_length=120)
    note = forms.CharField(label=_("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    source = forms.CharField(
        label=_("来源"), max_length=200, required=False, help_text=_("谁、在哪里、什么时候拍摄或取得。")
    )
    tags = forms.CharField(label=_("标签"), max_length=300, required=False, help_text=_("用逗号隔开，最多 12 个。"))
    ai = forms.ChoiceField(
        label=_("AI 使用"),
        choices=AiPart.choices,
        initial=AiPart.NONE,
        help_text=_("AI 生成的内容必须如实申报，发布时按规定标识。"),
    )
    has_people = forms.BooleanField(label=_("画面中有可辨认的人"), required=False)

    def clean_tags(self) -> list[str]:
        return _tags(self.cleaned_data["tags"])

    @staticmethod
    def initial_of(material: Material) -> dict[str, Any]:
        """The present words of a material."""
        words = {name: getattr(material, name) for name in ("name", "note", "source", "ai", "has_people")}
        return words | {"tags": "，".join(material.tags)}


class LicenceInput(forms.Form):
    """By what right a material is used."""

    kind = forms.ChoiceField(label=_("授权方式"), choices=LicenceKind.choices)
    licensor = forms.CharField(
        label=_("授权方"), max_length=100, required=False, help_text=_("购买、许可、用户投稿必填。")
    )
    reference = forms.CharField(label=_("合同或许可编号"), max_length=100, required=False)
    valid_from = forms.DateField(label=_("生效日"), required=False, widget=DayInput())
    valid_until = forms.DateField(
        label=_("到期日"), required=False, widget=DayInput(), help_text=_("不填表示长期有效。")
    )
    platforms = forms.MultipleChoiceField(
        label=_("可用平台"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("都不选表示不限平台。")
    )
    purpose = forms.CharField(label=_("可用范围"), max_length=200, required=False)
    territory = forms.CharField(label=_("地域"), max_length=60, required=False)
    proof = forms.FileField(label=_("授权文件"), required=False, help_text=_("合同、订单或许可截图，PDF 或图片。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["platforms"]
        field.choices = list(queries.platform_names().items())

    @staticmethod
    def initial_of(licence: MaterialLicence | None) -> dict[str, Any]:
        """A renewal starts from what holds now; the days are asked anew."""
        names = ("kind", "licensor", "reference", "platforms", "purpose", "territory")
        return {name: getattr(licence, name) for name in names} if licence else {}

    def words(self) -> dict[str, Any]:
        """Keyword arguments of record_licence."""
        return {**self.cleaned_data, "proof": read_proof(self.cleaned_data.get("proof"))}


class ConsentInput(forms.Form):
    """A shown person agrees."""

    person = forms.CharField(label=_("被拍摄人"), max_length=40)
    is_minor = forms.BooleanField(label=_("未成年人（须监护人书面同意）"), required=False)
    guardian = forms.CharField(label=_("监护人"), max_length=40, required=False)
    given_on = forms.DateField(label=_("同意日期"), widget=DayInput(), initial=clock.today)
    valid_until = forms.DateField(
        label=_("到期日"), required=False, widget=DayInput(), help_text=_("不填表示长期有效。")
    )
    proof = forms.FileField(label=_("同意书"), required=False, help_text=_("签字的同意书扫描件或照片。"))

    def words(self) -> dict[str, Any]:
        """Keyword arguments of record_consent."""
        return {**self.cleaned_data, "proof": read_proof(self.cleaned_data.get("proof"))}


class RegisterInput(forms.Form):
    """What the files of one upload have in common when they are registered."""

    unit = forms.TypedChoiceField(label=_("部门"), coerce=int)
    folder = forms.ChoiceField(label=_("文件夹"), required=False)
    tags = forms.CharField(label=_("标签"), max_length=300, required=False, help_text=_("用逗号隔开，最多 12 个。"))
    source = forms.CharField(
        label=_("来源"), max_length=200, required=False, help_text=_("谁、在哪里、什么时候拍摄或取得。")
    )
    ai = forms.ChoiceField(label=_("AI 使用"), choices=AiPart.choices, initial=AiPart.NONE)
    has_people = forms.BooleanField(label=_("画面中有可辨认的人"), required=False)
    licence = forms.ChoiceField(
        label=_("授权方式"),
        required=False,
        choices=[("", _("稍后登记（登记前不能使用）")), *LicenceKind.choices],
        initial=LicenceKind.OWN,
    )
    licensor = forms.CharField(
        label=_("授权方"), max_length=100, required=False, help_text=_("购买、许可、用户投稿必填。")
    )
    valid_until = forms.DateField(label=_("到期日"), required=False, widget=DayInput())

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        unit, folder = self.fields["unit"], self.fields["folder"]
        unit.choices = unit_choices(member, KEEP)  # type: ignore[attr-defined]
        unit.initial = org.primary_unit_id(member)
        folder.choices = [("", _("不放入文件夹")), *folder_choices(member, KEEP)]  # type: ignore[attr-defined]

    def clean_tags(self) -> list[str]:
        return _tags(self.cleaned_data["tags"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        needs = (LicenceKind.BOUGHT, LicenceKind.LICENSED, LicenceKind.READER)
        if given.get("licence") in needs and not given.get("licensor", "").strip():
            self.add_error("licensor", _("请填写授权方。"))
        return given

    def words(self) -> dict[str, Any]:
        """Keyword arguments of register_uploads, the licence left out."""
        given = self.cleaned_data
        folder = queries.get_folder_for(self.member, int(given["folder"]), KEEP) if given["folder"] else None
        unit = next(u for u in queries.units_for(self.member, KEEP) if u.pk == given["unit"])
        return {
            "unit": unit, "folder": folder, "tags": given["tags"], "source": given["source"], "ai": given["ai"],
            "has_people": given["has_people"],
        }  # fmt: skip

    def licence_words(self) -> dict[str, Any]:
        """Keyword arguments of record_licence, {} when it comes later."""
        given = self.cleaned_data
        if not given["licence"]:
            return {}
        until: dt.date | None = given["valid_until"]
        return {"kind": given["licence"], "licensor": given["licensor"], "valid_until": until}


class FolderInput(forms.Form):
    """A new folder."""

    name = forms.CharField(label=_("文件夹名称"), max_length=40)
    unit = forms.TypedChoiceField(label=_("部门"), coerce=int)
    parent = forms.ChoiceField(label=_("上级文件夹"), required=False)
    shared = forms.BooleanField(label=_("全公司可见"), required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, parent = self.fields["unit"], self.fields["parent"]
        unit.choices = unit_choices(member, KEEP)  # type: ignore[attr-defined]
        unit.initial = org.primary_unit_id(member)
        parent.choices = [("", _("无（顶层）")), *folder_choices(member, KEEP)]  # type: ignore[attr-defined]


def read_proof(upload: Any) -> tuple[bytes, str] | None:
    """(bytes, name) of a paper that came with a form; the size is checked when it is stored."""
    return (upload.read(), upload.name or "") if upload else None
