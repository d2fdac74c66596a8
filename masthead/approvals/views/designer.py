"""The drawing board over HTTP: one form for the whole page, so that no button can lose what stands in the inspector."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from masthead.approvals import actions, outline, queries
from masthead.approvals.blueprint import Data
from masthead.approvals.forms import StepForm, clause_row
from masthead.approvals.models import FlowDraft
from masthead.core.errors import BadInput, DomainError, NotThere, Stale
from masthead.core.permissions import requires
from masthead.org.models import Member

GO = {"try": "approvals:flow_try", "publish": "approvals:flow_publish", "leave": "approvals:flow"}


@dataclass
class Board:
    """What one request does on the board. `opened` is the step in the inspector, `trouble` what the page must say about it."""

    request: HttpRequest
    draft: FlowDraft
    names: queries.Directory = field(default_factory=queries.Directory)
    opened: str = ""
    form: StepForm | None = None
    trouble: DomainError | None = None
    theirs: list[tuple[str, str, str]] = field(default_factory=list)
    gone: bool = False
    status: int = 200

    @property
    def member(self) -> Member:
        assert isinstance(self.request.user, Member)
        return self.request.user

    def form_for(self, step: Data, data: Any = None) -> StepForm:
        facts = queries.facts_of_flow(self.draft.key)
        return StepForm(data, step=step, roles=self.names.roles, members=self.names.members, facts=facts)

    def refuse(self, error: DomainError, status: int | None = None) -> None:
        self.trouble, self.status = error, status or error.status

    def context(self) -> dict[str, Any]:
        draft, key = self.draft, self.draft.key
        step = outline.step_of(draft.steps, self.opened)
        cards = queries.cards_of(draft.steps, key, self.names)
        if step is not None and self.form is None:
            self.form = self.form_for(step)
        found = queries.flow_problems(draft.steps, key)
        whole = [p for p in found if p.step_index < 0]
        at_last = next((card for card in cards if card.key == self.opened), None)
        return {
            "draft": draft, "cards": cards, "opened": self.opened, "form": self.form, "card": at_last, "gone": self.gone,
            "seen": outline.mark_of(step) if step else "", "trouble": self.trouble, "theirs": self.theirs,
            "whole_problems": whole, "problem_count": len(found), "label": queries.flow_label(key),
            "wrong": {p.field: p.message for p in at_last.problems} if at_last else {},
            "fact_kinds": queries.facts_of_flow(key),
            "sentence": queries.sentence_of(step, key, self.names) if step and at_last and not at_last.problems else "",
            "allowed": outline.said_of(step, names=self.names)[_("允许")] if step else "",
        }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@requires("approvals.flow.manage")
def flow_design(request: HttpRequest, key: str) -> HttpResponse:
    """The path as cards and one step in the inspector; every button saves the inspector first."""
    board = Board(request, queries.get_draft(key), opened=request.GET.get("step", ""))
    if request.method != "POST":
        return _page(board)
    deed, _colon, target = request.POST.get("deed", "save").partition(":")
    shown = request.POST.get("edition", "")
    fresh = shown == str(board.draft.edition)
    if _saved(board, restore=deed == "restore"):
        edition = board.draft.edition if fresh or deed in HARMLESS else int(shown) if shown.isdigit() else 0
        if deed in GO and board.trouble is None:
            return _go(request, reverse(GO[deed], args=[key]))
        _do(board, deed, target, edition)
    return _answer(board)


@require_GET
@requires("approvals.flow.manage")
def flow_clause(request: HttpRequest, key: str) -> HttpResponse:
    """One row of a condition, drawn anew for the fact that was chosen."""
    row = clause_row(request.GET, queries.facts_of_flow(queries.get_draft(key).key))
    return render(request, "approvals/_flow_clause.html", {"row": row, "draft": queries.get_draft(key)})


def _saved(board: Board, *, restore: bool) -> bool:
    """Write what stands in the inspector. False when the page must be shown again with the words as they were typed."""
    request, key = board.request, board.request.POST.get("step", "")
    board.opened = key
    if not key:
        return True
    step = outline.step_of(board.draft.steps, key)
    form = board.form_for(step or {}, request.POST)
    if not form.is_valid():
        board.form, board.status, board.gone = form, 422, step is None
        return False
    if step is None:
        return _back_on_board(board, form) if restore else _missing(board, form)
    try:
        actions.change_step(
            draft=board.draft, step=key, values=form.values(), seen=request.POST.get("seen", ""), by=board.member
        )
    except Stale as error:
        return _collided(board, form, step, error)
    except BadInput as error:
        board.form = form
        board.refuse(error)
        return False
    return True


def _collided(board: Board, form: StepForm, step: Data, error: Stale) -> bool:
    """Another administrator changed the same step: both readings side by side, the typed one kept in the fields."""
    mine = {**step, **form.values()}
    facts = queries.facts_of_flow(board.draft.key)
    board.theirs = outline.differences(step, mine, names=board.names, facts=facts)
    if not board.theirs:  # both said the same
        return True
    board.form = form
    board.refuse(error)
    return False


def _missing(board: Board, form: StepForm) -> bool:
    board.form, board.gone = form, True
    who = board.draft.edited_by.name
    board.refuse(
        Stale(
            _("%(who)s刚才删除了节点「%(name)s」。") % {"who": who, "name": form.cleaned_data["name"]},
            code="step_gone", advice=_("您填写的内容还在这里，可以作为新节点加回流程。"),
        )
    )  # fmt: skip
    return False


def _back_on_board(board: Board, form: StepForm) -> bool:
    """A step that was removed under the writer's hands comes back as a new one at the end."""
    draft, by = board.draft, board.member
    last = draft.steps[-1]["key"] if draft.steps else ""
    key = actions.add_step(draft=draft, edition=draft.edition, after=last, by=by)
    fresh = outline.step_of(draft.steps, key) or {}
    actions.change_step(draft=draft, step=key, values=form.values(), seen=outline.mark_of(fresh), by=by)
    board.opened = key
    return True


