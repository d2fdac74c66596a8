"""What is done after publishing can never publish: its modules know neither the way out of a post nor the deeds that put one on it."""

import ast
from collections.abc import Iterator

import pytest

from tests_arch.findings import Finding, judge
from tests_arch.rules import chain
from tests_arch.sources import tree

HOME = "masthead/publishing"
AFTERWARDS = [
    f"{HOME}/actions/{name}.py"
    for name in ("evidence", "verifying", "side_calls", "withdrawals", "take_downs", "own_comments", "corrections")
] + [f"{HOME}/engine/{name}.py" for name in ("afterwards", "page", "portrait")]
WAY_OUT = {"scheduling", "claims", "stages", "results", "decisions", "moving", "send", "run", "ask", "hear", "crew"}
DEEDS = {
    "schedule_publication", "schedule_draft", "retry_publication", "move_publication", "move_together", "replan_publication",
    "resolve_unknown", "claim_due", "claim_publication", "claim_questions", "begin_stage", "settle_stage", "settle_progress",
    "accept", "send", "send_one", "tick", "publish", "upload", "stages", "fill_slot", "hand_over", "hand_over_due",
}  # fmt: skip
STATES = {"PUBLISHED", "WITHDRAWN"}  # the only states of a publication that these modules may name


def imported(node: ast.AST) -> set[str]:
    """Modules and names that a line takes from the chapter."""
    if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("masthead.publishing"):
        return set()
    return {alias.name for alias in node.names} | {str(node.module).rpartition(".")[2]}


def called(node: ast.AST) -> str:
    """The last word of what a line calls; the door out for fetching a page sends nothing."""
    words = chain(node.func) if isinstance(node, ast.Call) else []
    return "" if not words or words == ["outbound", "send"] else words[-1]


def state_named(node: ast.AST) -> str:
    words = chain(node) if isinstance(node, ast.Attribute) else []
    return words[1] if len(words) == 2 and words[0] == "PublicationState" else ""


def known_ways_out(name: str, source: ast.Module) -> Iterator[Finding]:
    """Imports of a module of the way out, and names of deeds that send or schedule."""
    for node in ast.walk(source):
        line = getattr(node, "lineno", 1)
        for word in sorted(imported(node) & (WAY_OUT | DEEDS)):
            yield Finding(name, line, word, "imports a way out")
        if (word := called(node)) in DEEDS:
            yield Finding(name, line, word, "calls a deed that sends")
        if (word := state_named(node)) and word not in STATES:
            yield Finding(name, line, word, "names a state on the way out")
        if isinstance(node, ast.Constant) and node.value in {"publishing.send", "publishing.tick"}:
            yield Finding(name, line, str(node.value), "names a job that sends")


def test_side_effects_can_never_re_enter_publishing() -> None:
    found = [finding for name in AFTERWARDS for finding in known_ways_out(name, tree(name))]

    judge(
        "afterwards-never-publishes",
        found,
        why="a look, a comment or a take-down that can reach the way out may post a second time (clause 3.3.3, red line).",
        instead="record what was found; a person schedules anew, through an approval.",
    )


@pytest.mark.parametrize(
    "fault",
    [
        "from masthead.publishing.actions.scheduling import schedule_publication",
        "from masthead.publishing.engine.send import send",
        "def again(publication):\n    actions.retry_publication(publication=publication, reason='…', by=None)",
        "def again(connector, channel, post):\n    connector.publish(channel, post, {})",
        "def again(rows):\n    rows.update(state=PublicationState.SCHEDULED)",
        "def again(pk):\n    jobs.enqueue('publishing.send', pk)",
    ],
)
def test_the_rule_catches_a_way_back(fault: str) -> None:
    assert list(known_ways_out("seeded.py", ast.parse(fault)))
