"""What an account may do follows from what its platform told at the last test."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from masthead.accounts import queries
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, AccountAbility
from masthead.core import clock
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.setup import Capability
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.1.1")
@transaction.atomic
def note_abilities(
    *, account: Account, found: Mapping[Ability, Capability], at: dt.datetime | None = None
) -> list[Ability]:
    """Keep what the platform told of the account; the way of publishing follows. Returns what changed.

    Clause: 3.1.1.  Events: accounts:account:abilities_changed (only when a mode moved).
    Abilities that were not found out keep their last word; without one the catalogue's counts.
    """
    moment = at or clock.now()
    before = {line.ability: line.mode for line in queries.abilities_of(account)}
    for ability, capability in found.items():
        AccountAbility.objects.update_or_create(
            account=account,
            ability=ability,
            defaults={"mode": capability.mode, "reason": str(capability.reason)[:300], "probed_at": moment},
        )
    _follow(account)
    after = queries.abilities_of(account)
    moved = [line for line in after if before.get(line.ability) != line.mode]
    if moved:
        data = {str(line.ability): [str(before.get(line.ability, "")), str(line.mode)] for line in moved}
        reason = "; ".join(f"{line.ability.label}: {line.reason}" for line in moved if line.reason)
        trail.record(AccountEvent.ABILITIES_CHANGED, target=account, by=None, reason=reason[:500], data=data, at=at)
    return [line.ability for line in moved]


@guarded("3.1.1")
@transaction.atomic
def follow_catalogue(*, at: dt.datetime | None = None) -> int:
    """Accounts whose way of publishing was never found out follow the catalogue; returns how many moved.

    Clause: 3.1.1.  Events: accounts:account:abilities_changed.  Races: each row is written only from the mode that was read.
    """
    count = 0
    for account, mode in queries.out_of_step_with_catalogue():
        before = account.publish_mode
        if not Account.objects.filter(pk=account.pk, publish_mode=before).update(publish_mode=mode):
            continue
        data = {str(Ability.PUBLISH): [before, str(mode)]}
        trail.record(AccountEvent.ABILITIES_CHANGED, target=account, by=None, data=data, at=at)
        count += 1
    return count


def _follow(account: Account) -> None:
    mode = queries.ability_of(account, Ability.PUBLISH).mode
    if account.publish_mode != mode:
        Account.objects.filter(pk=account.pk).update(publish_mode=mode)
        account.publish_mode = Mode(mode)
