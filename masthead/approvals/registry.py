"""What may be approved: upper rooms register their subjects here and the engine calls back by kind."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from masthead.approvals.blueprint import FactKind
from masthead.approvals.models import Case
from masthead.core.registry import Registry
from masthead.org.models import Member


@dataclass(frozen=True)
class Evidence:
    """One line beside an aspect that a decider confirms: what was checked already, and where to see it. `tone` = good | warn | bad | info."""

    text: str
    href: str = ""
    tone: str = "info"


@dataclass(frozen=True)
class Subject:
    """How the engine meets a thing of a kind.

    load(pk) raises NotThere. content_hash(thing) is computed anew at every decision. parties(thing) are member keys that may
    never decide on it (authors). capability is what a decider must hold for the thing's unit. exhibit(thing, case) gives
    (template, context) for the left side of the case page. The on_* callbacks run in the transaction of the decision.

    What a condition of a flow may ask: fact_kinds declares the keys, facts(thing) gives the values. owner(thing) is the member key
    behind the resolver `subject_owner`. low_risk(thing) lets several be approved together; one_control lets all aspects of one thing be
    ticked by one box. The engine never approves by itself.

    evidence(thing, case) gives lines for each aspect; with them the decider may write a note beside each aspect. deadline(thing) is the moment
    after which a decision comes too late: what is left until then is shared among the steps still to walk, unless the flow is stricter.

    least_deciders(thing) is how many different people must approve, whatever flow the company draws: until so many have, every step must be
    decided by somebody new; a flow that cannot bring so many together takes nothing in.
    """

    kind: str
    label: str | Promise
    clause: str
    flow_key: str
    capability: str
    load: Callable[[int], Any]
    content_hash: Callable[[Any], str]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    unit_id: Callable[[Any], int | None]
    parties: Callable[[Any], set[int]]
    confirmations: Sequence[tuple[str, str | Promise]]
    exhibit: Callable[[Any, Case], tuple[str, dict[str, Any]]]
    on_approved: Callable[[Any, Case, Member], None]
    on_returned: Callable[[Any, Case, Member, str], None]
    on_rejected: Callable[[Any, Case, Member, str], None]
    on_withdrawn: Callable[[Any, Case, Member, str], None]
    fact_kinds: Mapping[str, FactKind] = field(default_factory=dict)
    facts: Callable[[Any], Mapping[str, Any]] = lambda _thing: {}
    owner: Callable[[Any], int | None] = lambda _thing: None
    low_risk: Callable[[Any], bool] = lambda _thing: False
    one_control: bool = True
    evidence: Callable[[Any, Case], Mapping[str, Sequence[Evidence]]] | None = None
    deadline: Callable[[Any], dt.datetime | None] = lambda _thing: None
    least_deciders: Callable[[Any], int] = lambda _thing: 1


SUBJECTS: Registry[Subject] = Registry("approvals.subjects")


def register_subject(subject: Subject) -> Subject:
    """Register a kind of subject (registrations.py only)."""
    return SUBJECTS.add(subject.kind, subject, depth=2)
