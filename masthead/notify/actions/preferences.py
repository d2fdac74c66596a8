"""What a member wants to get, said by the member alone."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.notify import rhythm
from masthead.notify.models import Delivery, Preference
from masthead.notify.quiet import free_at, of_member
from masthead.notify.registry import KINDS
from masthead.notify.states import DeliveryState, DigestRhythm, MailMode, Medium
from masthead.org import actions as org
from masthead.org.models import Member
from masthead.trail.guards import silent

MOST_SNOOZE = dt.timedelta(days=31)


@silent("one's own wishes change nothing for others")
@transaction.atomic
def save_preference(
    *,
    by: Member,
    mail: Mapping[str, str],
    quiet_from: dt.time | None,
    quiet_to: dt.time | None,
    quiet_rest_days: bool,
    digest: str,
    digest_hour: int,
    snooze_until: dt.datetime | None = None,
    language: str = "",
    at: dt.datetime | None = None,
) -> Preference:
    """Keep the member's wishes; what waits already moves to the new hours. Raises: BadInput."""
    moment = at or clock.now()
    _check(mail, (quiet_from, quiet_to), digest, digest_hour, snooze_until, moment)
    kept, _made = Preference.objects.get_or_create(member=by)
    kept.mail = {kind: mode for kind, mode in mail.items() if MailMode(mode) != KINDS[kind].mail}
    kept.quiet_from, kept.quiet_to, kept.quiet_rest_days = quiet_from, quiet_to, quiet_rest_days
    kept.digest, kept.digest_hour, kept.snooze_until = digest, digest_hour, snooze_until
    kept.digest_due_at = rhythm.next_digest(moment, digest, digest_hour)
    kept.digest_from = kept.digest_from or moment
    kept.save()
    if language and language != by.language:
        org.set_language(member=by, language=language, by=by)
    _move_waiting(by, kept, moment)
    return kept


def _check(
    mail: Mapping[str, str], hours: tuple[dt.time | None, dt.time | None], digest: str, hour: int,
    snooze_until: dt.datetime | None, moment: dt.datetime,
) -> None:  # fmt: skip
    faults: dict[str, list[str]] = {}
    if any(kind not in KINDS or mode not in MailMode.values for kind, mode in mail.items()):
        faults["__all__"] = [_("有一种通知的选择无效，请刷新页面后再保存。")]
    if (hours[0] is None) != (hours[1] is None):
        faults["quiet_to"] = [_("免打扰的开始和结束要么都填，要么都不填。")]
    if digest not in DigestRhythm.values or not 0 <= hour <= 23:
        faults["digest_hour"] = [_("请选择 0 到 23 点之间的整点。")]
    if snooze_until and not moment < snooze_until <= moment + MOST_SNOOZE:
        faults["snooze_until"] = [_("暂缓时间须在今后 31 天以内。")]
    if faults:
        raise BadInput(_("设置没有保存，请改正标出的内容。"), fields=faults)


def _move_waiting(member: Member, kept: Preference, moment: dt.datetime) -> None:
    waiting = Delivery.objects.filter(
        medium=Medium.MAIL, member=member, state=DeliveryState.DUE, held=True, urgent=False
    )
    waiting.update(due_at=free_at(moment, of_member(kept)))
