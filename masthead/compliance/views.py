"""The rules in force, and a place to try them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masthead.compliance import queries
from masthead.compliance.forms import TryForm
from masthead.core.permissions import requires


@requires("compliance.rule.read")
def rules(request: HttpRequest) -> HttpResponse:
    form = TryForm(request.POST or None)
    text = form.cleaned_data["text"] if request.method == "POST" and form.is_valid() else ""
    context = {
        "rule_set": queries.rule_set_in_force(),
        "form": form,
        "text": text,
        "matches": queries.find_in_text(text) if text else [],
    }
    return render(request, "compliance/rules.html", context)