def _do(board: Board, deed: str, target: str, edition: int) -> None:
    """The deed of the button; a refusal is shown above the path, which is the newest one then."""
    try:
        DEEDS.get(deed, _keep_open)(board, target, edition)
    except (Stale, NotThere, BadInput) as error:
        board.refuse(error)
        board.draft = queries.get_draft(board.draft.key)
    except DomainError as error:
        board.refuse(error)


def _keep_open(_board: Board, _target: str, _edition: int) -> None:
    """Saved; the inspector stays where it is."""


def _open(board: Board, target: str, _edition: int) -> None:
    board.opened = target if outline.step_of(board.draft.steps, target) else ""


def _add(board: Board, target: str, edition: int) -> None:
    board.opened = actions.add_step(draft=board.draft, edition=edition, after=target, by=board.member)


def _copy(board: Board, target: str, edition: int) -> None:
    board.opened = actions.copy_step(draft=board.draft, edition=edition, step=target, by=board.member)


def _remove(board: Board, target: str, edition: int) -> None:
    actions.remove_step(draft=board.draft, edition=edition, step=target, by=board.member)
    board.opened = "" if board.opened == target else board.opened


def _shift(by_places: int) -> Callable[[Board, str, int], None]:
    def shift(board: Board, target: str, edition: int) -> None:
        to = outline.place_of(board.draft.steps, target) + by_places
        actions.move_step(draft=board.draft, edition=edition, step=target, to=max(0, to), by=board.member)

    return shift


def _place(board: Board, target: str, edition: int) -> None:
    step, _colon, place = target.partition(":")
    to = int(place) if place.isdigit() else 0
    actions.move_step(draft=board.draft, edition=edition, step=step, to=to, by=board.member)


def _undo(board: Board, _target: str, edition: int) -> None:
    actions.undo_change(draft=board.draft, edition=edition, by=board.member)
    board.opened = board.opened if outline.step_of(board.draft.steps, board.opened) else ""


def _rename(board: Board, _target: str, edition: int) -> None:
    name = board.request.POST.get("flow_name", "")
    actions.rename_draft(draft=board.draft, edition=edition, name=name, by=board.member)


DEEDS: dict[str, Callable[[Board, str, int], None]] = {
    "open": _open, "add": _add, "copy": _copy, "remove": _remove, "up": _shift(-1), "down": _shift(1), "place": _place,
    "undo": _undo, "rename": _rename,
}  # fmt: skip
HARMLESS = {"save", "open", "restore", *GO}
"""Deeds that do not move the board: an older edition of the page may do them."""


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(address)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response


def _address(board: Board) -> str:
    plain = reverse("approvals:flow_design", args=[board.draft.key])
    return f"{plain}?step={board.opened}" if board.opened else plain


def _answer(board: Board) -> HttpResponse:
    fragment = bool(board.request.headers.get("HX-Request"))
    if board.status == 200 and not fragment:
        if board.request.POST.get("edition") != str(board.draft.edition):
            messages.success(board.request, _("草稿已保存。"))
        return HttpResponseRedirect(_address(board))
    response = _page(board, fragment=fragment)
    response["HX-Push-Url"] = _address(board)
    return response


def _page(board: Board, *, fragment: bool = False) -> HttpResponse:
    template = "approvals/flow_design.html#designer" if fragment else "approvals/flow_design.html"
    return render(board.request, template, board.context(), status=board.status)
