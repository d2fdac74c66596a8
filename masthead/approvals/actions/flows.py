"""Flows as versioned data: a new version replaces the old one for new cases only."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import FlowState, FlowVersion, Mode
from masthead.approvals.resolve import FINDERS
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.core.errors import BadInput
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.3.2")
@transaction.atomic
def publish_flow(*, key: str, name: str, steps: list[dict[str, Any]], by: Member | None) -> FlowVersion:
    """Put a flow in force as a new version; running cases keep theirs. The same steps again change nothing.

    Clause: 3.3.2.  Raises: BadInput for a flow without steps or with an unknown way to find people.  Events: approvals:flow:published.
    """
    if not steps or any(
        s.get("resolver", {}).get("kind") not in FINDERS or s.get("mode") not in Mode.values for s in steps
    ):
        raise BadInput(
            _("流程至少要有一个节点，每个节点都要说明由谁审批、怎样算通过。"), code="flow_steps", clause="3.3.2"
        )
    digest = digest_of({"key": key, "name": name, "steps": steps})
    current = FlowVersion.objects.filter(key=key, state=FlowState.PUBLISHED).first()
    if current and current.digest == digest:
        return current
    FlowVersion.objects.filter(key=key, state=FlowState.PUBLISHED).update(state=FlowState.RETIRED)
    newest = FlowVersion.objects.filter(key=key).aggregate(m=Max("version"))["m"] or 0
    flow = FlowVersion.objects.create(
        key=key,
        version=newest + 1,
        name=name,
        steps=steps,
        state=FlowState.PUBLISHED,
        digest=digest,
        published_at=clock.now(),
    )
    trail.record(ApprovalEvent.FLOW_PUBLISHED, target=flow, by=by, version=str(flow.version), after=steps)
    return flow
