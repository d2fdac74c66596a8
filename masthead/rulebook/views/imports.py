"""Import of a policy text: upload, preview with corrections, keys, draft version."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.org.models import Member
from masthead.rulebook import actions, forms, queries
from masthead.rulebook.models import PolicyImport


def _member(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)
    return request.user


def _steps(current: int) -> list[dict[str, str]]:
    labels = (_("选择文件"), _("核对结构"), _("确认条款键"), _("存为草稿"))
    return [
        {"label": label, "state": "done" if i < current else "current" if i == current else "todo"}
        for i, label in enumerate(labels)
    ]


def _crumbs(policy_import: PolicyImport | None = None) -> list[dict[str, str]]:
    crumbs = [
        {"label": _("条款"), "href": reverse("rulebook:clauses")},
        {"label": _("导入制度"), "href": reverse("rulebook:import")},
    ]
    return (
        crumbs
        if policy_import is None
        else [*crumbs, {"label": policy_import.name, "href": policy_import.get_absolute_url()}]
    )


@requires("rulebook.policy.import")
def import_new(request: HttpRequest) -> HttpResponse:
    """Choose a file; imports that wait for their last step."""
    form = forms.ImportFileInput(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload: UploadedFile[bytes] = form.cleaned_data["file"]
        try:
            return redirect(actions.start_import(data=upload.read(), name=upload.name or "", by=_member(request)))
        except BadInput as error:
            form.add_error("file", f"{error.message}{error.advice}")
    context = {"form": form, "waiting": queries.open_imports(), "steps": _steps(0), "crumbs": _crumbs()[:1]}
    return render(request, "rulebook/import_new.html", context, status=422 if form.errors else 200)


@require_GET
@requires("rulebook.policy.import")
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The tree beside the source, doubtful places first."""
    return _preview(request, queries.open_import(pk))


def _preview(request: HttpRequest, policy_import: PolicyImport, problem: str = "", at: str = "") -> HttpResponse:
    desk = queries.import_desk(policy_import, at=at or request.GET.get("at", ""), first=request.GET.get("first", ""))
    initial = (
        {"role": desk.chosen.block.role, "number": desk.chosen.block.number, "text": desk.chosen.block.text}
        if desk.chosen
        else {}
    )
    typed = request.POST if problem else None
    context = {
        "desk": desk, "form": forms.CorrectionInput(typed, initial=initial), "split": forms.SplitInput(typed),
        "problem": problem, "steps": _steps(1), "crumbs": _crumbs(),
    }  # fmt: skip
    template = (
        "rulebook/import_preview.html#desk" if request.headers.get("HX-Request") else "rulebook/import_preview.html"
    )
    return render(request, template, context, status=422 if problem else 200)


@require_POST
@requires("rulebook.policy.import")
def import_correct(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """One correction; the page goes on to the next doubtful place."""
    policy_import, given = queries.open_import(pk), request.POST
    try:
        actions.correct_import(
            policy_import=policy_import, deed=given.get("deed", "edit"), index=index, serial=int(given.get("serial") or 0), by=_member(request),
            role=given.get("role", ""), number=given.get("number", ""), text=given.get("text", ""), start=given.get("start", ""),
        )  # fmt: skip
    except BadInput as error:
        return _preview(request, policy_import, f"{error.message}{error.advice}", str(index))
    return _next(request, policy_import, str(index))


def _next(request: HttpRequest, policy_import: PolicyImport, at: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _preview(request, policy_import, at=at)
    return redirect(f"{policy_import.get_absolute_url()}?at={at}")


@require_POST
@requires("rulebook.policy.import")
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the latest correction back."""
    policy_import = queries.open_import(pk)
    at = str(policy_import.undo[-1]["at"]) if policy_import.undo else "0"
    actions.undo_correction(
        policy_import=policy_import, serial=int(request.POST.get("serial") or 0), by=_member(request)
    )
    return _next(request, policy_import, at)


@requires("rulebook.policy.import")
def import_keys(request: HttpRequest, pk: int) -> HttpResponse:
    """Which clause of the text in force each one continues; then the draft version."""
    policy_import = queries.open_import(pk)
    form = forms.StoreInput(
        request.POST or None, places=queries.key_plan(policy_import), initial={"serial": policy_import.serial}
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.store_import(
                policy_import=policy_import,
                serial=form.cleaned_data["serial"],
                keys=form.keys(),
                title="",
                by=_member(request),
            )
            messages.success(
                request, _("已存为草稿：第 %(n)d 版，%(c)d 处。") % {"n": version.number, "c": len(form.places)}
            )
            return redirect("rulebook:import")
        except BadInput as error:
            form.add_error(None, f"{error.message}{error.advice}")
    context = {"form": form, "policy_import": policy_import, "steps": _steps(2), "crumbs": _crumbs(policy_import)}
    return render(request, "rulebook/import_keys.html", context, status=422 if form.errors else 200)


@require_POST
@requires("rulebook.policy.import")
def import_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the import up."""
    policy_import = queries.open_import(pk)
    actions.abandon_import(
        policy_import=policy_import, serial=int(request.POST.get("serial") or 0), by=_member(request)
    )
    messages.success(request, _("已放弃这次导入，制度没有变化。"))
    return redirect("rulebook:import")
