"""Changing a rule: draft, effect, in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.compliance import actions, queries
from masthead.compliance.forms import NewRuleForm, RuleForm, row_from, rule_initial
from masthead.compliance.views.pages import EDIT, attempted, crumbs, done, viewer
from masthead.core.permissions import requires

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@requires(EDIT)
def edit_rule(request: HttpRequest, rule: str) -> HttpResponse:
    """How a rule shall be; kept as a draft with its effect."""
    view = queries.rule_view(rule)
    old = view.draft.row if view.draft else view.row
    form = RuleForm(
        request.POST or None,
        initial=rule_initial(old) | ({"off": view.draft.off, "reason": view.draft.reason} if view.draft else {}),
    )
    change = attempted(form, lambda: actions.draft_rule(
        rule=rule, category=view.category, row=row_from(form.cleaned_data, old), off=form.cleaned_data["off"],
        reason=form.cleaned_data["reason"], by=viewer(request),
    ))  # fmt: skip
    if change:
        return done(request, _("已保存草稿，请看测试结果和影响。"), "compliance:draft", change.pk)
    context = {"form": form, "view": view, "crumbs": crumbs()}
    return render(request, "compliance/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
@requires(EDIT)
def new_rule(request: HttpRequest) -> HttpResponse:
    """A rule of the company's own."""
    form = NewRuleForm(
        request.POST or None, initial={"severity": "warn", "rule": request.GET.get("category", "own") + "."}
    )
    change = attempted(form, lambda: actions.draft_rule(
        rule=form.cleaned_data["rule"], category=form.cleaned_data["rule"].split(".")[0], row=row_from(form.cleaned_data, {}),
        off=form.cleaned_data["off"], reason=form.cleaned_data["reason"], by=viewer(request),
    ))  # fmt: skip
    if change:
        return done(request, _("已保存草稿，请看测试结果和影响。"), "compliance:draft", change.pk)
    context = {"form": form, "crumbs": crumbs()}
    return render(request, "compliance/edit.html", context, status=422 if form.errors else 200)


@require_GET
@requires(EDIT)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """What a draft would change: its tests and its effect on the last texts."""
    change = queries.draft_change(pk)
    context = {"change": change, "effect": queries.effect_of(change), "crumbs": crumbs()}
    return render(request, "compliance/draft.html", context)


@require_POST
@requires(EDIT)
def put_live(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft in force."""
    change = queries.draft_change(pk)
    adopted = actions.put_live(change=change, by=viewer(request))
    words = _("已生效，现在是规则版本 %(version)s。") % {"version": adopted.version}
    return done(request, words, "compliance:rule", change.rule)


@require_POST
@requires(EDIT)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    change = queries.draft_change(pk)
    actions.drop_draft(change=change, by=viewer(request))
    return done(request, _("已放弃草稿。"), "compliance:rules")
