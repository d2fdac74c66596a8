"""The engine as a table: how a step decides × what people do × who may not. Clause 3.3.2."""

from typing import Any

import pytest

from masthead.approvals import actions
from masthead.approvals.models import Case
from masthead.approvals.registry import SUBJECTS
from masthead.approvals.tests.conftest import Heard, flow
from masthead.approvals.tests.script import MONDAY, Stage, let_review, table_of
from masthead.core import clock
from masthead.org.models import Unit

VOTE_2 = {"quorum": {"kind": "count", "value": 2}}
VOTE_60 = {"quorum": {"kind": "percent", "value": 60}}
EIGHT_HOURS = {"due_hours": 8}
# minutes after 09:00: 50 % at 14:00, 80 % at 16:24, 100 % at 18:00
HALF, MOST, LATE = "clock:331", "clock:475", "clock:1471"

# (mode, more, script, state, calls, who is asked now)
Row = tuple[str, dict[str, Any], str, str, str, str]
TABLE: list[Row] = [
    # 或签: one is enough, one no is enough
    ("any", {}, "zhou:approve", "approved", "approved", ""),
    ("any", {}, "sun:approve", "approved", "approved", ""),
    ("any", {}, "zhou:reject", "rejected", "rejected", ""),
    ("any", {}, "chen:return", "returned", "returned", ""),
    ("any", {}, "lin:withdraw", "withdrawn", "withdrawn", ""),
    ("any", {}, "zhou:approve chen:approve!case_closed", "approved", "approved", ""),
    ("any", {}, "zhou:approve lin:withdraw!case_closed", "approved", "approved", ""),
    ("any", {}, "zhou:reject chen:approve!case_closed", "rejected", "rejected", ""),
    ("any", {}, "zhou:transfer:wu", "running", "", "wu chen sun"),
    ("any", {}, "zhou:transfer:wu wu:approve", "approved", "approved", ""),
    ("any", {}, "zhou:transfer:wu zhou:approve!task_decided", "running", "", "wu chen sun"),
    ("any", {}, "zhou:delegate:wu wu:approve", "approved", "approved", ""),
    ("any", {}, "zhou:add-before:wu", "running", "", "wu chen sun"),
    ("any", {}, "zhou:add-before:wu zhou:approve!task_decided wu:approve", "running", "", "zhou chen sun"),
    ("any", {}, "zhou:add-before:wu wu:approve zhou:approve", "approved", "approved", ""),
    ("any", {}, "zhou:add-before:wu wu:reject", "rejected", "rejected", ""),
    ("any", {}, "zhou:add-parallel:wu zhou:approve", "running", "", "wu chen sun"),
    ("any", {}, "zhou:add-parallel:wu zhou:approve chen:approve", "approved", "approved", ""),
    ("any", {}, "zhou:add-parallel:wu zhou:approve wu:approve", "approved", "approved", ""),
    ("any", {}, "zhou:add-after:wu zhou:approve", "running", "", "wu chen sun"),
    ("any", {}, "zhou:add-after:wu zhou:approve wu:return", "returned", "returned", ""),
    ("any", EIGHT_HOURS, f"{HALF} {MOST}", "running", "", "zhou chen sun"),
    ("any", EIGHT_HOURS, LATE, "running", "", "zhou chen sun zheng"),
    ("any", EIGHT_HOURS, f"{LATE} zheng:approve", "approved", "approved", ""),
    ("any", EIGHT_HOURS, f"zhou:approve {LATE}", "approved", "approved", ""),
    # 会签 needs everybody
    ("all", {}, "zhou:approve", "running", "", "chen sun"),
    ("all", {}, "zhou:approve chen:approve", "running", "", "sun"),
    ("all", {}, "zhou:approve chen:approve sun:approve", "approved", "approved", ""),
    ("all", {}, "zhou:approve chen:reject", "rejected", "rejected", ""),
    ("all", {}, "zhou:approve chen:return", "returned", "returned", ""),
    ("all", {}, "zhou:approve lin:withdraw", "withdrawn", "withdrawn", ""),
    ("all", {}, "zhou:approve zhou:approve!task_decided", "running", "", "chen sun"),
    ("all", {}, "zhou:transfer:wu wu:approve chen:approve sun:approve", "approved", "approved", ""),
    ("all", {}, "zhou:transfer:wu chen:approve sun:approve", "running", "", "wu"),
    ("all", {}, "zhou:delegate:wu wu:approve chen:approve sun:approve", "approved", "approved", ""),
    ("all", {}, "zhou:add-before:wu chen:approve sun:approve wu:approve", "running", "", "zhou"),
    ("all", {}, "zhou:add-before:wu:zheng wu:approve", "running", "", "zheng chen sun"),
    ("all", {}, "zhou:add-parallel:wu zhou:approve chen:approve sun:approve", "running", "", "wu"),
    ("all", {}, "zhou:add-parallel:wu zhou:approve chen:approve sun:approve wu:approve", "approved", "approved", ""),
    ("all", {}, "zhou:add-after:wu chen:approve sun:approve zhou:approve", "running", "", "wu"),
    ("all", {}, "zhou:add-parallel:wu wu:reject", "rejected", "rejected", ""),
    ("all", EIGHT_HOURS, f"zhou:approve {LATE}", "running", "", "zheng sun"),
    ("all", EIGHT_HOURS, f"zhou:approve {LATE} zheng:approve sun:approve", "approved", "approved", ""),
    ("all", EIGHT_HOURS, f"{LATE} {LATE}", "running", "", "zheng chen sun"),
    # 依次: one after the other
    ("seq", {}, "chen:approve!task_decided", "running", "", "zhou"),
    ("seq", {}, "zhou:approve", "running", "", "chen"),
    ("seq", {}, "zhou:approve chen:approve sun:approve", "approved", "approved", ""),
    ("seq", {}, "zhou:approve chen:reject", "rejected", "rejected", ""),
    ("seq", {}, "zhou:approve chen:return", "returned", "returned", ""),
    ("seq", {}, "zhou:approve lin:withdraw", "withdrawn", "withdrawn", ""),
    ("seq", {}, "zhou:transfer:wu wu:approve", "running", "", "chen"),
    ("seq", {}, "zhou:delegate:wu wu:approve", "running", "", "chen"),
    ("seq", {}, "zhou:add-before:wu", "running", "", "wu"),
    ("seq", {}, "zhou:add-before:wu wu:approve zhou:approve", "running", "", "chen"),
    ("seq", {}, "zhou:add-parallel:wu zhou:approve", "running", "", "wu"),
    ("seq", {}, "zhou:add-parallel:wu zhou:approve wu:approve", "running", "", "chen"),
    ("seq", {}, "zhou:add-after:wu zhou:approve wu:approve", "running", "", "chen"),
    ("seq", {}, "chen:transfer:wu!task_decided", "running", "", "zhou"),
    ("seq", EIGHT_HOURS, LATE, "running", "", "zheng"),
    ("seq", EIGHT_HOURS, f"{LATE} zheng:approve", "running", "", "chen"),
    # 票决
    ("vote", VOTE_2, "zhou:approve", "running", "", "chen sun"),
    ("vote", VOTE_2, "zhou:approve sun:approve", "approved", "approved", ""),
    ("vote", VOTE_2, "zhou:reject", "running", "", "chen sun"),
    ("vote", VOTE_2, "zhou:reject chen:approve sun:approve", "approved", "approved", ""),
    ("vote", VOTE_2, "zhou:reject chen:reject", "rejected", "rejected", ""),
    ("vote", VOTE_2, "zhou:reject zhou:approve!task_decided", "running", "", "chen sun"),
    ("vote", VOTE_2, "zhou:return", "returned", "returned", ""),
    ("vote", VOTE_2, "zhou:approve lin:withdraw", "withdrawn", "withdrawn", ""),
    ("vote", VOTE_60, "zhou:approve", "running", "", "chen sun"),
    ("vote", VOTE_60, "zhou:approve chen:approve", "approved", "approved", ""),
    ("vote", VOTE_60, "zhou:reject chen:reject", "rejected", "rejected", ""),
    ("vote", {"quorum": {"kind": "percent", "value": 100}}, "zhou:reject", "rejected", "rejected", ""),
    ("vote", {"quorum": {"kind": "count", "value": 1}}, "zhou:reject chen:approve", "approved", "approved", ""),
    ("vote", VOTE_2, "zhou:transfer:wu wu:approve sun:approve", "approved", "approved", ""),
    ("vote", VOTE_2, "zhou:delegate:wu wu:reject sun:reject", "rejected", "rejected", ""),
    ("vote", VOTE_2, "zhou:add-before:wu wu:reject", "running", "", "chen sun"),
    ("vote", VOTE_2, "zhou:add-parallel:wu zhou:approve chen:approve", "running", "", "wu sun"),
    ("vote", VOTE_2, "zhou:add-after:wu zhou:approve wu:approve chen:approve", "approved", "approved", ""),
    ("vote", VOTE_2 | EIGHT_HOURS, f"zhou:approve {LATE} zheng:approve", "approved", "approved", ""),
    # whoever wrote it, handed it in, has no right or was asked before is not brought in by any way
    ("any", {}, "zhou:transfer:lin!may_not_decide", "running", "", "zhou chen sun"),
    ("any", {}, "zhou:transfer:he!may_not_decide", "running", "", "zhou chen sun"),
    ("any", {}, "zhou:transfer:outsider!may_not_decide", "running", "", "zhou chen sun"),
    ("any", {}, "zhou:transfer:chen!may_not_decide", "running", "", "zhou chen sun"),
    ("all", {}, "zhou:delegate:lin!may_not_decide", "running", "", "zhou chen sun"),
    ("all", {}, "zhou:delegate:he!may_not_decide", "running", "", "zhou chen sun"),
    ("all", {}, "zhou:delegate:chen!may_not_decide", "running", "", "zhou chen sun"),
    ("seq", {}, "zhou:add-before:he!may_not_decide", "running", "", "zhou"),
    ("seq", {}, "zhou:add-after:lin!may_not_decide", "running", "", "zhou"),
    ("seq", {}, "zhou:add-parallel:outsider!may_not_decide", "running", "", "zhou"),
    ("vote", VOTE_2, "zhou:add-parallel:chen!may_not_decide", "running", "", "zhou chen sun"),
    ("vote", VOTE_2, "zhou:transfer:he!may_not_decide", "running", "", "zhou chen sun"),
    ("any", {}, "zhou:transfer:wu wu:transfer:zhou!may_not_decide", "running", "", "wu chen sun"),
    ("all", {}, "zhou:add-before:wu wu:add-before:zheng!added_cannot_add", "running", "", "wu chen sun"),
    ("any", {"allow": {"add": False}}, "zhou:add-before:wu!flow_forbids", "running", "", "zhou chen sun"),
    ("any", {"allow": {"transfer": False}}, "zhou:transfer:wu!flow_forbids", "running", "", "zhou chen sun"),
    ("any", {"allow": {"transfer": False}}, "zhou:delegate:wu!flow_forbids", "running", "", "zhou chen sun"),
    ("any", {}, "zhou:back:0!no_such_step_behind", "running", "", "zhou chen sun"),
]


