"""Read, answer, sign; the register of signatures."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from masthead.core.permissions import requires
from masthead.rulebook import actions, queries
from masthead.rulebook.comparison import changes_only
from masthead.rulebook.forms import QuizForm, RegisterFilter, SignForm
from masthead.rulebook.models import PolicyVersion, QuizAttempt
from masthead.rulebook.states import Significance
from masthead.rulebook.views.asking import done, member_of, status_of

READ = "rulebook.board.read"
ROWS = 200


@require_http_methods(["GET", "POST"])
@requires(READ)
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The words to be signed: whole, or the changes of a minor amendment. Going on to the quiz keeps that they were shown."""
    member, row = member_of(request), queries.get_version_for(member_of(request), pk)
    if request.method == "POST":
        actions.open_reading(version=row, by=member)
        return redirect("rulebook:quiz" if queries.questions_of(row) else "rulebook:sign", pk)
    base = queries.base_of(row)
    minor = (
        row.significance == Significance.MINOR and base is not None and queries.signature_by(member, base) is not None
    )
    changes = changes_only(queries.difference(base, row)) if base else []
    context = {
        "version": row,
        "places": queries.clauses_of(row),
        "changes": changes,
        "only_changes": minor and not request.GET.get("all"),
        "minor": minor,
        "duty": queries.duty_of(member, row),
        "signature": queries.signature_by(member, row),
    }
    return render(request, "rulebook/read.html", context)


@require_http_methods(["GET", "POST"])
@requires(READ)
def quiz(request: HttpRequest, pk: int) -> HttpResponse:
    """The quiz; wrong answers are explained, and one may try again."""
    member, row = member_of(request), queries.get_version_for(member_of(request), pk)
    form = QuizForm(request.POST or None, questions=queries.questions_of(row))
    if request.method == "POST" and done(
        form, lambda: actions.answer_quiz(version=row, answers=form.answers, by=member)
    ):
        passed = queries.passed_attempt(member, row) is not None
        return redirect("rulebook:sign" if passed else "rulebook:quiz", pk)
    last = queries.attempts_of(member, row).first()
    context = {
        "version": row,
        "form": form,
        "last": last,
        "wrong": _wrong(row, last),
        "read": queries.opened(member, row),
    }
    return render(request, "rulebook/quiz.html", context, status=status_of(form))


def _wrong(version: PolicyVersion, last: QuizAttempt | None) -> list[dict[str, str]]:
    """What was answered wrongly in the last go, with the clause to read again."""
    if last is None or last.passed:
        return []
    return [
        {
            "text": q.text,
            "explanation": q.explanation,
            "key": q.clause_key,
            "chosen": q.options[last.answers[str(q.pk)]],
        }
        for q in queries.questions_of(version)
        if last.answers.get(str(q.pk), q.answer) != q.answer
    ]


@require_http_methods(["GET", "POST"])
@requires(READ)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement and the name under it."""
    member, row = member_of(request), queries.get_version_for(member_of(request), pk)
    form = SignForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: actions.sign_version(version=row, by=member, typed_name=form.cleaned_data["typed_name"])
    ):
        messages.success(request, _("阅读确认已封存。"))
        return redirect("rulebook:read", pk)
    context = {
        "version": row,
        "form": form,
        "statement": actions.STATEMENT,
        "passed": queries.passed_attempt(member, row),
        "questions_n": len(queries.questions_of(row)),
        "signature": queries.signature_by(member, row),
    }
    return render(request, "rulebook/sign.html", context, status=status_of(form))


@require_GET
@requires(READ)
def signatures(request: HttpRequest) -> HttpResponse:
    """The rate of each unit, and the people behind it inside the reader's scope."""
    member = member_of(request)
    asked = request.GET.get("version", "")
    row = queries.get_version_for(member, int(asked)) if asked.isdigit() else queries.version_to_read()
    if row is None:
        return render(request, "rulebook/signatures.html", {"version": None})
    day, whole = queries.day_of(row), queries.duties_of(row, day=queries.day_of(row))
    rates = queries.rates_of(whole, day=day)
    published = [v for v in queries.versions_visible_to(member).order_by("-number")[:20] if v.is_published]
    units = [(r.unit_id, r.unit_name) for r in rates]
    form = RegisterFilter(request.GET or {"version": row.pk}, versions=published, units=units)
    people = queries.narrowed(
        queries.duties_visible_to(member, row, whole),
        day=day,
        unit=request.GET.get("unit", ""),
        state=request.GET.get("state", ""),
    )
    context = {
        "version": row,
        "rates": rates,
        "people": people[:ROWS],
        "people_n": len(people),
        "total": len(whole),
        "signed": sum(r.signed for r in rates),
        "late": sum(r.late for r in rates),
        "form": form,
        "day": day,
        "mine": row in queries.versions_to_sign(member),
    }
    return render(request, "rulebook/signatures.html", context)


@require_GET
@requires(READ)
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    """One signature with everything that its seal covers."""
    row = queries.get_signature_for(member_of(request), pk)
    context = {"signature": row, "fields": queries.sealed_fields(row), "holds": queries.seal_holds(row)}
    return render(request, "rulebook/signature.html", context)
