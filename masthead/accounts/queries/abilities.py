"""Reads of what an account may do."""

import datetime as dt
from dataclasses import dataclass

from masthead.accounts.models import Account, AccountAbility
from masthead.accounts.states import AccountStatus
from masthead.platforms import queries as platforms_queries
from masthead.platforms.abilities import Ability, Mode


@dataclass(frozen=True)
class AbilityLine:
    """One ability of one account. `probed_at` None = the catalogue's word, nobody asked the platform yet. `tone` is a chip tone."""

    ability: Ability
    mode: Mode
    reason: str
    probed_at: dt.datetime | None

    @property
    def tone(self) -> str:
        return platforms_queries.TONES[self.mode]


def abilities_of(account: Account) -> list[AbilityLine]:
    """Every ability of the account in one order; two queries."""
    found = {row.ability: row for row in AccountAbility.objects.filter(account=account)}
    told = {cell.ability: cell for cell in platforms_queries.cells_of(account.platform)}
    lines = []
    for ability in Ability:
        if (row := found.get(ability)) is not None:
            lines.append(AbilityLine(ability, Mode(row.mode), row.reason, row.probed_at))
        elif (cell := told.get(ability)) is not None:
            lines.append(AbilityLine(ability, cell.mode, cell.reason, None))
    return lines


def ability_of(account: Account, ability: Ability) -> AbilityLine:
    """How the account serves one ability, and why not better."""
    for line in abilities_of(account):
        if line.ability == ability:
            return line
    return AbilityLine(ability, Mode.NONE, "", None)


def out_of_step_with_catalogue() -> list[tuple[Account, Mode]]:
    """Accounts whose way of publishing was never asked of the platform and differs from the catalogue's."""
    probed = AccountAbility.objects.filter(ability=Ability.PUBLISH).values("account_id")
    rows = Account.objects.exclude(status=AccountStatus.CLOSED).exclude(pk__in=probed).select_related("platform")
    modes: dict[int, Mode] = {}
    found = []
    for account in rows.order_by("pk"):
        if account.platform_id not in modes:
            modes[account.platform_id] = platforms_queries.mode_of(account.platform, Ability.PUBLISH)
        if account.publish_mode != modes[account.platform_id]:
            found.append((account, modes[account.platform_id]))
    return found
