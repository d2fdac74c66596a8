"""Two people press the same button at the same moment, over a real server: exactly one of them did it."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.urls import reverse

from masthead.accounts.testing import make_connected_account
from masthead.approvals.models import Case, Task, TaskState
from masthead.compliance.testing import rules_in_force
from masthead.content import actions as content
from masthead.content.models import Draft
from masthead.content.testing import make_ready_draft, publish_review_flow
from masthead.org.models import Member
from masthead.org.testing import Cast, build_cast, give_role
from masthead.publishing.models import Publication
from masthead.publishing.testing import make_approved
from masthead.trail.models import Event
from tests.attempts import forms
from tests.attempts.proof import JSON, browser

pytestmark = pytest.mark.django_db(transaction=True)
ALL = ["legality", "truthfulness", "accuracy", "conformity"]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """A cast of its own: other connections must see it, so it cannot stand in the scene's transaction."""
    return build_cast()


@pytest.fixture
def account(cast: Cast) -> Any:
    rules_in_force()
    publish_review_flow()
    people = cast.people
    return make_connected_account(unit=cast.units["宣传部"], administrator=people["wu"], backup=people["he"])


@pytest.fixture
def desks() -> Iterator[list[httpx.Client]]:
    """Open browsers, closed at the end."""
    opened: list[httpx.Client] = []
    yield opened
    for client in opened:
        client.close()


def desk(member: Member, server: Any, desks: list[httpx.Client]) -> httpx.Client:
    """A browser on the live server in which the member is signed in and holds a form's seal."""
    session = browser(member).cookies["sessionid"].value
    client = httpx.Client(
        base_url=server.url, cookies={"sessionid": session}, headers=JSON, trust_env=False, timeout=30
    )
    client.get("/auth/password/change/", headers={"Accept": "text/html"})
    client.headers["X-CSRFToken"] = client.cookies["csrftoken"]
    desks.append(client)
    return client


def at_once(posts: list[tuple[httpx.Client, str, dict[str, Any]]]) -> list[int]:
    """All of them started together; the status of each."""
    gate, statuses = threading.Barrier(len(posts)), [0] * len(posts)

    def press(place: int, client: httpx.Client, path: str, form: dict[str, Any]) -> None:
        gate.wait()
        statuses[place] = client.post(path, data=form).status_code

    threads = [threading.Thread(target=press, args=(place, *post)) for place, post in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return statuses


@pytest.mark.parametrize("turn", range(2))
def test_of_two_approvers_at_once_exactly_one_approves(
    cast: Cast, account: Any, live_server: Any, desks: list[httpx.Client], turn: int
) -> None:
    lin, zhou, wu = (cast.people[n] for n in ("lin", "zhou", "wu"))
    give_role(wu, "reviewer", unit=cast.units["宣传部"])
    draft = make_ready_draft(lin, accounts=[account])
    content.submit_draft(draft=draft, by=lin)
    case = Case.objects.get(subject_kind="content.draft", subject_id=draft.pk)
    tasks = {t.assignee_id: t for t in Task.objects.filter(case=case, state=TaskState.PENDING)}
    form = {"hash_seen": case.content_hash, "confirmations": ALL, "comment": ""}

    statuses = at_once(
        [(desk(m, live_server, desks), reverse("approvals:approve", args=[tasks[m.pk].pk]), form) for m in (zhou, wu)]
    )

    assert sorted(statuses) == [302, 409], statuses
    assert Event.objects.filter(name="approvals:task:approved").count() == 1
    assert Event.objects.filter(outcome="refused", code__in=["case_closed", "task_decided"]).count() == 1
    assert Task.objects.filter(case=case, state=TaskState.APPROVED).count() == 1
    assert Task.objects.filter(case=case, state=TaskState.PENDING).count() == 1, "the second step waits for one person"


def test_approving_and_returning_at_once_has_one_outcome(
    cast: Cast, account: Any, live_server: Any, desks: list[httpx.Client]
) -> None:
    lin, zhou, wu = (cast.people[n] for n in ("lin", "zhou", "wu"))
    give_role(wu, "reviewer", unit=cast.units["宣传部"])
    draft = make_ready_draft(lin, accounts=[account])
    content.submit_draft(draft=draft, by=lin)
    case = Case.objects.get(subject_kind="content.draft", subject_id=draft.pk)
    tasks = {t.assignee_id: t for t in Task.objects.filter(case=case, state=TaskState.PENDING)}
    form = {"hash_seen": case.content_hash, "confirmations": ALL, "reason": "产地写错了，请核对。"}

    statuses = at_once([
        (desk(zhou, live_server, desks), reverse("approvals:approve", args=[tasks[zhou.pk].pk]), form),
        (desk(wu, live_server, desks), reverse("approvals:return", args=[tasks[wu.pk].pk]), form),
    ])  # fmt: skip

    assert sorted(statuses) == [302, 409], statuses
    assert Task.objects.filter(case=case, state__in=[TaskState.APPROVED, TaskState.RETURNED]).count() == 1


def test_scheduling_one_version_from_two_desks_makes_one_post(
    cast: Cast, account: Any, live_server: Any, desks: list[httpx.Client]
) -> None:
    draft = make_approved(cast.people["lin"], account)
    form, path = forms.schedule(account), reverse("publishing:schedule", args=[draft.pk])

    statuses = at_once([(desk(cast.people[n], live_server, desks), path, form) for n in ("wu", "chen")])

    assert sorted(statuses) == [302, 422], statuses
    assert Publication.objects.filter(draft=draft).count() == 1


def test_saving_from_two_desks_keeps_one_version_and_loses_no_words(
    cast: Cast, account: Any, live_server: Any, desks: list[httpx.Client]
) -> None:
    draft = make_ready_draft(cast.people["lin"], accounts=[account])
    path = reverse("content:draft_save", args=[draft.pk])

    statuses = at_once(
        [
            (desk(cast.people[n], live_server, desks), path, forms.text(draft, title=f"{n} 的标题"))
            for n in ("lin", "chen")
        ]
    )

    assert sorted(statuses) == [200, 409], statuses
    assert Draft.objects.get(pk=draft.pk).revisions.count() == 2


def test_an_edit_and_the_last_approval_at_once_never_leave_an_approved_other_text(
    cast: Cast, account: Any, live_server: Any, desks: list[httpx.Client]
) -> None:
    """Whichever comes first: what is approved in the end is exactly what the approver saw."""
    lin, zhou, chen = (cast.people[n] for n in ("lin", "zhou", "chen"))
    draft = make_ready_draft(lin, accounts=[account])
    content.submit_draft(draft=draft, by=lin)
    case = Case.objects.get(subject_kind="content.draft", subject_id=draft.pk)
    form = {"hash_seen": case.content_hash, "confirmations": ALL, "comment": ""}
    browser(zhou).post(reverse("approvals:approve", args=[Task.objects.get(case=case, assignee=zhou).pk]), form)
    last = Task.objects.get(case=case, assignee=chen)

    at_once([
        (desk(chen, live_server, desks), reverse("approvals:approve", args=[last.pk]), form),
        (desk(lin, live_server, desks), reverse("content:draft_save", args=[draft.pk]), forms.text(draft, title="抢在通过之前", void_approval="on")),
    ])  # fmt: skip

    from masthead.content.queries import content_hash

    fresh = Draft.objects.get(pk=draft.pk)
    if fresh.state == "approved":
        assert fresh.approved_hash == case.content_hash == content_hash(fresh)
    else:
        assert (fresh.state, fresh.approved_hash) == ("draft", "")
