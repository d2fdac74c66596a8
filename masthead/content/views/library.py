"""The library over HTTP: list, material, folders, deeds on many, rights."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, forms, queries
from masthead.content.library_errors import material_not_there, wrong
from masthead.content.models import Material
from masthead.content.views.asking import ask
from masthead.content.views.topics import _member
from masthead.core.permissions import requires

READ, KEEP = "content.material.read", "content.material.keep"


@requires(READ)
def library(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    filters = forms.MaterialFilterInput(request.GET, member=member)
    context = queries.library_page(member, filters.wanted(), request.GET) | {"filters": filters}
    context["folder_choices"] = forms.folder_choices(member, KEEP) if context["may_keep"] else []
    return render(request, "content/library.html", context)


@requires(READ)
def material_detail(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    material = queries.get_material_for(member, pk)
    return render(request, "content/material.html", queries.material_page_of(member, material))


@requires(READ)
def material_rights(request: HttpRequest) -> HttpResponse:
    page = queries.rights_page(_member(request), request.GET.get("cursor", ""))
    return render(request, "content/material_rights.html", {"page": page, "crumbs": queries.material_crumbs()})


def _asked(
    request: HttpRequest, material: Material, form: Form, deed: Callable[[], Any], *, title: str, done: str
) -> HttpResponse:
    """A form about one material; what the action refuses stands beside its field."""
    words = {"title": title, "crumbs": queries.material_crumbs(material), "back": material}
    return ask(request, form, deed, template="content/material_form.html", to=material, done=done, **words)


@requires(KEEP)
def material_edit(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    material = queries.get_material_for(member, pk, KEEP)
    form = forms.DescriptionInput(request.POST or None, initial=forms.DescriptionInput.initial_of(material))
    return _asked(
        request, material, form, lambda: actions.change_material(material=material, **form.cleaned_data, by=member),
        title=_("修改说明与标签"), done=_("已保存"),
    )  # fmt: skip


@requires(KEEP)
def licence_new(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    material = queries.get_material_for(member, pk, KEEP)
    held = queries.papers_of([material]).licences.get(material.pk)
    form = forms.LicenceInput(request.POST or None, request.FILES or None, initial=forms.LicenceInput.initial_of(held))
    return _asked(
        request, material, form, lambda: actions.record_licence(material=material, **form.words(), by=member),
        title=_("更新授权") if held else _("登记授权"), done=_("已登记授权。"),
    )  # fmt: skip


@requires(KEEP)
def consent_new(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    material = queries.get_material_for(member, pk, KEEP)
    form = forms.ConsentInput(request.POST or None, request.FILES or None)
    return _asked(
        request, material, form, lambda: actions.record_consent(material=material, **form.words(), by=member),
        title=_("登记肖像同意"), done=_("已登记肖像同意。"),
    )  # fmt: skip


@requires(KEEP)
@require_POST
def consent_withdraw(request: HttpRequest, pk: int, consent_pk: int) -> HttpResponse:
    member = _member(request)
    material = queries.get_material_for(member, pk, KEEP)
    consent = queries.consent_of(material, consent_pk)
    if consent is None:
        raise material_not_there()
    actions.withdraw_consent(consent=consent, reason=request.POST.get("reason", ""), by=member)
    return redirect(material)


@requires(KEEP)
@require_POST
def material_archive(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    material = queries.get_material_for(member, pk, KEEP)
    actions.archive_materials(materials=[material], by=member)
    return redirect(material)


@requires(KEEP)
@require_POST
def material_restore(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    material = queries.get_material_for(member, pk, KEEP)
    actions.restore_material(material=material, by=member)
    return redirect(material)


@requires(KEEP)
@require_POST
def material_label(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    material = queries.get_material_for(member, pk, KEEP)
    actions.label_ai_picture(material=material, by=member)
    messages.success(request, _("已加注「AI 生成」标识，存为新版本。"))
    return redirect(material)


@requires(KEEP)
@require_POST
def material_cover(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    material = queries.get_material_for(member, pk, KEEP)
    seconds = request.POST.get("at", "")
    if not seconds.replace(".", "", 1).isdigit():
        raise wrong("at", _("请填写秒数，例如 3.5。"))
    actions.choose_cover(material=material, at_ms=round(float(seconds) * 1000), by=member)
    return redirect(material)


@requires(KEEP)
@require_POST
def materials_bulk(request: HttpRequest) -> HttpResponse:
    member, given = _member(request), request.POST
    chosen = queries.materials_to_change(member, [int(k) for k in given.getlist("material") if k.isdigit()])
    deed, folder = given.get("deed", ""), given.get("folder", "")
    if deed == "move":
        target = queries.get_folder_for(member, int(folder), KEEP) if folder.isdigit() else None
        actions.move_materials(materials=chosen, folder=target, by=member)
    elif deed == "tag":
        actions.tag_materials(materials=chosen, tags=given.get("tags", "").replace("，", ",").split(","), by=member)
    elif deed == "archive":
        actions.archive_materials(materials=chosen, by=member)
    messages.success(request, _("已处理 %(n)d 个素材。") % {"n": len(chosen)})
    back = given.get("back", "")
    return redirect(reverse("content:library") + (back if back.startswith("?") else ""))


@requires(KEEP)
def folder_new(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    form = forms.FolderInput(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        parent = queries.get_folder_for(member, int(given["parent"]), KEEP) if given["parent"] else None
        unit = parent.unit if parent else next(u for u in queries.units_for(member, KEEP) if u.pk == given["unit"])
        actions.make_folder(unit=unit, name=given["name"], parent=parent, shared=given["shared"], by=member)
        return redirect("content:library")
    context = {"form": form, "title": _("新建文件夹"), "crumbs": queries.material_crumbs()}
    return render(request, "content/material_form.html", context, status=422 if form.errors else 200)
