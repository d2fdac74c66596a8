"""抄送: readers of a case. They decide nothing; their reading is confirmed by themselves."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.approvals.duties import Desk
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import Copy, StepRun
from masthead.approvals.resolve import find
from masthead.core import clock
from masthead.core.errors import NotPermitted
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent


@silent("inner step of a deed that is on the trail")
@transaction.atomic
def send_copies(*, desk: Desk, step: StepRun, by: Member | None, at: dt.datetime) -> None:
    """Everybody whom the step's cc names gets the case to read, once a case."""
    named = {m.pk: m for resolver in step.cc for m in find(resolver, desk.place)}
    have = set(Copy.objects.filter(case=desk.case, member__in=named).values_list("member_id", flat=True))
    new = [m for pk, m in named.items() if pk not in have]
    Copy.objects.bulk_create([Copy(case=desk.case, member=m, step_name=step.name, sent_at=at) for m in new])
    if new:
        notify.tell(
            kind="approvals.copied",
            members=new,
            title=_("抄送给您：%(title)s") % {"title": desk.case.title},
            body=_("审批进行到「%(step)s」，请阅知。") % {"step": step.name},
            url=reverse("approvals:case", args=[desk.case.pk]),
            by=by,
            clause=desk.subject.clause,
        )


@guarded("3.3.2")
@transaction.atomic
def confirm_reading(*, copy: Copy, by: Member, at: dt.datetime | None = None) -> Copy:
    """The reader confirms having read; a second time changes nothing.

    Clause: 3.3.2.  Raises: NotPermitted for anybody else.  Events: approvals:copy:read.
    """
    if copy.member_id != by.pk:
        raise NotPermitted(_("这份抄送不是给您的。"), code="not_your_copy", clause="3.3.2")
    moment = at or clock.now()
    if Copy.objects.filter(pk=copy.pk, read_at=None).update(read_at=moment):
        trail.record(ApprovalEvent.COPY_READ, target=copy.case, by=by, version=copy.case.content_hash, at=moment)
        copy.read_at = moment
    return copy
