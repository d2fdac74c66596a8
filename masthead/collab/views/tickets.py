"""Technical tickets over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from masthead.collab import actions, queries
from masthead.collab.forms.deeds import AssignTicket, DecideFeature, Rate, SetPriority, words
from masthead.collab.forms.filters import TicketNarrowing
from masthead.collab.forms.inputs import OpenTicketInput
from masthead.collab.views.acting import Deed, carry_out, member_of, offered
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields

DEEDS: dict[str, Deed] = {
    "take": Deed(
        _("受理工单"), _("受理"), lambda t, _given, by: actions.assign_ticket(ticket=t, assignee=by, by=by), done=_("已受理。")
    ),
    "assign": Deed(
        _("转派工单"), _("转派"),
        lambda t, given, by: actions.assign_ticket(
            ticket=t, assignee=given["assignee"], reason=given["reason"], by=by
        ),
        AssignTicket, done=_("已转派。"), apart=True,
    ),
    "priority": Deed(
        _("调整优先级"), _("调整"), lambda t, given, by: actions.set_priority(ticket=t, **given, by=by), SetPriority,
        _("时限按新的优先级从提交时重新计算。"), _("已调整。"),
    ),
    "ask_back": Deed(
        _("请提交人补充"), _("发出"), lambda t, given, by: actions.ask_back(ticket=t, question=given["reason"], by=by),
        words(_("需要补充什么")), _("等待补充的时间不计入时限。"), _("已请提交人补充，计时暂停。"),
    ),
    "answer": Deed(
        _("补充说明"), _("提交补充"), lambda t, given, by: actions.answer_ticket(ticket=t, answer=given["reason"], by=by),
        words(_("补充内容"), most=1000, rows=5), done=_("已补充，继续处理。"),
    ),
    "resolve": Deed(
        _("工单已解决"), _("已解决"), lambda t, given, by: actions.resolve_ticket(ticket=t, resolution=given["reason"], by=by),
        words(_("怎样解决的"), most=1000, rows=4), done=_("已解决，请提交人确认。"),
    ),
    "reopen": Deed(
        _("重新打开工单"), _("重新打开"), lambda t, given, by: actions.reopen_ticket(ticket=t, reason=given["reason"], by=by),
        words(_("还有什么问题")), done=_("已重新打开。"),
    ),
    "rate": Deed(
        _("确认并评价"), _("确认"), lambda t, given, by: actions.rate_ticket(ticket=t, **given, by=by), Rate,
        done=_("已确认，谢谢评价。"),
    ),
    "withdraw": Deed(
        _("撤回工单"), _("撤回"), lambda t, given, by: actions.withdraw_ticket(ticket=t, reason=given["reason"], by=by),
        words(_("理由"), required=False), _("撤回后不再处理，不能恢复。"), _("已撤回。"), danger=True,
    ),
    "decide": Deed(
        _("决定功能需求"), _("作出决定"), lambda t, given, by: actions.decide_feature(ticket=t, **given, by=by), DecideFeature,
        _("提交人会看到决定和理由。"), _("已决定，已通知提交人。"),
    ),
    "vote": Deed(_("投一票"), _("投票"), lambda t, _given, by: actions.vote_for_ticket(ticket=t, by=by), done=_("已投票。")),
    "unvote": Deed(
        _("收回我的一票"), _("收回"), lambda t, _given, by: actions.take_back_ticket_vote(ticket=t, by=by), done=_("已收回。")
    ),
}  # fmt: skip


@requires(queries.TICKET_READ)
def ticket_list(request: HttpRequest) -> HttpResponse:
    member, filters = member_of(request), TicketNarrowing(request.GET)
    context = {
        "filters": filters,
        "page": queries.ticket_page(member, filters.wanted(), request.GET.get("cursor", "")),
        "counts": queries.ticket_counts(member),
        "turnaround": queries.turnaround(member),
        "may_open": member.has_perm(queries.TICKET_OPEN),
        "may_set": member.has_perm(queries.TARGETS),
    }
    return render(request, "collab/tickets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(queries.TICKET_OPEN)
def ticket_new(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    form = OpenTicketInput(request.POST or None, initial={"link": request.GET.get("about", "")[:80]})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_ticket(**form.cleaned_data, by=member)
        except BadInput as refusal:
            beside_fields(form, refusal)
        else:
            messages.success(request, _("已提交，技术部已收到通知。"))
            return redirect(made)
    context = {"form": form, "about": queries.link_of(request.GET.get("about", ""), member).get("link_name", "")}
    return render(request, "collab/ticket_form.html", context, status=422 if form.errors else 200)


@requires(queries.TICKET_READ)
def ticket_detail(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_ticket_for(member, pk)
    crumbs = [{"label": _("技术工单"), "href": reverse("collab:tickets")}, {"label": thing.title}]
    context = {"thing": thing, "crumbs": crumbs, "late": thing.is_late(clock.now())}
    context["link_url"] = queries.link_url(thing, member)
    steps = queries.ticket_steps(member, thing)
    context |= offered(thing, member, DEEDS, "collab:ticket_deed", steps)
    return render(request, "collab/ticket.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(queries.TICKET_READ)
def ticket_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    return carry_out(request, queries.get_ticket_for(member_of(request), pk), DEEDS, deed)
