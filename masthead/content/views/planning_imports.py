"""Tables of dates and hot topics: upload, preview, take in, give up."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, forms, planning_tables, queries
from masthead.content.views.asking import ask
from masthead.content.views.topics import _member
from masthead.core.errors import NotThere
from masthead.core.permissions import requires


@requires(queries.ALMANAC_KEEP)
def dates_import(request: HttpRequest) -> HttpResponse:
    return _upload(request, "dates", _("营销日历"), "content:almanac")


@requires(queries.HOT_MARK)
def hot_import(request: HttpRequest) -> HttpResponse:
    return _upload(request, "hot", _("市场热点"), "content:hot")


def _upload(request: HttpRequest, kind: str, title: str, back: str) -> HttpResponse:
    member, form = _member(request), forms.TableInput(request.POST or None, request.FILES or None, kind=kind)

    def deed() -> Any:
        upload, text = form.cleaned_data["file"], form.cleaned_data.get("text", "")
        data, name = (upload.read(), upload.name or "") if upload else (b"", "")
        return actions.read_planning_table(kind=kind, by=member, data=data, name=name, text="" if upload else text)

    return ask(
        request, form, deed, template="content/planning_upload.html", done=_("已读取，请核对后确认"), after=lambda made: made, kind=kind,
        earlier=queries.planning_imports_of(member, kind), crumbs=[{"label": title, "href": reverse(back)}, {"label": _("导入")}],
    )  # fmt: skip


@requires(queries.ALMANAC_KEEP)
def planning_import(request: HttpRequest, pk: int) -> HttpResponse:
    one = queries.get_planning_import(pk)
    back = "content:almanac" if one.kind == "dates" else "content:hot"
    crumbs = [{"label": one.get_kind_display(), "href": reverse(back)}, {"label": _("导入预览")}]
    return render(request, "content/planning_import.html", {"one": one, "crumbs": crumbs})


@require_POST
@requires(queries.ALMANAC_KEEP)
def import_take(request: HttpRequest, pk: int) -> HttpResponse:
    one = queries.get_planning_import(pk)
    taken = actions.take_planning_table(one=one, by=_member(request))
    messages.success(request, _("已导入 %(n)d 条") % {"n": taken})
    return redirect("content:almanac_entries" if one.kind == "dates" else "content:hot")


@require_POST
@requires(queries.ALMANAC_KEEP)
def import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    one = queries.get_planning_import(pk)
    actions.drop_planning_table(one=one, by=_member(request))
    messages.success(request, _("已放弃，没有导入任何内容"))
    return redirect("content:almanac" if one.kind == "dates" else "content:hot")


@requires(queries.ALMANAC_READ)
def import_template(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001
    """A workbook to fill in."""
    if kind not in planning_tables.COLUMNS:
        raise NotThere(_("没有这个模板。"), code="no_template")
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(planning_tables.example(kind), content_type=mime)
    answer["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
    return answer
