"""A subject of the lowest kind: a unit whose name is what is approved. It lets the engine be tested without any upper room."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from masthead.approvals import actions
from masthead.approvals.blueprint import FactKind
from masthead.approvals.models import Case
from masthead.approvals.registry import SUBJECTS, Subject
from masthead.core.digest import digest_of
from masthead.core.permissions import CAPABILITIES, capability
from masthead.org.models import Member, Role, RoleCapability, Unit

CAPABILITY = "approvals.test.decide"
if CAPABILITY not in CAPABILITIES:
    capability(CAPABILITY, "※")


@dataclass
class Heard:
    """What the engine called back."""

    calls: list[str] = field(default_factory=list)
    parties: set[int] = field(default_factory=set)
    facts: dict[str, Any] = field(default_factory=lambda: {"fee": 0, "kind": "news"})
    owner: list[int] = field(default_factory=list)
    low_risk: bool = False


@pytest.fixture
def heard() -> Iterator[Heard]:
    """Registers the kind `test.unit` for one test."""
    ear = Heard()
    subject = Subject(
        kind="test.unit", label="部门名称", clause="3.3.2", flow_key="test.unit", capability=CAPABILITY,
        load=lambda pk: Unit.objects.get(pk=pk), content_hash=lambda u: digest_of(u.name), title=str, url=lambda u: "/",
        unit_id=lambda u: u.pk, parties=lambda u: ear.parties, confirmations=[("true", "属实"), ("legal", "合法")],
        exhibit=lambda u, c: ("", {}),
        on_approved=lambda u, c, by: ear.calls.append("approved"),
        on_returned=lambda u, c, by, comment: ear.calls.append("returned"),
        on_rejected=lambda u, c, by, comment: ear.calls.append("rejected"),
        on_withdrawn=lambda u, c, by, reason: ear.calls.append("withdrawn"),
        fact_kinds={
            "fee": FactKind("金额", "number", unit="元"),
            "kind": FactKind("类型", "choice", choices=(("news", "新闻"), ("ad", "广告"))),
        },
        facts=lambda u: ear.facts, owner=lambda u: next(iter(ear.owner), None), low_risk=lambda u: ear.low_risk,
    )  # fmt: skip
    SUBJECTS.add("test.unit", subject)
    yield ear
    SUBJECTS._entries.pop("test.unit")


@pytest.fixture
def press(units: dict[str, Unit], heard: Heard) -> Unit:
    """The unit 宣传部 as the thing to be approved; reviewers, heads and the leader may decide."""
    for role in Role.objects.filter(key__in=["reviewer", "head", "leader"]):
        RoleCapability.objects.get_or_create(role=role, capability=CAPABILITY)
    return units["宣传部"]


TWO_STEPS: list[dict[str, Any]] = [
    {"name": "审核", "mode": "any", "resolver": {"kind": "role", "role": "reviewer"}},
    {"name": "终审", "mode": "any", "resolver": {"kind": "unit_head"}},
]


def flow(steps: list[dict[str, Any]] = TWO_STEPS) -> None:
    """Put `steps` in force for the test subject."""
    actions.publish_flow(key="test.unit", name="测试流程", steps=steps, by=None)


def opened(unit: Unit, by: Member) -> Case:
    """A case of the unit, handed in by `by`."""
    return actions.open_case(kind="test.unit", subject=unit, by=by)
