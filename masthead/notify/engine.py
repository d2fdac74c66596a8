"""Claim → send → settle, place by place. A place that hangs holds up nobody else: each is a job of its own."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from masthead.core import clock, jobs
from masthead.core.secrets import SecretUnavailable
from masthead.notify import actions, mail, queries, robots
from masthead.notify.models import Delivery, RobotChannel
from masthead.notify.robots import Message, Outcome, Result
from masthead.notify.robots.pace import wait_for
from masthead.notify.states import Medium
from masthead.org.models import Member

MESSAGES_A_RUN = 20
LINES = 10


def tick() -> None:
    """Find what is due and let a job carry it to each place."""
    actions.find_lost()
    actions.give_up_old()
    for medium, target in queries.due_targets(clock.now()):
        jobs.enqueue("notify.deliver_to", medium, target)


def deliver_to(medium: str, target: int) -> int:
    """Send what is due for one place, until it is empty, too fast or in trouble; returns how many messages went out."""
    for count in range(MESSAGES_A_RUN):
        if medium == Medium.ROBOT and not _may_speak(target):
            return count
        bundle = actions.claim_bundle(medium=medium, target=target)
        if not bundle:
            return count
        outcome = _send(bundle)
        actions.settle_bundle(bundle=bundle, outcome=outcome)
        if outcome.result != Result.SENT:
            return count
    return MESSAGES_A_RUN


def digests() -> int:
    """Write the digests that are due; returns how many."""
    if not queries.mail_is_set_up():
        return 0
    actions.begin_digests()
    return sum(actions.post_digest(wish=wish) is not None for wish in queries.due_digests(clock.now())[:500])


def test_channel(*, channel: RobotChannel, by: Member) -> Outcome:
    """Say something in the group now, and write down what came of it."""
    message = Message(
        _("测试消息"), _("收到这条消息，说明「%(name)s」可以使用。") % {"name": channel.name}, settings.BASE_URL
    )
    outcome = _to_robot(channel, message)
    actions.note_test(channel=channel, outcome=outcome, by=by)
    return outcome


def _may_speak(robot_id: int) -> bool:
    robot = queries.get_channel(robot_id)
    return queries.is_free(robot, clock.now()) and not wait_for(robot.kind, robot.pk)


def _send(bundle: Sequence[Delivery]) -> Outcome:
    robot, member = bundle[0].robot, bundle[0].member
    if robot is not None:
        return _to_robot(robot, message_of(bundle))
    assert member is not None
    with override(member.language):
        message = message_of(bundle)
    return mail.send(bundle, message)


def _to_robot(robot: RobotChannel, message: Message) -> Outcome:
    try:
        address, secret = queries.opened(robot)
    except SecretUnavailable as error:
        return Outcome(Result.CREDENTIAL, error.code, error.message)
    return robots.send(robot.kind, message, address=address, secret=secret, keyword=robot.keyword, robot_id=robot.pk)


def message_of(bundle: Sequence[Delivery]) -> Message:
    """One row as it is; many that waited for the end of quiet hours as a list."""
    first = bundle[0]
    if len(bundle) == 1:
        return Message(first.subject, first.text, settings.BASE_URL + first.url, first.urgent)
    lines = [f"{n}. {Truncator(row.subject).chars(60)}" for n, row in enumerate(bundle[:LINES], 1)]
    if len(bundle) > LINES:
        lines.append(_("另有 %(n)d 条") % {"n": len(bundle) - LINES})
    title = _("免打扰期间的 %(n)d 条通知") % {"n": len(bundle)}
    return Message(title, "\n".join(lines), f"{settings.BASE_URL}/notices/")
