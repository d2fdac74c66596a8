import pytest

from masthead.collab import testing
from masthead.collab.models import CrossRequest, Decision, Idea, Meeting, Ticket


@pytest.fixture
def request_(lin, units) -> CrossRequest:
    """宣传部 asks 技术部."""
    return testing.make_request(lin, units["技术部"], at=testing.MONDAY)


@pytest.fixture
def ticket(lin) -> Ticket:
    """Lin's fault, high priority: 450 minutes of office time."""
    return testing.make_ticket(lin, at=testing.MONDAY)


@pytest.fixture
def idea(lin) -> Idea:
    return testing.make_idea(lin)


@pytest.fixture
def meeting(chen) -> Meeting:
    """The group of 郑国安, 陈立群, 孙博文 is called for Monday."""
    return testing.make_meeting(chen)


@pytest.fixture
def held(meeting, chen, sun) -> Meeting:
    return testing.hold(meeting, chen, chen, sun)


@pytest.fixture
def decision(held, chen, zheng, lin) -> Decision:
    """决议〔…〕1号: Lin carries it out."""
    testing.hand_in(held, chen, lin)
    return testing.approve(held, zheng)[0]
