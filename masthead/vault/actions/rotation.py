"""Demanding that a secret is replaced, correcting the rules, reminding in time."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent
from masthead.vault import queries
from masthead.vault.events import VaultEvent
from masthead.vault.kinds import facts_of
from masthead.vault.models import Level, RotationDemand, RotationReason, RotationReminder, RotationRule, Secret

LEAST_REASON = 4
MOST_DAYS = 1095


@guarded("3.2.2")
@transaction.atomic
def demand_rotation(
    *,
    secret: Secret,
    reason: str,
    due_at: dt.datetime,
    by: Member | None,
    note: str = "",
    at: dt.datetime | None = None,
) -> RotationDemand:
    """A secret must be replaced by `due_at`; its custodians are told. Asked again for the same reason, the earlier moment stays.

    Clause: 3.2.2.  Raises: ValueError for an unknown reason.  Events: vault:rotation:demanded (once for each open demand and moment).
    Races: the unique open demand of a secret and reason lets one of two through; the other tightens it.
    """
    moment, reason = at or clock.now(), RotationReason(reason)
    demand, is_new = RotationDemand.objects.get_or_create(
        secret=secret, reason=reason, fulfilled_at=None,
        defaults={
            "note": note.strip()[:500], "from_version": secret.version, "due_at": due_at, "demanded_by": by, "demanded_at": moment,
        },
    )  # fmt: skip
    if not is_new:
        rows = RotationDemand.objects.filter(pk=demand.pk, fulfilled_at=None, due_at__gt=due_at)
        if rows.update(due_at=due_at) != 1:
            return demand
        demand.due_at = due_at
    data = {"reason": str(reason), "due_at": due_at.isoformat(), "version": secret.version}
    trail.record(VaultEvent.ROTATION_DEMANDED, target=secret, by=by, reason=note.strip()[:500], data=data, at=at)
    _tell(
        "vault.asked", [secret], by=by, at=moment,
        title=gettext_lazy("请更换凭据：%(name)s"), body=f"{reason.label} {note.strip()}".strip(),
    )  # fmt: skip
    return demand


@guarded("3.2.2")
@transaction.atomic
def demand_rotation_of(
    *,
    owner_kind: str,
    owner_id: int,
    reason: str,
    due_at: dt.datetime,
    by: Member | None,
    note: str = "",
    at: dt.datetime | None = None,
) -> list[RotationDemand]:
    """The same for every secret of an owner (somebody left who knew them all; the account was taken over).

    Clause: 3.2.2.  Events: vault:rotation:demanded for each.
    """
    kept = queries.secrets_kept(owner_kind, owner_id)
    return [demand_rotation(secret=s, reason=reason, due_at=due_at, by=by, note=note, at=at) for s in kept]


@guarded("3.2.2")
@transaction.atomic
def correct_rule(
    *, kind: str, level: str, days: int | None, after_use: bool, reason: str, by: Member, at: dt.datetime | None = None
) -> RotationRule:
    """Another class or rhythm for a kind; the days of all its secrets are counted anew.

    Clause: 3.2.2.  Raises: BadInput at the field.  Events: vault:rule:corrected.
    """
    moment = at or clock.now()
    _check_rule(kind, level, days, reason)
    before = queries.rule_of(kind)
    values = {
        "level": level, "days": days, "after_use": after_use, "reason": reason.strip(), "changed_by": by, "changed_at": moment,
    }  # fmt: skip
    row, _made = RotationRule.objects.update_or_create(kind=kind, defaults=values)
    rule = queries.rule_of(kind)
    for secret in Secret.objects.filter(kind=kind):
        day = queries.due_day(rule, replaced_at=secret.replaced_at, facts=secret.facts, expires_at=secret.expires_at)
        Secret.objects.filter(pk=secret.pk, version=secret.version).update(due_on=day)
    data = {
        "kind": kind, "before": [before.level, before.days, before.after_use], "after": [level, days, after_use],
    }  # fmt: skip
    trail.record(VaultEvent.RULE_CORRECTED, target=row, by=by, reason=reason.strip(), data=data, at=at)
    return row


@silent("a reminder is told to people; what they do about it is the event")
@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Tell custodians what is due in 14, 7, 1 days or over; each stage once, however often this runs. Returns how many secrets.

    Races: the unique stage of a version and day lets one of two ticks through.
    """
    moment = at or clock.now()
    today = clock.china(moment).date()
    stages: dict[int, list[Secret]] = {}
    for secret in queries.due_within(max(queries.STAGES), at=moment):
        assert secret.due_on is not None
        left = (secret.due_on - today).days
        stage = 0 if left < 0 else next(s for s in queries.STAGES if left <= s)
        _row, is_new = RotationReminder.objects.get_or_create(
            secret=secret, version=secret.version, stage=stage, due_on=secret.due_on, defaults={"sent_at": moment}
        )
        if is_new:
            stages.setdefault(stage, []).append(secret)
    for stage, secrets in stages.items():
        kind = "vault.due" if stage else "vault.overdue"
        title = gettext_lazy("凭据该更换了：%(name)s") if stage else gettext_lazy("凭据逾期未换：%(name)s")
        _tell(
            kind, secrets, by=None, at=moment, title=title, body=gettext_lazy("请在平台后台更换后，到保险箱录入新的。")
        )
    return sum(map(len, stages.values()))


def _tell(
    kind: str, secrets: Iterable[Secret], *, by: Member | None, at: dt.datetime, title: object, body: object
) -> None:
    secrets = list(secrets)
    owners = queries.owner_facts(secrets)
    for secret in secrets:
        people = queries.custodians(owners.get((secret.owner_kind, secret.owner_id)))
        notify.tell(
            kind=kind, members=people, by=by, at=at, clause="3.2.2", url=secret.get_absolute_url(),
            title=title % {"name": str(secret)}, body=body,  # type: ignore[operator, arg-type]
        )  # fmt: skip


def _check_rule(kind: str, level: str, days: int | None, reason: str) -> None:
    facts_of(kind)
    if level not in Level.values:
        raise ValueError("unknown class")
    if days is not None and not 1 <= days <= MOST_DAYS:
        message = _("更换周期须在 1 到 %(most)d 天之间；留空表示不按期更换。") % {"most": MOST_DAYS}
        raise BadInput(message, code="rotation_days", clause="3.2.2", fields={"days": [message]})
    if len(reason.strip()) < LEAST_REASON:
        message = _("请写明更正的理由，至少 %(least)d 个字。") % {"least": LEAST_REASON}
        raise BadInput(message, code="reason_short", clause="3.2.2", fields={"reason": [message]})
