"""Adopting the review flows that ship with the product."""

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals import actions as approvals
from masthead.approvals.models import FlowVersion
from masthead.content.actions.fast_lane import AFTERWARDS
from masthead.content.flow_set import later_steps, review_steps
from masthead.org.models import Member
from masthead.trail.guards import guarded, silent

REVIEW = "content.draft"


@silent("each flow that is put in force records its own event")
@guarded("3.3.2")
@transaction.atomic
def adopt_review_flows(*, by: Member | None) -> list[FlowVersion]:
    """Put the shipped flows of review and of the later look in force; running cases keep theirs. The same again changes nothing.

    Clause: 3.3.2.  Events: approvals:flow:published, one a flow that changed.
    """
    reason = _("采用随附的分级审核流程")
    review = approvals.publish_flow(key=REVIEW, name=_("内容分级审核"), steps=review_steps(), by=by, reason=reason)
    later = approvals.publish_flow(
        key=AFTERWARDS, name=_("紧急通道事后复核"), steps=later_steps(), by=by, reason=reason
    )
    return [review, later]
