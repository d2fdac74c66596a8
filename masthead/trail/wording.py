"""Events in words: what a line of a timeline says. The registry has the wording; a refusal is named by the deed it refused."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from masthead.trail.models import Event, Outcome
from masthead.trail.registry import EVENTS, GUARDS

REFUSED = "refused:"


def deed(name: str) -> str:
    """The label of an event, or the name itself when its room is gone."""
    kind = EVENTS.get(name)
    return str(kind.label) if kind else name


def guard_deed(key: str) -> str:
    """What a guarded action does, in the words of its first event, as a thing to be done and not as done."""
    guard = GUARDS.get(key)
    kind = EVENTS.get(guard.events[0]) if guard and guard.events else None
    if kind is None:
        return _("一项操作")
    label = str(kind.label)
    return label.replace("了", "", 1) if (get_language() or "zh").startswith("zh") else label


def line(event: Event) -> str:
    """The predicate after the actor's name: 「提交了审核」 or 「办理『提交审核』被拒绝」."""
    if event.outcome == Outcome.REFUSED:
        return _("办理“%(deed)s”被拒绝") % {"deed": guard_deed(event.name.removeprefix(REFUSED))}
    return deed(event.name)


def who(event: Event) -> str:
    """The actor, with the person on whose behalf and the key through which it was done."""
    actor = _("系统") if event.actor_kind == "system" else event.actor_name
    if event.behalf_name:
        actor = _("%(actor)s（代 %(behalf)s）") % {"actor": actor, "behalf": event.behalf_name}
    via = event.data.get("via") if isinstance(event.data, dict) else None
    if isinstance(via, dict):
        return _("%(actor)s（经密钥「%(key)s」）") % {"actor": actor, "key": via.get("name", "")}
    return actor


def icon(event: Event) -> str:
    """Icon of the event; a refusal has its own."""
    if event.outcome == Outcome.REFUSED:
        return "hand-stop"
    kind = EVENTS.get(event.name)
    return kind.icon if kind else "point"
