"""What happened to the review flow at 云岭茶业: a second version in force for a week, and the next one on the drawing board."""

from masthead.approvals import actions as approvals
from masthead.approvals import outline
from masthead.approvals import queries as approval_queries
from masthead.approvals.blueprint import Data
from masthead.approvals.models import FlowDraft
from masthead.web.demo.people import fresh
from masthead.web.demo.script import Script

KEY = "content.draft"
ADMINISTRATOR = "hezh"


def tell(script: Script) -> None:
    """Put both on the script."""
    script.at(-9, 14, 20, publish_second_version)
    script.at(-1, 16, 40, begin_third_version)


def _change(draft: FlowDraft, index: int, values: Data) -> None:
    step = draft.steps[index]
    approvals.change_step(
        draft=draft, step=step["key"], values=values, seen=outline.mark_of(step), by=fresh(ADMINISTRATOR)
    )


def publish_second_version() -> None:
    """The head decides in person: no passing on at the last step."""
    by = fresh(ADMINISTRATOR)
    draft = approvals.start_draft(key=KEY, by=by)
    _change(draft, 1, {"allow": {"add": True, "transfer": False, "return_to": True}})
    reason = "终审由部门负责人本人作出，不再转交；不在岗时按授权安排办理"
    approvals.publish_draft(draft=draft, edition=draft.edition, reason=reason, by=by)


def begin_third_version() -> None:
    """What follows a festival or a hot topic shall pass the leader, too; it is drawn, and not published yet."""
    by = fresh(ADMINISTRATOR)
    draft = approval_queries.draft_of(KEY) or approvals.start_draft(key=KEY, by=by)
    key = approvals.add_step(draft=draft, edition=draft.edition, after=draft.steps[0]["key"], by=by)
    _change(
        draft,
        outline.place_of(draft.steps, key),
        {
            "name": "节日与热点加审",
            "resolver": {"kind": "leader"},
            "when": {"all": [{"fact": "source", "op": "in", "value": ["calendar", "hot"]}]},
            "due_hours": 16,
            "cc": [{"kind": "role", "role": "auditor"}],
        },
    )
