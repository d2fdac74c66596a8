"""Experiments and ideas seen from content."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from masthead.collab import queries as collab
from masthead.content import actions, forms, queries
from masthead.content.views.asking import ask, member_of
from masthead.core.permissions import requires


@requires(collab.IDEA_READ)
def experiments(request: HttpRequest) -> HttpResponse:
    """Experiments by quarter, with what was compared and what came out."""
    member, quarter = member_of(request), request.GET.get("quarter", "")
    page = queries.experiments_page(member, quarter, request.GET.get("cursor", ""))
    context = {"page": page, "quarters": queries.quarters(member), "quarter": quarter}
    return render(request, "content/experiments.html", context | {"arms": queries.arms_by_experiment(page.rows)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(collab.IDEA_READ)
def experiment_arms(request: HttpRequest, pk: int) -> HttpResponse:
    """Name what is compared; `pk` is the idea's."""
    member = member_of(request)
    idea = collab.get_idea_for(member, pk)
    experiment = collab.get_experiment_of(idea)
    form = forms.ArmsInput(request.POST or None, member=member, kept=queries.arms_of(experiment))

    def name() -> object:
        arms = [actions.Arm(**arm) for arm in form.arms()]
        return actions.set_arms(experiment=experiment, arms=arms, figure=form.cleaned_data["figure"], by=member)

    words = {"idea": idea, "title": _("实验方案"), "to": idea, "measuring": False}
    return ask(request, form, name, template="content/experiment_form.html", done=_("已写明方案。"), **words)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(collab.IDEA_READ)
def experiment_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The figure of every arm; `pk` is the idea's."""
    member = member_of(request)
    idea = collab.get_idea_for(member, pk)
    experiment = collab.get_experiment_of(idea)
    form = forms.FiguresInput(request.POST or None, arms=queries.arms_of(experiment))

    def measure() -> object:
        words = form.cleaned_data["words"]
        return actions.measure_arms(experiment=experiment, measured=form.measured(), words=words, by=member)

    words = {"idea": idea, "title": _("实测数字"), "to": idea, "measuring": True}
    return ask(request, form, measure, template="content/experiment_form.html", done=_("已记录实测结果。"), **words)


@requires("content.topic.read")
def idea_topics(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel on an idea's page: topics that came of it, and what its experiment compares."""
    member = member_of(request)
    idea = collab.get_idea_for(member, pk)
    context = queries.idea_panel(member, idea)
    if context["may_propose"]:
        context["form"] = forms.IdeaTopicInput(member=member, auto_id="idea-topic-%s")
    part = "#panel" if request.headers.get("HX-Request") else ""
    return render(request, f"content/idea_topics.html{part}", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("content.topic.propose")
def idea_to_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One click makes a topic of an idea."""
    member = member_of(request)
    idea = collab.get_idea_for(member, pk)
    form = forms.IdeaTopicInput(request.POST or None, member=member)

    def make() -> object:
        return actions.topic_from_idea(idea=idea, unit=form.cleaned_data["unit"], by=member)

    words = {"idea": idea, "title": _("转为选题"), "measuring": False}
    return ask(
        request, form, make, template="content/idea_topic_form.html", done=_("已提出选题，已告知创意提出人。"), **words
    )
