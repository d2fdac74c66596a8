"""Cross-department requests over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from masthead.collab import actions, queries
from masthead.collab.forms.deeds import AssignRequest, RequestTaskInput, Settle, words
from masthead.collab.forms.filters import RequestNarrowing
from masthead.collab.forms.inputs import AskInput
from masthead.collab.models import CrossRequest
from masthead.collab.views.acting import Deed, carry_out, member_of, offered
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields

DEEDS: dict[str, Deed] = {
    "take": Deed(
        _("受理这项请求"), _("受理"), lambda r, given, by: actions.take_request(request=r, words=given["reason"], by=by),
        words(_("答复"), required=False, help_text=_("何时能给、还需要什么。")), done=_("已受理，您是负责人。"),
    ),
    "assign": Deed(
        _("指派负责人"), _("指派"), lambda r, given, by: actions.assign_request(request=r, owner=given["owner"], by=by),
        AssignRequest, done=_("已指派。"), apart=True,
    ),
    "start": Deed(_("开始处理"), _("开始"), lambda r, _given, by: actions.start_request(request=r, by=by), done=_("已开始处理。")),
    "finish": Deed(
        _("完成这项请求"), _("完成"), lambda r, given, by: actions.finish_request(request=r, result=given["reason"], by=by),
        words(_("结果"), most=1000, help_text=_("交付了什么、放在哪里。")), done=_("已完成，已通知提出人。"),
    ),
    "decline": Deed(
        _("婉拒这项请求"), _("婉拒"), lambda r, given, by: actions.decline_request(request=r, reason=given["reason"], by=by),
        words(_("理由")), _("对方会看到理由，并可以请组长协调。"), _("已婉拒，已通知提出人。"), danger=True,
    ),
    "withdraw": Deed(
        _("撤回请求"), _("撤回"), lambda r, given, by: actions.withdraw_request(request=r, reason=given["reason"], by=by),
        words(_("理由"), required=False), _("撤回后对方不用再办理，不能恢复。"), _("已撤回。"), danger=True,
    ),
    "task": Deed(
        _("添加协作事项"), _("添加"), lambda r, given, by: actions.add_request_task(request=r, **given, by=by), RequestTaskInput,
        done=_("已添加事项。"), apart=True,
    ),
    "leader": Deed(
        _("请组长协调"), _("提请协调"), lambda r, given, by: actions.ask_leader(request=r, reason=given["reason"], by=by),
        words(_("分歧在哪里")), _("组长会收到通知，并作出有约束力的裁定。"), _("已提请组长协调。"),
    ),
    "settle": Deed(
        _("作出裁定"), _("裁定"),
        lambda r, given, by: actions.settle_request(
            request=r, ruling=given["reason"], carry_out=given["carry_out"], by=by
        ),
        Settle, _("裁定对双方有约束力，写入留痕。"), _("已裁定，已通知双方。"),
    ),
}  # fmt: skip


@requires(queries.REQUEST_READ)
def request_list(request: HttpRequest) -> HttpResponse:
    member, filters = member_of(request), RequestNarrowing(request.GET)
    page = queries.request_page(member, filters.wanted(), request.GET.get("cursor", ""))
    context = {
        "filters": filters,
        "page": page,
        "counts": queries.request_counts(member),
        "rate": queries.on_time_rate(member),
        "may_ask": member.has_perm(queries.REQUEST_ASK),
        "may_set": member.has_perm(queries.TARGETS),
    }
    return render(request, "collab/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(queries.REQUEST_ASK)
def request_new(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    form = AskInput(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_department(**form.cleaned_data, by=member)
        except BadInput as refusal:
            beside_fields(form, refusal)
        else:
            messages.success(request, _("已提出，对方部门负责人已收到通知。"))
            return redirect(made)
    return render(request, "collab/request_form.html", {"form": form}, status=422 if form.errors else 200)


@requires(queries.REQUEST_READ)
def request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_request_for(member, pk)
    context = _page(thing) | {
        "tasks": queries.tasks_of_request(thing),
        "may_add_task": queries.may_add_task(member, thing),
    }
    steps = queries.request_steps(member, thing)
    context |= offered(thing, member, DEEDS, "collab:request_deed", steps)
    return render(request, "collab/request.html", context)


def _page(thing: CrossRequest) -> dict[str, object]:
    crumbs = [{"label": _("协作请求"), "href": reverse("collab:requests")}, {"label": thing.title}]
    return {"thing": thing, "crumbs": crumbs, "late": thing.is_open and thing.is_late(clock.now())}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(queries.REQUEST_READ)
def request_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    return carry_out(request, queries.get_request_for(member_of(request), pk), DEEDS, deed)


@require_POST
@requires(queries.REQUEST_READ)
def task_done(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_request_for(member, pk)
    actions.finish_request_task(request=thing, task_id=task, by=member)
    messages.success(request, _("事项已完成。"))
    return redirect(thing)
