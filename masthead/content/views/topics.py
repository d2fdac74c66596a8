"""Topics over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, forms, queries
from masthead.core.permissions import requires
from masthead.org.models import Member


def _member(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)
    return request.user


@requires("content.topic.read")
def topic_list(request: HttpRequest) -> HttpResponse:
    member, board = _member(request), request.GET.get("view") == "board"
    filters = forms.TopicFilterInput(request.GET, member=member)
    context = {"filters": filters, "board": board, "may_propose": member.has_perm("content.topic.propose")}
    if board:
        context["columns"] = queries.topic_board(member, filters.wanted())
    else:
        context["page"] = queries.topic_page(member, filters.wanted(), request.GET.get("cursor", ""))
    return render(request, "content/topic_list.html", context)


@requires("content.topic.read")
def topic_detail(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    topic = queries.get_topic_for(member, pk)
    step, items = queries.topic_step(member, topic)
    drafts = queries.drafts_of(topic, member)
    context = {"topic": topic, "drafts": drafts, "step": step, "menu_items": items, "crumbs": queries.topic_crumbs()}
    return render(request, "content/topic_detail.html", context)


@requires("content.topic.propose")
def topic_new(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    form = forms.TopicInput(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        topic = actions.propose_topic(**form.cleaned_data, by=member)
        messages.success(request, _("已提出选题，等待部门负责人采纳。"))
        return redirect(topic)
    status = 422 if form.errors else 200
    return render(request, "content/topic_form.html", {"form": form, "crumbs": queries.topic_crumbs()}, status=status)


@requires("content.topic.propose")
def topic_edit(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    topic = queries.get_topic_for(member, pk, "content.topic.propose")
    form = forms.TopicInput(request.POST or None, member=member, instance=topic)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.edit_topic(topic=topic, **form.cleaned_data, by=member))
    context = {"form": form, "topic": topic, "crumbs": queries.topic_crumbs(topic)}
    return render(request, "content/topic_form.html", context, status=422 if form.errors else 200)


@requires("content.topic.decide")
@require_POST
def topic_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    topic = actions.adopt_topic(topic=queries.get_topic_for(member, pk, "content.topic.decide"), by=member)
    messages.success(request, _("已采纳，可以开始写稿。"))
    return redirect(topic)


@requires("content.topic.decide")
@require_POST
def topic_drop(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    topic = queries.get_topic_for(member, pk, "content.topic.decide")
    actions.drop_topic(topic=topic, reason=request.POST.get("reason", ""), by=member)
    return redirect(topic)


@requires("content.topic.decide")
@require_POST
def topic_finish(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    topic = queries.get_topic_for(member, pk, "content.topic.decide")
    return redirect(actions.finish_topic(topic=topic, by=member))
