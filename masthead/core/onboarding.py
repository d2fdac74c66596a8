"""What a new house still needs before work can begin: rooms register steps, the administrator's workbench shows those open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from masthead.core.registry import Registry


@dataclass(frozen=True)
class Step:
    """`done()` asks the room with one cheap query; `url_name` takes no arguments and leads to where it is done."""

    key: str
    label: str | Promise
    why: str | Promise
    url_name: str
    done: Callable[[], bool]
    order: int


STEPS: Registry[Step] = Registry("core.onboarding")


def onboarding_step(
    key: str, *, label: str | Promise, why: str | Promise, url_name: str, done: Callable[[], bool], order: int = 50
) -> Step:
    """Register a step (registrations.py only)."""
    return STEPS.add(key, Step(key, label, why, url_name, done, order), depth=2)


def open_steps() -> tuple[list[Step], int]:
    """(what is still to do, in order; how many steps there are)."""
    steps = sorted(STEPS.values(), key=lambda s: s.order)
    return [step for step in steps if not step.done()], len(steps)
