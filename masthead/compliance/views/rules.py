"""The rules in force: categories, one rule, versions, and a place to try them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.compliance import actions, queries
from masthead.compliance.forms import IndustryForm, SearchForm, TryForm
from masthead.compliance.views.pages import EDIT, READ, attempted, crumbs, done, may_edit, viewer
from masthead.core.permissions import requires


@require_GET
@requires(READ)
def rules(request: HttpRequest) -> HttpResponse:
    """Categories with counts; the rules of one, or those that mention a word."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    category = request.GET.get("category", "")
    context = {
        "rule_set": queries.rule_set_in_force(), "form": form, "category": category, "categories": queries.categories(),
        "rows": queries.rule_rows(category, words) if category or words else None, "may_edit": may_edit(request),
        "waiting": queries.changes_waiting(),
    }  # fmt: skip
    return render(request, "compliance/rules.html", context)


@require_GET
@requires(READ)
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule with its tests beside it."""
    context = {"view": queries.rule_view(rule), "may_edit": may_edit(request), "crumbs": crumbs()}
    return render(request, "compliance/rule.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(READ)
def trial(request: HttpRequest) -> HttpResponse:
    """A text with its findings marked in place; nothing is kept."""
    form = TryForm(request.POST or None)
    matches, text = [], ""
    if request.method == "POST" and form.is_valid():
        text, given = form.cleaned_data["text"].replace("\r\n", "\n"), form.cleaned_data
        platforms = [given["platform"]] if given["platform"] else []
        matches = queries.find_in_text(text, platforms=platforms, industry=given["industry"] or None, hints=True)
    context = {
        "form": form,
        "text": text,
        "matches": matches,
        "marks": queries.marked(text, matches),
        "crumbs": crumbs(),
    }
    return render(request, "compliance/trial.html", context)


@require_GET
@requires(READ)
def versions(request: HttpRequest) -> HttpResponse:
    """The versions of the rules with what each changed."""
    return render(request, "compliance/versions.html", {"versions": queries.versions(), "crumbs": crumbs()})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT)
def industry(request: HttpRequest) -> HttpResponse:
    """What the company deals in."""
    form = IndustryForm(request.POST or None, initial={"words": queries.industry_words()})
    if attempted(form, lambda: actions.set_industry(words=form.cleaned_data["words"], by=viewer(request))):
        return done(request, _("已保存公司的行业。"), "compliance:rules")
    context = {"form": form, "title": _("公司的行业"), "verb": _("保存"), "crumbs": crumbs()}
    return render(request, "compliance/form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(EDIT)
def adopt(request: HttpRequest) -> HttpResponse:
    """Take over the rules that came with a new version of the software."""
    actions.adopt_built_in_rules(by=viewer(request))
    return done(request, _("随软件提供的规则已生效。"), "compliance:rules")
