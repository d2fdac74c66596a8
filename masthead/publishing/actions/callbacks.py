"""Messages that platforms push: kept first, then worked on; refused ones are counted, not collected."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.core import clock, secrets
from masthead.core.errors import NotPermitted
from masthead.notify import actions as notify_actions
from masthead.platforms.contract import CallbackMessage, Connector, Progress, ProgressState
from masthead.publishing.actions.results import WAITING, settle_progress
from masthead.publishing.events import PublishingEvent
from masthead.publishing.models import CallbackEvent, CallbackRefusal, Publication
from masthead.publishing.pacing import next_try
from masthead.publishing.states import CallbackState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

KEPT_DAYS = 30
MOST_TRIES = 5
SLOT_MINUTES = 10
ALARM_AT = 20  # refusals of one kind within ten minutes that custodians are told of


@silent("the result that the message carries records the event; the message itself is kept")
@transaction.atomic
def store_callback(
    *,
    account: Account,
    message: CallbackMessage,
    seen: str,
    wire: str,
    told_once: bool = True,
    at: dt.datetime | None = None,
) -> CallbackEvent | None:
    """Keep a verified message before anything is done with it; None when its key was here before (told another time, no replay).

    `told_once`: the platform gives each delivery a nonce, so the very delivery again is a replay; others repeat the same bytes when an
    answer was lost, which does no harm.
    Clause: 3.2.2.  Raises: NotPermitted for the very delivery again (same signature, nonce and time).
    Races: two deliveries at once collide on the unique keys; one is kept.
    """
    moment = at or clock.now()
    if CallbackEvent.objects.filter(account=account, seen_digest=seen).exists():
        _refuse_replay(told_once=told_once)
        return None
    sealed = secrets.seal(wire, wire_context(account.pk, message.event_key[:200]))
    try:
        with transaction.atomic():
            return CallbackEvent.objects.create(
                account=account, event_key=message.event_key[:200], seen_digest=seen, sealed=sealed, told=_told(message),
                received_at=moment,
            )  # fmt: skip
    except IntegrityError:
        known = CallbackEvent.objects.filter(account=account, seen_digest=seen).exists()
        _refuse_replay(told_once=told_once and known)
        return None


def _refuse_replay(*, told_once: bool) -> None:
    if told_once:
        raise _replayed()


@silent("settling the progress records the event")
@transaction.atomic
def process_callback(*, event_id: int, connector: Connector, at: dt.datetime | None = None) -> bool:
    """Do what a kept message asks for, once; False when it is done already.

    Clause: 3.3.3.  An unproven one (signature without content) moves the next question forward and settles nothing.
    Races: the row is locked; settling a publication twice changes nothing.
    """
    moment = at or clock.now()
    rows = CallbackEvent.objects.exclude(state=CallbackState.PROCESSED).select_for_update(of=("self",))
    event = rows.filter(pk=event_id).first()
    if event is None:
        return False
    told = event.told
    if told.get("progress") and told.get("remote_value"):
        waiting = Publication.objects.filter(
            account=event.account_id, remote_key=told["remote_value"], state__in=WAITING
        )
        if not told["proven"]:  # a hint only: the platform itself is asked at once
            waiting.update(**next_try(moment, at=moment))
        else:
            for pk in list(waiting.values_list("pk", flat=True)[:2]):
                settle_progress(
                    publication_id=pk, progress=_progress(told), connector=connector, source="callback", at=at
                )
    CallbackEvent.objects.filter(pk=event.pk).update(
        state=CallbackState.PROCESSED, tries=F("tries") + 1, ended_at=moment, note=""
    )
    return True


@silent("a message that could not be worked on is kept with the reason and tried again")
@transaction.atomic
def fail_callback(*, event_id: int, note: str, at: dt.datetime | None = None) -> None:
    """Note that the work on a message broke; it is tried again a few times.  Clause: 3.2.2."""
    rows = CallbackEvent.objects.filter(pk=event_id).exclude(state=CallbackState.PROCESSED)
    rows.update(state=CallbackState.FAILED, tries=F("tries") + 1, note=note[:300], ended_at=at or clock.now())


@guarded("3.2.2")
@transaction.atomic
def count_refusal(*, account: Account, code: str, at: dt.datetime | None = None) -> int:
    """A message was refused: counted. The first of ten minutes is an event, the twentieth tells the custodians; returns the count.

    Clause: 3.2.2.  Events: publishing:callback:refused (once per reason and ten minutes, however many come).
    """
    moment = at or clock.now()
    slot = moment.replace(minute=moment.minute - moment.minute % SLOT_MINUTES, second=0, microsecond=0)
    row, new = CallbackRefusal.objects.get_or_create(
        account=account, code=code[:60], slot=slot, defaults={"count": 0, "last_at": moment}
    )
    rows = CallbackRefusal.objects.filter(pk=row.pk)
    rows.update(count=F("count") + 1, last_at=moment)
    if new:
        trail.record(
            PublishingEvent.CALLBACKS_REFUSED, target=account, by=None, reason=code[:60], data={"code": code}, at=at
        )
    count = int(rows.values_list("count", flat=True)[0])
    if count == ALARM_AT:
        notify_actions.tell(
            kind="publishing.callbacks", members=[account.administrator_id, account.backup_id], url=account.get_absolute_url(),
            title=_("账号「%(name)s」的回调地址正被反复冒用或配置有误") % {"name": account.name},
            body=_("十分钟内拒绝了 %(n)d 次（%(code)s）。若刚更换过回调令牌，请在平台后台同步更换。") % {"n": count, "code": code},
            clause="3.2.2", at=at,
        )  # fmt: skip
    return count


@silent("bodies carry readers' words; forgetting them on time is no deed of a person")
@transaction.atomic
def forget_bodies(*, at: dt.datetime | None = None) -> int:
    """Forget what came over the wire more than 30 days ago; the keys stay for deduplication.  Clause: 3.2.2."""
    limit = (at or clock.now()) - dt.timedelta(days=KEPT_DAYS)
    CallbackRefusal.objects.filter(last_at__lt=limit).delete()
    return CallbackEvent.objects.filter(received_at__lt=limit).exclude(sealed="").update(sealed="")


def wire_context(account_id: int, event_key: str) -> str:
    """What binds a sealed message to its row."""
    return f"publishing.callback|{account_id}|{event_key}"


def _told(message: CallbackMessage) -> dict[str, Any]:
    progress = message.progress
    facts: dict[str, Any] = {"remote_value": message.remote_value, "proven": message.proven, "progress": None}
    if progress is not None:
        facts["progress"] = {
            "state": str(progress.state), "remote": progress.remote, "url": progress.url, "reason": progress.reason,
        }  # fmt: skip
    return facts


def _progress(told: dict[str, Any]) -> Progress:
    given = told["progress"]
    return Progress(ProgressState(given["state"]), given["remote"], given["url"], given["reason"])


def _replayed() -> NotPermitted:
    return NotPermitted(_("回调消息没有通过校验。"), code="callback_replayed", clause="3.2.2")
