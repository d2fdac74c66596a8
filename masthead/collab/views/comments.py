"""Threads on any thing: panel and page are one address a kind; adding, editing, withdrawing, settling; who may be mentioned."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.collab import actions, errors, queries
from masthead.collab.events import CollabEvent
from masthead.collab.forms.inputs import CommentInput
from masthead.collab.models import Comment
from masthead.collab.registry import COMMENTABLE
from masthead.collab.views.acting import member_of
from masthead.core.errors import BadInput
from masthead.core.permissions import for_every_member
from masthead.core.refusals import beside_fields

POSTS = {
    "withdraw": (actions.withdraw_comment, CollabEvent.COMMENT_WITHDRAWN),
    "resolve": (actions.resolve_thread, CollabEvent.THREAD_RESOLVED),
    "reopen": (actions.reopen_thread, CollabEvent.THREAD_REOPENED),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_every_member
def thread(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The discussion of one thing, for those who may read the thing."""
    queries.target_of(kind, pk, member_of(request))
    form = CommentInput(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _add(request, kind, pk, form)
    return _show(request, kind, pk, form)


def _add(request: HttpRequest, kind: str, pk: int, form: CommentInput) -> HttpResponse:
    member, parent = member_of(request), form.cleaned_data["parent"]
    try:
        actions.add_comment(
            kind=kind, target_id=pk, body=form.cleaned_data["body"], by=member,
            parent=queries.get_comment_for(member, parent) if parent else None,
        )  # fmt: skip
    except BadInput as refusal:
        beside_fields(form, refusal)
        return _show(request, kind, pk, form)
    return _after(request, kind, pk, CollabEvent.COMMENT_ADDED)


def _after(request: HttpRequest, kind: str, pk: int, event: CollabEvent) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(_address(kind, pk))
    response = _show(request, kind, pk, CommentInput())
    response["HX-Trigger"] = str(event)
    return response


def _address(kind: str, pk: int) -> str:
    return reverse(f"collab:comments_{COMMENTABLE[kind].slug}", args=[pk])


def _show(request: HttpRequest, kind: str, pk: int, form: CommentInput) -> HttpResponse:
    member = member_of(request)
    entry, thing = queries.target_of(kind, pk, member)
    given = form["parent"].value() if form.errors else ""
    context = {
        "threads": queries.threads_on(kind, pk, member),
        "form": form,
        "reply_to": int(given) if str(given).isdecimal() else 0,
        "title": entry.title(thing),
        "url": entry.url(thing),
        "action": _address(kind, pk),
        "people_url": reverse("collab:people", args=[entry.slug, pk]),
        "about": f"{kind}:{pk}" if entry.tickets and member.has_perm(queries.TICKET_OPEN) else "",
    }
    template = "collab/comments.html#panel" if request.headers.get("HX-Request") else "collab/comments.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_every_member
def comment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own words."""
    member = member_of(request)
    comment = queries.get_comment_for(member, pk)
    form = CommentInput(request.POST or None, initial={"body": comment.body})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_comment(comment=comment, body=form.cleaned_data["body"], by=member)
        except BadInput as refusal:
            beside_fields(form, refusal)
        else:
            return _after(request, comment.target_kind, comment.target_id, CollabEvent.COMMENT_EDITED)
    context = {"comment": comment, "form": form, "back": _address(comment.target_kind, comment.target_id)}
    template = "collab/comment_edit.html#ask" if request.headers.get("HX-Request") else "collab/comment_edit.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
@for_every_member
def comment_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Withdraw, settle, open again."""
    member = member_of(request)
    comment: Comment = queries.get_comment_for(member, pk)
    if deed not in POSTS:
        raise errors.target_not_there()
    action, event = POSTS[deed]
    action(comment=comment, by=member)
    return _after(request, comment.target_kind, comment.target_id, event)


@require_GET
@for_every_member
def comment_go(request: HttpRequest, pk: int) -> HttpResponse:
    """From a notice to the very comment."""
    comment = queries.get_comment_for(member_of(request), pk)
    return redirect(f"{_address(comment.target_kind, comment.target_id)}#comment-{pk}")


@require_GET
@for_every_member
def people(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whom the picker offers."""
    kind = next((entry.kind for entry in COMMENTABLE.values() if entry.slug == slug), "")
    found = queries.suggest_people(kind, pk, member_of(request), request.GET.get("q", "")[:40])
    return render(request, "collab/_people.html", {"people": found})


@require_GET
@for_every_member
def mentions(request: HttpRequest) -> HttpResponse:
    """Where the member was named."""
    page = queries.mentions_of(member_of(request), request.GET.get("cursor", ""))
    return render(request, "collab/mentions.html", {"page": page})
