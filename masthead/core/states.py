"""States and allowed transitions as data, checked when the machine is built."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _

from masthead.core.errors import RuleBroken, Stale

S = TypeVar("S", bound=TextChoices)


class StateMachine(Generic[S]):
    """Allowed moves of one state field; every state must be listed, so that a forgotten one fails at import.

    Units: `moves` maps a state to all states that may follow it. `code` prefixes the refusal code.
    """

    def __init__(
        self, choices: type[S], moves: Mapping[S, set[S]], *, code: str, clause: str = "", field: str = "state"
    ) -> None:
        missing = set(choices) - set(moves)
        if missing:
            raise ValueError(f"{code}: states without a list of moves: {sorted(str(m.value) for m in missing)}")
        self.choices, self.moves, self.code, self.clause, self.field = choices, dict(moves), code, clause, field

    def allows(self, current: str, to: S) -> bool:
        """May a thing in state `current` move to `to`?"""
        return to in self.moves[self.choices(current)]

    def require(self, thing: Model, *, to: S) -> None:
        """Raise RuleBroken with the two states in words unless the move is allowed."""
        current = self.choices(getattr(thing, self.field))
        if not self.allows(current, to):
            raise RuleBroken(
                _("当前状态是「%(now)s」，不能变为「%(to)s」。") % {"now": current.label, "to": to.label},
                code=f"{self.code}_state",
                clause=self.clause,
                advice=_("请刷新页面查看最新状态。"),
            )

    def move(self, thing: Model, *, to: S, where: Mapping[str, Any] | None = None, **changes: Any) -> None:
        """Conditional UPDATE from the state (and `where`) that `thing` was read in; exactly one of two racers wins.

        Raises: RuleBroken when the move is not allowed, Stale when somebody moved it first. Writes `changes` with it.
        """
        self.require(thing, to=to)
        current = getattr(thing, self.field)
        values = {self.field: to.value, **changes}
        rows = type(thing)._base_manager.filter(pk=thing.pk, **{self.field: current}, **(where or {}))
        if rows.update(**values) != 1:
            raise Stale(_("刚才有人先处理了，请刷新后再看。"), code=f"{self.code}_raced", clause=self.clause)
        for name, value in values.items():
            setattr(thing, name, value)
