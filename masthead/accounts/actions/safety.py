"""The brake of one account: nothing goes out while it is frozen."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.accounts import queries
from masthead.accounts.actions.register import require_reason
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account
from masthead.core.errors import RuleBroken, Stale
from masthead.notify import actions as notify_actions
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.2.3")
@transaction.atomic
def freeze_account(*, account: Account, reason: str, by: Member, at: dt.datetime | None = None) -> Account:
    """Stop everything that goes out through the account, at once; the engine asks again before each last call.

    Clause: 3.2.3.  Raises: BadInput without a reason, Stale when it is frozen already.  Events: accounts:account:frozen.
    """
    require_reason(reason)
    _turn(account, frozen=True)
    trail.record(AccountEvent.FROZEN, target=account, by=by, reason=reason.strip(), at=at)
    notify_actions.tell(
        kind="accounts.frozen",
        members={account.administrator_id, account.backup_id} - {by.pk},
        title=_("账号「%(name)s」已被冻结，发布已停止") % {"name": account.name},
        url=account.get_absolute_url(),
        body=reason.strip(),
        by=by,
        clause="3.2.3",
    )
    return account


@guarded("3.2.3")
@transaction.atomic
def unfreeze_account(*, account: Account, reason: str, by: Member, at: dt.datetime | None = None) -> Account:
    """Let content go out again.

    Clause: 3.2.3.  Raises: BadInput without a reason, Stale when it is not frozen, RuleBroken while it is locked down.
    Events: accounts:account:unfrozen.
    """
    require_reason(reason)
    if queries.open_incident_of(account) is not None:
        raise RuleBroken(
            _("账号因被盗或泄露而锁定，不能直接解冻。"),
            code="locked_down",
            clause="3.2.3",
            advice=_("请打开锁定事件，更换全部凭据后申请解锁，由另一人复核。"),
        )
    _turn(account, frozen=False)
    trail.record(AccountEvent.UNFROZEN, target=account, by=by, reason=reason.strip(), at=at)
    return account


def _turn(account: Account, *, frozen: bool) -> None:
    """Races: the conditional UPDATE lets one of two through."""
    if Account.objects.filter(pk=account.pk, frozen=not frozen).update(frozen=frozen) != 1:
        raise Stale(_("刚才有人先处理了，请刷新后再看。"), code="account_raced", clause="3.2.3")
    account.frozen = frozen
