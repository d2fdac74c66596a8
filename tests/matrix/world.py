"""One thing of each kind that an address can name, all of 宣传部."""

import datetime as dt
from typing import Any

from masthead.accounts.models import Account
from masthead.approvals.models import Case, Task
from masthead.collab.testing import things_of_collab
from masthead.compliance.testing import rules_in_force
from masthead.content import actions as content
from masthead.content.testing import make_approved_draft, make_ready_draft, make_topic, publish_review_flow
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org.models import Grant
from masthead.org.testing import Cast
from masthead.publishing.testing import make_publication
from masthead.rulebook import actions as rulebook
from masthead.trail.models import EventSeal
from masthead.trail.tasks import seal


def things_of(cast: Cast, account: Account) -> dict[str, list[Any]]:
    """Arguments of an address by kind: a draft being written, one in review with 周明远 asked, one approved and scheduled, and what hangs on them."""
    lin, zhou, wu = (cast.people[name] for name in ("lin", "zhou", "wu"))
    rules_in_force()
    publish_review_flow()
    rulebook.adopt_template(by=None)
    topic = make_topic(lin, accounts=[account])
    draft = make_ready_draft(lin, accounts=[account], title="蒙顶甘露的三道揉捻")
    asked = make_ready_draft(lin, accounts=[account], title="普洱仓储的湿度怎么看")
    content.submit_draft(draft=asked, by=lin)
    approved = make_approved_draft(lin, accounts=[account])
    publication = make_publication(approved, account, by=wu, due_at=clock.now() + dt.timedelta(hours=3))
    (notice,) = notify.tell(kind="approvals.result", members=[lin], title="已通过：蒙顶春茶开采", url="/")
    assert draft.revision and draft.revision.cover
    joint = things_of_collab(cast, account)
    return joint | {
        "account": [account.pk],
        "account_status": [account.pk, "paused"],
        "case": [Case.objects.get(subject_id=asked.pk).pk],
        "clause": ["3.3.2"],
        "draft": [draft.pk],
        "event": [_sealed_event()],
        "grant": [Grant.objects.get(member=lin).pk],
        "member": [lin.pk],
        "notice": [notice.pk],
        "picture": [draft.revision.cover_id],
        "preview": ["content.draft", draft.pk],
        "publication": [publication.pk],
        "revision": [draft.revision_id],
        "task": [Task.objects.get(case__subject_id=asked.pk, assignee=zhou).pk],
        "topic": [topic.pk],
    }


def _sealed_event() -> int:
    seal()
    return EventSeal.objects.order_by("position")[0].event_id
