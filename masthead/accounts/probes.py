"""Clause 3.2.1: every account has an administrator and a backup, two different people who are still here."""

from collections.abc import Iterator

from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from masthead.accounts import actions, queries
from masthead.accounts.models import Account
from masthead.accounts.seeds import assess
from masthead.org import actions as org_actions
from masthead.org.models import Member
from masthead.platforms import actions as platforms_actions
from masthead.platforms import queries as platforms_queries
from masthead.trail.probes import Verdict, Window, probe

KIND = "accounts.account"
UNCONNECTED = "other"


def seeded_account() -> Account:
    """An account with two custodians, as a violation begins."""
    mark = get_random_string(8, "abcdefghjkmnpqrstuvwxyz")
    unit = org_actions.create_unit(name=f"探针{mark}", parent=None, by=None)
    leaver, stayer = (
        org_actions.add_member(username=f"probe_{mark}_{n}", name=f"探针{n}", password=get_random_string(24), by=None)
        for n in (1, 2)
    )
    platforms_actions.sync_catalogue(by=None)
    assess(platforms_queries.get_platform(UNCONNECTED))
    return actions.register_account(
        name=f"探针{mark}",
        platform=platforms_queries.get_platform(UNCONNECTED),
        unit=unit,
        administrator=leaver,
        backup=stayer,
        by=None,
    )


def seed_account_of_a_leaver() -> tuple[str, int]:
    """An account whose administrator has left and nobody took it over."""
    account = seeded_account()
    # The leaving asks for a successor, so the violation is written past it, as a hand in the database would.
    Member.objects.filter(pk=account.administrator_id).update(is_active=False)
    return KIND, account.pk


@probe(
    "accounts.administrator_and_backup",
    clause="3.2.1",
    title=_("每个账号都有在职的管理员和备岗"),
    why=_("管理员离职而无人接手，账号就会失控：密钥无人更换，平台通知无人处理。"),
    seed=seed_account_of_a_leaver,
    window_days=1,
    weight=3,
)
def administrator_and_backup(window: Window) -> Iterator[Verdict]:  # noqa: ARG001  a state of today, whatever the window
    """Every account that is not closed."""
    for account in queries.accounts_in_use():
        fault = _fault(account)
        facts = {"administrator": account.administrator.name, "backup": account.backup.name}
        reason = fault or str(_("管理员和备岗均在职"))
        yield Verdict(KIND, account.pk, account.name, not fault, reason, account.get_absolute_url(), facts)


def _fault(account: Account) -> str:
    gone = [m.name for m in (account.administrator, account.backup) if not m.is_active]
    if gone:
        return str(_("%(who)s 已离职，账号需要交接")) % {"who": _("、").join(gone)}
    return str(_("管理员和备岗是同一个人")) if account.administrator_id == account.backup_id else ""
