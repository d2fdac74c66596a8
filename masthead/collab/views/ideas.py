"""Ideas and experiments over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from masthead.collab import actions, queries
from masthead.collab.forms.deeds import AdoptIdea, Conclude, Measure, words
from masthead.collab.forms.filters import IdeaNarrowing
from masthead.collab.forms.inputs import IdeaInput
from masthead.collab.views.acting import Deed, carry_out, member_of, offered
from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields

DEEDS: dict[str, Deed] = {
    "vote": Deed(_("投一票"), _("投票"), lambda i, _given, by: actions.vote_for_idea(idea=i, by=by), done=_("已投票。")),
    "unvote": Deed(
        _("收回我的一票"), _("收回"), lambda i, _given, by: actions.take_back_idea_vote(idea=i, by=by), done=_("已收回。")
    ),
    "discuss": Deed(
        _("记录讨论意见"), _("记录"), lambda i, given, by: actions.discuss_idea(idea=i, note=given["reason"], by=by),
        words(_("讨论要点"), rows=4), done=_("已记录，可以转为实验。"),
    ),
    "shelve": Deed(
        _("暂不采用"), _("暂不采用"), lambda i, given, by: actions.shelve_idea(idea=i, reason=given["reason"], by=by),
        words(_("理由")), _("以后可以重新讨论。"), _("已记录，已通知提出人。"), danger=True,
    ),
    "adopt": Deed(
        _("转为实验"), _("开始实验"), lambda i, given, by: actions.adopt_idea(idea=i, **given, by=by), AdoptIdea,
        _("先以小范围试验验证，再决定要不要推广（制度 1.3.4）。"), _("已转为实验。"), apart=True,
    ),
    "measure": Deed(
        _("填写实测结果"), _("保存结果"),
        lambda i, given, by: actions.measure_experiment(
            experiment=queries.get_experiment_of(i), result=given["result"], by=by
        ),
        Measure, _("下结论之前可以补充。"), _("已保存，等待他人下结论。"),
    ),
    "conclude": Deed(
        _("下结论"), _("下结论"),
        lambda i, given, by: actions.conclude_experiment(experiment=queries.get_experiment_of(i), **given, by=by),
        Conclude, _("结论不能修改。"), _("已下结论。"),
    ),
}  # fmt: skip


@requires(queries.IDEA_READ)
def idea_list(request: HttpRequest) -> HttpResponse:
    member, filters = member_of(request), IdeaNarrowing(request.GET)
    page = queries.idea_page(member, filters.wanted(), request.GET.get("cursor", ""))
    context = {
        "filters": filters,
        "page": page,
        "voted": queries.voted_among(member, page.rows),
        "figures": queries.experiment_figures(),
        "may_propose": member.has_perm(queries.IDEA_PROPOSE),
    }
    return render(request, "collab/ideas.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(queries.IDEA_PROPOSE)
def idea_new(request: HttpRequest) -> HttpResponse:
    member, form = member_of(request), IdeaInput(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose_idea(**form.cleaned_data, by=member)
        except BadInput as refusal:
            beside_fields(form, refusal)
        else:
            messages.success(request, _("已提出，大家可以投票和讨论了。"))
            return redirect(made)
    return render(request, "collab/idea_form.html", {"form": form}, status=422 if form.errors else 200)


@requires(queries.IDEA_READ)
def idea_detail(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_idea_for(member, pk)
    crumbs = [{"label": _("创意"), "href": reverse("collab:ideas")}, {"label": thing.title}]
    context = {"thing": thing, "crumbs": crumbs, "experiment": queries.experiment_of(thing)}
    context |= offered(thing, member, DEEDS, "collab:idea_deed", queries.idea_steps(member, thing))
    return render(request, "collab/idea.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(queries.IDEA_READ)
def idea_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    return carry_out(request, queries.get_idea_for(member_of(request), pk), DEEDS, deed)
