"""Meetings, minutes and decisions over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from masthead.collab import actions, queries
from masthead.collab.forms.deeds import AgendaPoint, DecisionInput, Minutes, Report, words
from masthead.collab.forms.filters import DecisionNarrowing, MeetingNarrowing
from masthead.collab.forms.inputs import MeetingInput
from masthead.collab.views.acting import Deed, carry_out, member_of, offered
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields

DEEDS: dict[str, Deed] = {
    "sign": Deed(_("签到"), _("签到"), lambda m, _given, by: actions.sign_in(meeting=m, by=by), done=_("已签到。")),
    "excuse": Deed(
        _("请假"), _("请假"), lambda m, given, by: actions.excuse_oneself(meeting=m, reason=given["reason"], by=by),
        words(_("理由"), most=200), done=_("已请假，已通知召集人。"),
    ),
    "agenda": Deed(
        _("添加议题"), _("添加"), lambda m, given, by: actions.add_agenda_item(meeting=m, **given, by=by), AgendaPoint,
        done=_("已添加议题。"), apart=True,
    ),
    "hold": Deed(_("记录召开"), _("记录召开"), lambda m, _given, by: actions.hold_meeting(meeting=m, by=by), done=_("已记录，可以写纪要。")),
    "cancel": Deed(
        _("取消会议"), _("取消会议"), lambda m, given, by: actions.cancel_meeting(meeting=m, reason=given["reason"], by=by),
        words(_("原因")), _("名单上的人会收到通知，不能恢复。"), _("已取消。"), danger=True,
    ),
    "minutes": Deed(
        _("会议纪要"), _("保存纪要"), lambda m, given, by: actions.save_minutes(meeting=m, text=given["minutes"], by=by), Minutes,
        done=_("已保存纪要。"), apart=True,
    ),
    "decision": Deed(
        _("添加决议"), _("添加"), lambda m, given, by: actions.draft_decision(meeting=m, **given, by=by), DecisionInput,
        _("组长批准纪要后编号生效。"), _("已添加决议。"), apart=True,
    ),
    "submit": Deed(
        _("提交组长批准"), _("提交"), lambda m, _given, by: actions.submit_minutes(meeting=m, by=by),
        text=_("纪要和决议一起封存，等待组长批准；批准前不能修改。"), done=_("已提交组长批准。"),
    ),
    "withdraw": Deed(
        _("撤回纪要"), _("撤回"), lambda m, given, by: actions.withdraw_minutes(meeting=m, reason=given["reason"], by=by),
        words(_("理由")), done=_("已撤回，可以修改。"), danger=True,
    ),
}  # fmt: skip
DECISION_DEEDS: dict[str, Deed] = {
    "report": Deed(
        _("报告进度"), _("报告"), lambda d, given, by: actions.report_decision(decision=d, **given, by=by), Report,
        _("填 100 表示已经完成，由召集人或组长确认。"), _("已报告。"),
    ),
    "confirm": Deed(
        _("确认落实"), _("确认"), lambda d, _given, by: actions.confirm_decision(decision=d, by=by), done=_("已确认落实。")
    ),
    "drop": Deed(
        _("不再执行"), _("不再执行"), lambda d, given, by: actions.drop_decision(decision=d, reason=given["reason"], by=by),
        words(_("理由")), _("决议失去效力，不能恢复。"), _("已记录。"), danger=True,
    ),
}  # fmt: skip


@requires(queries.MEETING_READ)
def meeting_list(request: HttpRequest) -> HttpResponse:
    member, filters = member_of(request), MeetingNarrowing(request.GET)
    context = {
        "filters": filters,
        "page": queries.meeting_page(member, filters.wanted(), request.GET.get("cursor", "")),
        "met": queries.held_this_quarter(),
        "counts": queries.decision_counts(member),
        "may_plan": member.has_perm(queries.MEETING_MANAGE),
        "tab": "meetings",
    }
    return render(request, "collab/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(queries.MEETING_MANAGE)
def meeting_new(request: HttpRequest) -> HttpResponse:
    member, form = member_of(request), MeetingInput(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"agenda": form.lines()}
        try:
            made = actions.plan_meeting(**given, by=member)
        except BadInput as refusal:
            beside_fields(form, refusal)
        else:
            messages.success(request, _("已召集，会议通知已发出。"))
            return redirect(made)
    return render(request, "collab/meeting_form.html", {"form": form}, status=422 if form.errors else 200)


@requires(queries.MEETING_READ)
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_meeting_for(member, pk)
    roll = queries.roll_of(thing, member)
    context = {
        "thing": thing,
        "roll": roll,
        "agenda": queries.agenda_of(thing),
        "decisions": queries.decisions_of(thing),
        "writes": queries.may_write_minutes(member, thing, roll),
        "manages": member.has_perm(queries.MEETING_MANAGE),
        "crumbs": [{"label": _("会议与决策"), "href": reverse("collab:meetings")}, {"label": thing.title}],
    }
    context |= offered(thing, member, DEEDS, "collab:meeting_deed", queries.meeting_steps(member, thing, roll))
    return render(request, "collab/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(queries.MEETING_READ)
def meeting_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    return carry_out(request, queries.get_meeting_for(member_of(request), pk), DEEDS, deed)


@require_POST
@requires(queries.MEETING_MANAGE)
def agenda_remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_meeting_for(member, pk)
    actions.remove_agenda_item(meeting=thing, item_id=item, by=member)
    return redirect(thing)


@require_POST
@requires(queries.MEETING_READ)
def decision_remove(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_meeting_for(member, pk)
    actions.remove_decision(meeting=thing, decision_id=decision, by=member)
    return redirect(thing)


@requires(queries.MEETING_READ)
def decision_list(request: HttpRequest) -> HttpResponse:
    member, filters = member_of(request), DecisionNarrowing(request.GET)
    page = queries.decision_page(member, filters.wanted(), request.GET.get("cursor", ""))
    context = {"filters": filters, "page": page, "counts": queries.decision_counts(member), "tab": "decisions"}
    return render(request, "collab/decisions.html", context | {"today": clock.today()})


@requires(queries.MEETING_READ)
def decision_detail(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_decision_for(member, pk)
    crumbs = [{"label": _("决议"), "href": reverse("collab:decisions")}, {"label": thing.label}]
    context = {"thing": thing, "crumbs": crumbs, "late": thing.is_late(clock.today())}
    context |= offered(thing, member, DECISION_DEEDS, "collab:decision_deed", queries.decision_steps(member, thing))
    return render(request, "collab/decision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(queries.MEETING_READ)
def decision_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    return carry_out(request, queries.get_decision_for(member_of(request), pk), DECISION_DEEDS, deed)
