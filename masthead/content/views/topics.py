"""Topics over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from masthead.content import actions, forms, queries
from masthead.content.views.asking import ask, back_to, member_of
from masthead.core.errors import NotThere
from masthead.core.permissions import requires

_member = member_of
DECISIONS = {
    "postpone": (gettext_lazy("延期"), gettext_lazy("选题保持现在的状态，换一个更晚的计划日。")),
    "assign": (gettext_lazy("指派负责人"), gettext_lazy("负责人要在该部门有写稿权限，会收到通知。")),
    "drop": (gettext_lazy("放弃选题"), gettext_lazy("放弃后不能再写新的稿件，已有稿件不受影响。此操作不能撤销。")),
}


@requires("content.topic.read")
def topic_list(request: HttpRequest) -> HttpResponse:
    member, board = _member(request), request.GET.get("view") == "board"
    filters = forms.TopicFilterInput(request.GET, member=member)
    context = {"filters": filters, "board": board, "may_propose": member.has_perm("content.topic.propose")}
    context |= {"saved": queries.topic_views(member), "may_decide": member.has_perm("content.topic.decide")}
    context["undated"] = queries.undated_count(member)
    if board:
        context["columns"] = queries.topic_board(member, filters.wanted(), request.GET.get("full", ""))
        context["here"] = request.get_full_path()
    else:
        context["page"] = queries.topic_page(member, filters.wanted(), request.GET.get("cursor", ""))
        context["bulk"] = forms.DecisionInput(deed="assign", auto_id="bulk-%s")
    return render(request, "content/topic_list.html", context)


@requires("content.topic.read")
def topic_detail(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    topic = queries.get_topic_for(member, pk)
    step, items = queries.topic_step(member, topic)
    context = {"topic": topic, "step": step, "menu_items": items, "crumbs": queries.topic_crumbs()}
    return render(request, "content/topic_detail.html", context | queries.topic_parts(member, topic))


@require_http_methods(["GET", "HEAD", "POST"])
@requires("content.topic.propose")
def topic_new(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    form = forms.TopicInput(request.POST or None, member=member)
    context = {"form": form, "crumbs": queries.topic_crumbs()}
    if request.method == "POST" and form.is_valid():
        alike = [] if form.anyway_given else queries.topics_like(member, form.cleaned_data["title"])
        if not alike:
            topic = actions.propose_topic(**form.cleaned_data, by=member)
            messages.success(request, _("已提出选题，等待部门负责人采纳。"))
            return redirect(topic)
        context["alike"] = alike
    status = 422 if form.errors or context.get("alike") else 200
    return render(request, "content/topic_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
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
    return back_to(request, topic)


@requires("content.topic.decide")
@require_POST
def topic_drop(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    topic = queries.get_topic_for(member, pk, "content.topic.decide")
    actions.drop_topic(topic=topic, reason=request.POST.get("reason", ""), by=member)
    return back_to(request, topic)


@requires("content.topic.decide")
@require_POST
def topic_finish(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    topic = queries.get_topic_for(member, pk, "content.topic.decide")
    return back_to(request, actions.finish_topic(topic=topic, by=member))


@require_http_methods(["GET", "HEAD", "POST"])
@requires("content.topic.decide")
def topic_decide(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """A decision that needs words: the page asks, the same address takes them."""
    member = _member(request)
    topic = queries.get_topic_for(member, pk, "content.topic.decide")
    if deed not in DECISIONS:
        raise NotThere(_("没有这种决定。"), code="no_such_decision", clause="3.3.1")
    form = forms.DecisionInput(request.POST or None, deed=deed)
    title, text = DECISIONS[deed]
    words = {"title": title, "text": text, "topic": topic, "crumbs": queries.topic_crumbs(topic), "to": topic}

    def decide() -> object:
        return actions.decide_one(topic=topic, deed=deed, by=member, **form.cleaned_data)

    return ask(request, form, decide, template="content/topic_decide.html", done=_("已记录决定。"), **words)