@pytest.mark.parametrize(
    ("mode", "more", "script", "state", "calls", "asked"),
    TABLE,
    ids=[f"{r[0]}-{r[2].replace(' ', ',')}" for r in TABLE],
)
def test_what_people_do_has_the_effect_of_the_mode(
    press: Unit,
    heard: Heard,
    cast: Any,
    mode: str,
    more: dict[str, Any],
    script: str,
    state: str,
    calls: str,
    asked: str,
) -> None:
    let_review(cast, "chen", "sun", "wu", "he", "lin")
    heard.parties.add(cast.people["he"].pk)
    flow(table_of(cast, mode, ["zhou", "chen", "sun"], **more))
    stage = Stage(_opened_on_monday(press, cast), cast)

    for line in script.split():
        stage.play(line)
        stage.check()

    assert (stage.case.state, " ".join(heard.calls), stage.waiting()) == (state, calls, set(asked.split()))


def _opened_on_monday(press: Unit, cast: Any) -> Case:
    assert "test.unit" in SUBJECTS
    with clock.travelling(MONDAY - clock.now() + clock._offset):
        return actions.open_case(kind="test.unit", subject=press, by=cast.people["lin"])


def test_the_table_is_long_enough_to_be_believed() -> None:
    assert len(TABLE) >= 60 and len({(r[0], r[2], str(r[1])) for r in TABLE}) == len(TABLE)
