"""One verb for a person, and the rest for the menu."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Step:
    """A deed by POST, dialog or link; `danger` colours the line of the menu."""

    label: str | Promise
    icon: str
    href: str = ""
    dialog: str = ""
    action: str = ""
    danger: bool = False


def post(name: str, pk: int, deed: str, label: str | Promise, icon: str) -> Step:
    """A deed without words."""
    return Step(label, icon, action=reverse(name, args=[pk, deed]))


def split(steps: list[Step]) -> tuple[Step | None, list[Step]]:
    """The next action, and the menu. What undoes something never stands in front."""
    first = next((step for step in steps if not step.danger), None)
    return first, [step for step in steps if step is not first]
