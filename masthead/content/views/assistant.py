"""The writing helper: asking, waiting, taking over; its setup."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, forms, queries
from masthead.content.views.topics import _member
from masthead.core.errors import BadInput, DomainError
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields


@requires("content.draft.write")
def draft_assistant(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    form = forms.AskInput(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_assistant(draft=draft, by=member, **form.cleaned_data)
            return redirect("content:assistant", draft.pk)
        except BadInput as error:
            beside_fields(form, error)
    context = {
        "draft": draft,
        "form": form,
        "runs": queries.runs_of(draft),
        "on": queries.assistant_is_on(),
        "crumbs": queries.draft_crumbs(draft),
        "writable": queries.is_writable(draft),
    }
    return render(request, "content/assistant.html", context, status=422 if form.errors else 200)


@requires("content.draft.write")
def assistant_run(request: HttpRequest, pk: int, run_pk: int) -> HttpResponse:
    draft = queries.get_draft_for(_member(request), pk, "content.draft.write")
    context = {"draft": draft, "run": queries.get_run(draft, run_pk), "writable": queries.is_writable(draft)}
    return render(request, "content/_assistant_run.html", context)


@requires("content.draft.write")
@require_POST
def assistant_take(request: HttpRequest, pk: int, run_pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    index = request.POST.get("index", "")
    actions.take_over(run=queries.get_run(draft, run_pk), index=int(index) if index.isdecimal() else -1, by=member)
    messages.success(request, _("已采用并存为新版本，声明里记为「AI 辅助」。"))
    return redirect("content:assistant", draft.pk)


@requires("content.assistant.manage")
def assistant_setup(request: HttpRequest) -> HttpResponse:
    setup = queries.assistant_setup()
    names = ("enabled", "base_url", "model", "most_a_day")
    form = forms.AssistantSetupInput(
        request.POST or None, initial={n: getattr(setup, n) for n in names} if setup else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_up_assistant(by=_member(request), **form.cleaned_data)
            messages.success(request, _("设置已保存。"))
            return redirect("content:assistant_setup")
        except DomainError as error:
            beside_fields(form, error, field="base_url")
    context = {"form": form, "setup": setup}
    return render(request, "content/assistant_setup.html", context, status=422 if form.errors else 200)
