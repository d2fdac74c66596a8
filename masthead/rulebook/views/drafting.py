"""The desk on which an amendment is written: places and the quiz."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core.permissions import requires
from masthead.rulebook import actions, queries
from masthead.rulebook.forms import AddClauseForm, ClauseForm, MoveForm, QuestionForm
from masthead.rulebook.states import VersionState
from masthead.rulebook.views.asking import done, member_of, status_of

DRAFT = "rulebook.amendment.draft"


@require_GET
@requires(DRAFT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All places of a draft, with what was changed."""
    row = queries.get_version_for(member_of(request), pk)
    base = queries.base_of(row)
    changes = {c.key: c for c in queries.difference(base, row)} if base else {}
    context = {
        "version": row,
        "places": [(p, changes.get(p.key)) for p in queries.clauses_of(row)],
        "removed": [c for c in changes.values() if c.change == "removed"],
        "changed_n": sum(c.change != "same" for c in changes.values()),
        "left": len(queries.unconfirmed(row)),
        "questions_n": len(queries.questions_of(row)),
        "may_edit": row.state == VersionState.DRAFT,
    }
    return render(request, "rulebook/edit.html", context)


@require_http_methods(["GET", "POST"])
@requires(DRAFT)
def edit_place(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The words of one place."""
    member = member_of(request)
    place = queries.get_place(queries.get_version_for(member, pk), key)
    form = ClauseForm(request.POST or None, clause=place)

    def deed() -> None:
        words = form.cleaned_data
        actions.edit_clause(
            clause=place,
            title=words["title"],
            text=words.get("text", ""),
            expected_revision=words["revision"],
            by=member,
        )

    if request.method == "POST" and done(form, deed):
        return redirect(f"{request.path.partition('clauses/')[0]}edit/#c-{key}")
    moved = request.method == "POST" and form.data.get("revision") != str(place.revision)
    context = {
        "version": place.version,
        "place": place,
        "form": form,
        "latest": place if moved else None,
        "move": MoveForm(clause=place),
    }
    return render(request, "rulebook/edit_place.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@requires(DRAFT)
def add_place(request: HttpRequest, pk: int) -> HttpResponse:
    """A new clause."""
    member, row = member_of(request), queries.get_version_for(member_of(request), pk)
    form = AddClauseForm(request.POST or None, version=row, initial={"after": request.GET.get("after", "")})

    def deed() -> None:
        words = form.cleaned_data
        after = queries.get_place(row, words["after"])
        actions.add_clause(
            version=row, after=after, title=words["title"], text=words["text"], expected_edits=words["edits"], by=member
        )

    if request.method == "POST" and done(form, deed):
        messages.success(request, _("条款已增加，后面的编号已顺延。"))
        return redirect("rulebook:edit", pk)
    return render(request, "rulebook/add_place.html", {"version": row, "form": form}, status=status_of(form))


@require_POST
@requires(DRAFT)
def move_place(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Put a clause somewhere else."""
    member = member_of(request)
    place = queries.get_place(queries.get_version_for(member, pk), key)
    form = MoveForm(request.POST, clause=place)

    def deed() -> None:
        after = queries.get_place(place.version, form.cleaned_data["after"])
        actions.move_clause(clause=place, after=after, expected_edits=form.cleaned_data["edits"], by=member)

    if done(form, deed):
        messages.success(request, _("条款已移动，编号已调整。"))
        return redirect("rulebook:edit", pk)
    context = {"version": place.version, "place": place, "form": ClauseForm(clause=place), "move": form}
    return render(request, "rulebook/edit_place.html", context, status=422)


@require_POST
@requires(DRAFT)
def remove_place(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Take a clause out."""
    member = member_of(request)
    place = queries.get_place(queries.get_version_for(member, pk), key)
    actions.remove_clause(clause=place, expected_edits=_edits(request), by=member)
    messages.success(request, _("条款已从草案中删除。"))
    return redirect("rulebook:edit", pk)


def _edits(request: HttpRequest) -> int:
    found = request.POST.get("edits", "")
    return int(found) if found.isdigit() else -1


@require_http_methods(["GET", "POST"])
@requires(DRAFT)
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """The quiz of a version, and one more question."""
    member, row = member_of(request), queries.get_version_for(member_of(request), pk)
    form = QuestionForm(request.POST or None, version=row)
    if request.method == "POST" and done(form, lambda: actions.save_question(version=row, by=member, **form.values)):
        return redirect("rulebook:questions", pk)
    context = {
        "version": row,
        "questions": queries.questions_of(row),
        "form": form,
        "may_edit": row.state == VersionState.DRAFT,
    }
    return render(request, "rulebook/questions.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@requires(DRAFT)
def question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """One question."""
    member, row = member_of(request), queries.get_version_for(member_of(request), pk)
    found = queries.get_question(row, question)
    form = QuestionForm(request.POST or None, version=row, question=found)
    if request.method == "POST" and done(
        form, lambda: actions.save_question(version=row, question=found, by=member, **form.values)
    ):
        return redirect("rulebook:questions", pk)
    context = {"version": row, "question": found, "form": form}
    return render(request, "rulebook/question.html", context, status=status_of(form))


@require_POST
@requires(DRAFT)
def remove_question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Take a question out."""
    member = member_of(request)
    found = queries.get_question(queries.get_version_for(member, pk), question)
    actions.remove_question(question=found, by=member)
    return redirect("rulebook:questions", pk)
