"""Handing in, taking back, and the sandboxed frames in which articles are shown."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, forms, queries
from masthead.content.views.topics import _member
from masthead.core.errors import RuleBroken
from masthead.core.permissions import requires

# The article's own inline styles are allowed here and nowhere else; no script, no form, no outside address.
ARTICLE_POLICY = {
    "default-src": [NONE],
    "img-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "font-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-same-origin"],  # also when it is opened outside our frame
}


@requires("content.draft.read")
def draft_review(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    context = queries.review_of(member, queries.get_draft_for(member, pk))
    template = "content/_review.html" if request.headers.get("HX-Request") else "content/review.html"
    return render(request, template, context)


@requires("content.draft.read")
def draft_path(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk)
    context = {"draft": draft, "path": queries.review_path(member, draft), "crumbs": queries.draft_crumbs(draft)}
    return render(request, "content/_path.html" if request.headers.get("HX-Request") else "content/path.html", context)


@requires("content.draft.submit")
def draft_submit(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.submit")
    if request.method == "POST":
        words = forms.words_said(request.POST)
        try:
            actions.submit_draft(draft=draft, by=member, fast_reason=request.POST.get("fast_reason", ""), words=words)
        except RuleBroken as refused:
            if refused.code not in ("warnings_unexplained", "draft_blocked_by_check") or not words:
                raise
            context = queries.submission_of(member, draft, words) | {"refused": refused}
            return render(request, "content/submit.html", context, status=422)
        messages.success(request, _("已提交审核。"))
        response = redirect(draft)
        response["HX-Trigger"] = '{"content:draft:submitted": {}}'
        return response
    template = "content/_submit.html" if request.headers.get("HX-Request") else "content/submit.html"
    return render(request, template, queries.submission_of(member, draft))


@requires("content.draft.submit")
@require_POST
def draft_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.submit")
    actions.withdraw_draft(draft=draft, reason=request.POST.get("reason", ""), by=member)
    messages.success(request, _("已撤回，可以继续修改。"))
    return redirect(draft)


@requires("content.draft.read")
@csp(ARTICLE_POLICY)  # type: ignore[arg-type]  # its stubs forget arguments of the URL
def revision_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """A kept version as an article, or with ?account= as readers of that account meet it."""
    revision = queries.get_revision_for(_member(request), pk)
    account = queries.account_of(revision.draft, request.GET.get("account", ""))
    if account is not None:
        return render(request, "content/preview.html", queries.preview_of(revision, account))
    return render(request, "content/frame.html", queries.article_of(revision))


@requires("content.draft.write")
@csp(ARTICLE_POLICY)  # type: ignore[arg-type]  # its stubs forget arguments of the URL
def draft_preview(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    context = queries.preview_context(member, draft, request.GET.get("account", ""))
    response = render(request, "content/preview.html", context)
    response["Cache-Control"] = "no-store"
    return response


@requires("approvals.flow.manage")
def review_flows(request: HttpRequest) -> HttpResponse:
    """The shipped review flows: what they say, and one button to put them in force."""
    if request.method == "POST":
        actions.adopt_review_flows(by=_member(request))
        messages.success(request, _("分级审核流程已生效，进行中的审批单按原流程走完。"))
        return redirect("approvals:flows")
    return render(request, "content/review_flows.html", queries.shipped_flows())
