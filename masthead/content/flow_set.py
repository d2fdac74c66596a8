"""The review flows that ship with the product: the words a company may adopt as they stand and then change in the designer.

Four pairs of eyes where it matters, two where it does not: 初审 always; 法务审核 when a category demands it, by who holds the role 法务;
复审 by the head except in the fast lane; 终审 by the leader for high risk and in the fast lane. So the fast lane is shorter and still two
people decide. While nobody holds the role, the leader stands in, and the step says so; that is why the leader's own step is not barred to
who decided before.
"""

from typing import Any

from masthead.content.queries.facts import LEGAL

Steps = list[dict[str, Any]]
LEADER: dict[str, Any] = {"kind": "leader"}
REVIEWER: dict[str, Any] = {"kind": "role", "role": "reviewer"}
LAWYER: dict[str, Any] = {"kind": "role", "role": "legal"}


def review_steps() -> Steps:
    """Steps of content.draft."""
    demanded = {"all": [{"fact": "categories", "op": "in", "value": list(LEGAL)}]}
    ordinary = {"all": [{"fact": "fast_lane", "op": "eq", "value": False}]}
    grave = {"any": [{"fact": "risk", "op": "eq", "value": "high"}, {"fact": "fast_lane", "op": "eq", "value": True}]}
    return [
        {"name": "初审", "mode": "any", "resolver": REVIEWER, "due_hours": 4},
        {"name": "法务审核", "mode": "any", "resolver": LAWYER, "when": demanded, "due_hours": 8},
        {"name": "复审", "mode": "any", "resolver": {"kind": "unit_head"}, "when": ordinary, "due_hours": 8},
        {"name": "终审", "mode": "any", "resolver": LEADER, "when": grave, "due_hours": 8, "distinct": False},
    ]  # fmt: skip


def later_steps() -> Steps:
    """Steps of content.afterwards: somebody who did not write it looks at what went out by the fast lane."""
    return [
        {"name": "事后复核", "mode": "any", "resolver": REVIEWER, "due_hours": 24, "escalate_to": {"kind": "unit_head"}}
    ]
