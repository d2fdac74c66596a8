"""Accounts come, change hands and end; what upper rooms tell about them."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account
from masthead.accounts.states import ACCOUNT, AccountEndpoint, AccountStatus
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, NotThere
from masthead.org.models import AccountGroup, Member, Unit
from masthead.org.queries import may
from masthead.platforms import queries as platforms_queries
from masthead.platforms.abilities import Ability
from masthead.platforms.models import Platform
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

REASON_AT_LEAST = 4


@guarded("3.2.1")
@transaction.atomic
def register_account(
    *,
    name: str,
    platform: Platform,
    unit: Unit,
    administrator: Member,
    backup: Member,
    by: Member | None,
    handle: str = "",
    account_group: AccountGroup | None = None,
    endpoint: str = AccountEndpoint.OFFICIAL,
    at: dt.datetime | None = None,
) -> Account:
    """Enter a platform account into the register with a named administrator and a backup.

    Clause: 3.2.1.  Raises: BadInput naming the field, NotPermitted for a department outside one's own scope, RuleBroken (3.1.1) for a
    platform without an approved selection assessment that is still valid.  Events: accounts:account:registered.
    """
    account = Account(
        name=name.strip(), platform=platform, handle=handle.strip(), unit=unit, account_group=account_group,
        administrator=administrator, backup=backup, endpoint=endpoint, created_at=at or clock.now(),
        publish_mode=platforms_queries.mode_of(platform, Ability.PUBLISH),
    )  # fmt: skip
    _require_scope(account, by)
    platforms_queries.require_assessed(platform)
    _check(account)
    account.save(force_insert=True)
    trail.record(
        AccountEvent.REGISTERED, target=account, by=by, after=_facts(account), data={"platform": platform.key}, at=at
    )
    return account


@guarded("3.2.1")
@transaction.atomic
def change_account(
    *,
    account: Account,
    name: str,
    handle: str,
    unit: Unit,
    account_group: AccountGroup | None,
    administrator: Member,
    backup: Member,
    by: Member,
    at: dt.datetime | None = None,
) -> Account:
    """Change what the register says of an account; a hand-over of administrator or backup is named in the event.

    Clause: 3.2.1.  Raises: BadInput naming the field, NotPermitted when it would leave one's own scope.
    Events: accounts:account:changed.
    """
    before = _facts(account)
    account.name, account.handle, account.unit = name.strip(), handle.strip(), unit
    account.account_group, account.administrator, account.backup = account_group, administrator, backup
    _require_scope(account, by)
    _check(account)
    after = _facts(account)
    if after == before:
        return account
    account.save(update_fields=["name", "handle", "unit", "account_group", "administrator", "backup"])
    changed = sorted(key for key in after if after[key] != before[key])
    trail.record(
        AccountEvent.CHANGED, target=account, by=by, before=before, after=after, data={"changed": changed}, at=at
    )
    return account


@guarded("3.2.1")
@transaction.atomic
def change_status(
    *, account: Account, status: AccountStatus, reason: str, by: Member, at: dt.datetime | None = None
) -> Account:
    """Put an account into use, pause it or close it for good.

    Clause: 3.2.1.  Raises: BadInput without a reason, RuleBroken for a move that is not allowed, Stale.
    Events: accounts:account:status_changed.  Races: the conditional UPDATE lets one of two through.
    """
    require_reason(reason)
    before = str(account.status)
    ACCOUNT.move(account, to=status)
    data = {"from": before, "to": str(status)}
    trail.record(AccountEvent.STATUS_CHANGED, target=account, by=by, reason=reason.strip(), data=data, at=at)
    return account


@silent("the publication that counts is on the trail itself")
@transaction.atomic
def note_published(*, account_id: int, at: dt.datetime) -> None:
    """Count one more published article.  Clause: 3.3.3.  Races: relative update; the newest moment stays."""
    rows = Account.objects.filter(pk=account_id)
    if rows.update(published_count=F("published_count") + 1) != 1:
        raise NotThere(_("没有这个账号。"), code="account_not_there")
    rows.filter(Q(last_published_at=None) | Q(last_published_at__lt=at)).update(last_published_at=at)


def require_reason(reason: str) -> None:
    """A deed that takes something away is explained. Raises BadInput."""
    if len(reason.strip()) < REASON_AT_LEAST:
        message = _("请写明理由，至少 %(n)d 个字。") % {"n": REASON_AT_LEAST}
        raise BadInput(message, code="reason_missing", clause="3.2.1", fields={"reason": [message]})


def _require_scope(account: Account, by: Member | None) -> None:
    """Nobody registers an account into a department that they do not manage accounts for."""
    if by is None or may(
        by, "accounts.account.manage", unit_id=account.unit_id, account_group_id=account.account_group_id
    ):
        return
    raise NotPermitted(
        _("您不能为「%(unit)s」登记账号。") % {"unit": account.unit.name},
        code="account_scope",
        clause="3.2.1",
        advice=_("请选择您负责的部门，或请公司账号管理员办理。"),
    )


def _check(account: Account) -> None:
    fields: dict[str, list[str]] = {}
    if not account.name or len(account.name) > 60:
        fields["name"] = [_("请填写账号名称，不超过 60 个字。")]
    elif Account.objects.filter(platform=account.platform, name=account.name).exclude(pk=account.pk).exists():
        fields["name"] = [_("该平台已登记同名账号。")]
    if account.administrator_id == account.backup_id:
        fields["backup"] = [_("备岗管理员须是另一个人。")]
    for field, member in (("administrator", account.administrator), ("backup", account.backup)):
        if not member.is_active:
            fields[field] = [_("%(name)s 已离职，请另选在职成员。") % {"name": member.name}]
    if account.endpoint not in AccountEndpoint.values:
        fields["endpoint"] = [_("没有这种接口环境。")]
    if fields:
        raise BadInput(_("账号登记有误，请改正后再保存。"), code="account_input", clause="3.2.1", fields=fields)


def _facts(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "handle": account.handle,
        "unit": account.unit_id,
        "account_group": account.account_group_id,
        "administrator": account.administrator_id,
        "backup": account.backup_id,
    }
