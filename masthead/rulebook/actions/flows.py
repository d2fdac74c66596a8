"""The two flows that this room needs: the leader decides. An administrator may publish others in their place."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals import actions as approvals
from masthead.approvals.models import FlowState, FlowVersion
from masthead.org.models import Member
from masthead.trail.guards import silent

AMENDMENT, EXCEPTION = "rulebook.amendment", "rulebook.exception"
BY_LEADER: list[dict[str, Any]] = [{"name": "组长批准", "mode": "any", "resolver": {"kind": "leader"}}]


@silent("publishing a flow is recorded by the approval engine")
@transaction.atomic
def ensure_flows(*, by: Member | None = None) -> None:
    """Publish the built-in flow where none is published; one that an administrator made stays."""
    published = set(FlowVersion.objects.filter(state=FlowState.PUBLISHED).values_list("key", flat=True))
    for key, name in ((AMENDMENT, _("制度修订审批")), (EXCEPTION, _("条款豁免审批"))):
        if key not in published:
            approvals.publish_flow(key=key, name=name, steps=BY_LEADER, by=by)
