"""The world that every row of the table is asked about: built once for the module, each test inside a savepoint of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from masthead.accounts.testing import make_account
from masthead.approvals.models import Case, Task
from masthead.compliance.testing import rules_in_force
from masthead.content import actions as content
from masthead.content.testing import make_approved_draft, make_ready_draft, make_topic, publish_review_flow
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org.models import Grant
from masthead.org.testing import Cast, build_cast
from masthead.publishing.testing import make_publication
from masthead.rulebook import actions as rulebook


@dataclass(frozen=True)
class Stage:
    """The cast, and the arguments of an address by the kind of thing it names."""

    cast: Cast
    things: dict[str, list[Any]]


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """Everything of 宣传部, in one transaction that is rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        yield Stage(cast, things_of(cast))
        transaction.set_rollback(True)


def things_of(cast: Cast) -> dict[str, list[Any]]:
    """One thing of each kind: a draft being written, one in review with 周明远 asked, one approved and scheduled, and what hangs on them."""
    lin, zhou, wu, he = (cast.people[name] for name in ("lin", "zhou", "wu", "he"))
    rules_in_force()
    publish_review_flow()
    rulebook.adopt_template(by=None)
    account = make_account(unit=cast.units["宣传部"], administrator=wu, backup=he)
    topic = make_topic(lin, accounts=[account])
    draft = make_ready_draft(lin, accounts=[account], title="蒙顶甘露的三道揉捻")
    asked = make_ready_draft(lin, accounts=[account], title="普洱仓储的湿度怎么看")
    content.submit_draft(draft=asked, by=lin)
    approved = make_approved_draft(lin, accounts=[account])
    publication = make_publication(approved, account, by=wu, due_at=clock.now())
    (notice,) = notify.tell(kind="approvals.result", members=[lin], title="已通过：蒙顶春茶开采", url="/")
    assert draft.revision and draft.revision.cover
    return {
        "account": [account.pk],
        "account_status": [account.pk, "paused"],
        "case": [Case.objects.get(subject_id=asked.pk).pk],
        "clause": ["3.3.2"],
        "draft": [draft.pk],
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


@pytest.fixture
def cast(stage: Stage, db: None) -> Cast:
    """The cast of the stage, not a second one."""
    return stage.cast


@pytest.fixture
def world(stage: Stage, db: None, settings: Any) -> dict[str, list[Any]]:
    """Arguments of an address by the kind of thing it names; no platform answers."""
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    return stage.things
