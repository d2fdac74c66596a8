"""Read on in the trail, then claim → send → settle, webhook by webhook: one that hangs holds up no other."""

from masthead.core import clock, jobs
from masthead.notify import actions
from masthead.notify.models import HookDelivery, Webhook
from masthead.notify.queries import webhooks as queries
from masthead.notify.webhooks.sending import Answer, send
from masthead.org.models import Member

MESSAGES_A_RUN, BATCHES_A_TICK = 50, 20


def tick() -> None:
    """Write down what is new for whom, take back what was lost, and let a job send to each webhook with something due."""
    for _batch in range(BATCHES_A_TICK):
        if not actions.write_hook_deliveries():
            break
    actions.recover_hook_deliveries()
    for pk in queries.due_webhooks(clock.now()):
        jobs.enqueue("notify.webhook_to", pk)


def deliver_to(webhook_id: int) -> int:
    """Send what is due for one webhook, in the trail's order, until it fails; returns how many arrived."""
    for count in range(MESSAGES_A_RUN):
        delivery = actions.claim_hook_delivery(webhook_id=webhook_id)
        if delivery is None:
            return count
        answer = send(delivery)
        actions.settle_hook_delivery(delivery=delivery, answer=answer)
        if not answer.ok:
            return count
    return MESSAGES_A_RUN


def ping(*, webhook: Webhook, by: Member) -> tuple[HookDelivery, Answer]:
    """Send a test now, whatever waits."""
    delivery = actions.write_ping(webhook=webhook, by=by)
    answer = send(delivery)
    return actions.settle_hook_delivery(delivery=delivery, answer=answer), answer
