"""Two administrators in one moment, on real connections: one change comes through, the other is told; nothing is half done."""

import pytest

from masthead.approvals import actions, outline
from masthead.approvals.models import FlowDraft, FlowState, FlowVersion
from masthead.approvals.tests.conftest import flow
from masthead.core.testing import at_once
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "test.unit"


@pytest.fixture
def draft(press, he):
    flow()
    draft = actions.start_draft(key=KEY, by=he)
    actions.rename_draft(draft=draft, edition=1, name="新名字", by=he)
    return draft


def fresh():
    return FlowDraft.objects.get(key=KEY)


def test_of_two_publishers_one_publishes(draft, he, zheng):
    boards = [fresh(), fresh()]
    results = at_once(
        *[
            lambda b=board, m=member: actions.publish_draft(draft=b, edition=b.edition, reason="按新的分工调整", by=m)
            for board, member in zip(boards, (he, zheng), strict=True)
        ]
    )

    assert results.count("done") == 1, results
    assert FlowVersion.objects.filter(key=KEY, state=FlowState.PUBLISHED).get().version == 2
    assert FlowVersion.objects.filter(key=KEY).count() == 2
    assert Event.objects.filter(name="approvals:flow:published").count() == 2


def test_of_two_changes_to_one_step_one_is_written(draft, he, zheng):
    boards, seen = [fresh(), fresh()], outline.mark_of(fresh().steps[0])
    results = at_once(
        *[
            lambda b=board, m=member: actions.change_step(draft=b, step="s1", values={"name": m.name}, seen=seen, by=m)
            for board, member in zip(boards, (he, zheng), strict=True)
        ]
    )

    assert sorted(results) == ["board_moved", "done"]
    winner = (he, zheng)[results.index("done")]
    assert fresh().steps[0]["name"] == winner.name
    assert fresh().edition == draft.edition + 1


def test_publishing_and_changing_in_one_moment_never_publishes_what_was_not_seen(draft, he, zheng):
    boards, shown = [fresh(), fresh()], draft.edition
    results = at_once(
        *[
            lambda: actions.publish_draft(draft=boards[0], edition=shown, reason="按新的分工调整", by=he),
            lambda: actions.rename_draft(draft=boards[1], edition=shown, name="谁也没看过", by=zheng),
        ]
    )

    assert results.count("done") == 1, results
    assert not FlowVersion.objects.filter(name="谁也没看过").exists()


def test_two_who_begin_at_once_share_one_draft(press, he, zheng):
    flow()
    results = at_once(*[lambda m=member: actions.start_draft(key=KEY, by=m) for member in (he, zheng)])

    assert results == ["done", "done"]
    assert FlowDraft.objects.filter(key=KEY).count() == 1
