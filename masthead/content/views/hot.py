"""Hot topics: list, one, marks, judgement, a topic out of it; the sources that bring them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, forms, queries
from masthead.content.views.asking import ask
from masthead.content.views.topics import _member
from masthead.core.errors import BadInput
from masthead.core.permissions import requires

READ, MARK, COLLECT = queries.ALMANAC_READ, queries.HOT_MARK, queries.HOT_COLLECT


def crumbs(*more: str) -> list[dict[str, str]]:
    return [{"label": _("市场热点"), "href": reverse("content:hot")}, *({"label": word} for word in more)]


@requires(READ)
def hot_list(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    filters = forms.HotFilterInput(request.GET, sources=queries.hot_sources())
    found = queries.hot_page(member, filters.wanted(), request.GET.get("cursor", ""))
    rights = {"may_mark": member.has_perm(MARK), "may_collect": member.has_perm(COLLECT)}
    context = {"filters": filters, "found": found, "page": found.page, "wanted": filters.wanted(), **rights}
    return render(request, "content/hot_list.html", context)


@requires(MARK)
def hot_new(request: HttpRequest) -> HttpResponse:
    form = forms.HotInput(request.POST or None)
    return ask(
        request, form,
        lambda: actions.add_hot_topics(items=[form.item()], origin=form.cleaned_data["origin"], by=_member(request)),
        template="content/hot_form.html", done=_("已录入；相同的热点只保留一条"),
        after=lambda made: made[0] if made else reverse("content:hot"), crumbs=crumbs(_("录入热点")),
    )  # fmt: skip


@requires(READ)
def hot_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, pk, None)


def _detail(request: HttpRequest, pk: int, form: forms.JudgeInput | None) -> HttpResponse:
    member, hot = _member(request), queries.get_hot(pk)
    context = {
        "hot": hot,
        "warmth": queries.warmth_of(hot),
        "marks": queries.hot_marks_of(hot),
        "form": form or forms.JudgeInput(initial=forms.JudgeInput.of(hot)),
        "may_mark": member.has_perm(MARK),
        "units": forms.UnitInput(member=member).units.values() if member.has_perm("content.topic.propose") else [],
        "crumbs": crumbs(hot.title[:20]),
    }
    return render(request, "content/hot_detail.html", context, status=422 if form else 200)


@require_POST
@requires(MARK)
def hot_mark(request: HttpRequest, pk: int) -> HttpResponse:
    hot = actions.mark_hot_topic(hot=queries.get_hot(pk), fits=request.POST.get("fits") == "yes", by=_member(request))
    if request.headers.get("HX-Request"):
        context = {"hot": hot, "mine": {hot.pk: request.POST.get("fits") == "yes"}, "may_mark": True}
        return render(request, "content/_hot_marks.html", context)
    return redirect(hot)


@require_POST
@requires(MARK)
def hot_judge(request: HttpRequest, pk: int) -> HttpResponse:
    hot, form = queries.get_hot(pk), forms.JudgeInput(request.POST)
    if not form.is_valid():
        return _detail(request, pk, form)
    given = form.cleaned_data
    tags = forms.hot.tags_of(given["tags"])
    if given["risk"] in ("care", "no") and not given["risk_note"].strip():
        form.add_error("risk_note", _("慎跟或不跟请写明风险。"))
        return _detail(request, pk, form)
    actions.judge_hot_topic(hot=hot, risk=given["risk"], note=given["risk_note"], tags=tags, by=_member(request))
    messages.success(request, _("评估已保存"))
    return redirect(hot)


@require_POST
@requires("content.topic.propose")
def hot_make_topic(request: HttpRequest, pk: int) -> HttpResponse:
    member, hot = _member(request), queries.get_hot(pk)
    form = forms.UnitInput(request.POST, member=member)
    if not form.is_valid():
        raise BadInput(_("请选择部门。"), code="no_unit", clause="3.3.1")
    topic = actions.make_topic_of_hot(hot=hot, unit=form.units[form.cleaned_data["unit"]], by=member)
    messages.success(request, _("已提出选题，请补充角度和账号。"))
    return redirect("content:topic_edit", topic.pk)


@requires(READ)
def source_list(request: HttpRequest) -> HttpResponse:
    context = {"rows": queries.hot_sources(), "may_collect": _member(request).has_perm(COLLECT)}
    return render(request, "content/hot_sources.html", context | {"crumbs": crumbs(_("热点来源"))})


@requires(COLLECT)
def source_new(request: HttpRequest) -> HttpResponse:
    form = forms.SourceInput(request.POST or None)
    return ask(
        request, form, lambda: actions.keep_source(words=form.words(), by=_member(request)),
        template="content/hot_source.html", done=_("已保存，正在读取"), after=lambda _made: reverse("content:hot_sources"), crumbs=crumbs(_("添加来源")),
    )  # fmt: skip


@requires(COLLECT)
def source_edit(request: HttpRequest, pk: int) -> HttpResponse:
    source = queries.get_source(pk)
    form = forms.SourceInput(request.POST or None, initial=forms.SourceInput.of(source))
    return ask(
        request, form,
        lambda: actions.keep_source(words=form.words(), by=_member(request), source=source),
        template="content/hot_source.html", done=_("已保存"), after=lambda _made: reverse("content:hot_sources"), source=source, crumbs=crumbs(source.name),
    )  # fmt: skip


@require_POST
@requires(COLLECT)
def source_read(request: HttpRequest, pk: int) -> HttpResponse:
    actions.ask_source(source=queries.get_source(pk), by=_member(request))
    messages.success(request, _("正在读取，稍后刷新可见结果"))
    return redirect("content:hot_sources")
