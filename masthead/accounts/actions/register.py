"""Accounts come, change hands and end; what upper rooms tell about them."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _

from masthead.accounts.actions.dossier import save_dossier
from masthead.accounts.events import AccountEvent
from masthead.accounts.identity import likeness
from masthead.accounts.models import Account
from masthead.accounts.papers import DossierFacts
from masthead.accounts.states import ACCOUNT, APPROVED_ENDS, AccountEndpoint, AccountStatus
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken
from masthead.org.models import AccountGroup, Member, Unit
from masthead.org.queries import may
from masthead.platforms import queries as platforms_queries
from masthead.platforms.abilities import Ability
from masthead.platforms.models import Platform
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

REASON_AT_LEAST = 4
KEPT = [
    "name", "handle", "name_key", "handle_key", "platform_uid", "is_core", "unit", "account_group", "administrator", "backup",
]  # fmt: skip


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
    platform_uid: str = "",
    is_core: bool = False,
    is_new: bool = False,
    dossier: DossierFacts | None = None,
    at: dt.datetime | None = None,
) -> Account:
    """Enter a platform account into the register with a named administrator and a backup.

    `is_new`: still to be opened at the platform, waits for an approval; otherwise it exists and is only taken in.
    Clause: 3.2.1.  Raises: BadInput naming the field, NotPermitted out of one's scope, RuleBroken (3.1.1) for a platform without an
    approved selection assessment that is still valid.  Events: accounts:account:registered.
    """
    account = Account(
        name=name.strip(), platform=platform, handle=handle.strip(), unit=unit, account_group=account_group,
        administrator=administrator, backup=backup, endpoint=endpoint, created_at=at or clock.now(),
        publish_mode=platforms_queries.mode_of(platform, Ability.PUBLISH), platform_uid=platform_uid.strip(), is_core=is_core,
        is_new=is_new,
    )  # fmt: skip
    _require_scope(account, by)
    platforms_queries.require_assessed(platform)
    _check(account, more=dossier.faults() if dossier else {})
    _insert(account)
    trail.record(
        AccountEvent.REGISTERED, target=account, by=by, after=_facts(account), data={"platform": platform.key}, at=at
    )
    if dossier:
        save_dossier(account=account, facts=dossier, by=by, at=at)
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
    platform_uid: str | None = None,
    is_core: bool | None = None,
    reason: str = "",
    dossier: DossierFacts | None = None,
    at: dt.datetime | None = None,
) -> Account:
    """Change what the register says of an account; another name or administrator is explained, and the event names what changed.

    Clause: 3.2.1.  Raises: BadInput naming the field, NotPermitted when it would leave one's own scope.
    Events: accounts:account:changed.
    """
    before, explained = _facts(account), (account.name, account.administrator_id)
    account.name, account.handle, account.unit = name.strip(), handle.strip(), unit
    account.account_group, account.administrator, account.backup = account_group, administrator, backup
    account.platform_uid = account.platform_uid if platform_uid is None else platform_uid.strip()
    account.is_core = account.is_core if is_core is None else is_core
    _require_scope(account, by)
    more = dossier.faults() if dossier else {}
    if explained != (account.name, account.administrator_id) and len(reason.strip()) < REASON_AT_LEAST:
        more["reason"] = [_("变更名称或管理员须写明理由，至少 %(n)d 个字。") % {"n": REASON_AT_LEAST}]
    _check(account, more=more)
    after = _facts(account)
    if changed := sorted(key for key in after if after[key] != before[key]):
        account.save(update_fields=KEPT)
        trail.record(
            AccountEvent.CHANGED, target=account, by=by, before=before, after=after, reason=reason.strip(),
            data={"changed": changed}, at=at,
        )  # fmt: skip
    if dossier:
        save_dossier(account=account, facts=dossier, by=by, reason=reason, at=at)
    return account


@guarded("3.2.1")
@transaction.atomic
def change_status(
    *, account: Account, status: AccountStatus, reason: str, by: Member, at: dt.datetime | None = None
) -> Account:
    """Move an account on in its life where one person may do so alone; what needs a second one is asked for (`ask_for_status`).

    Clause: 3.2.1.  Raises: BadInput without a reason, RuleBroken for a move that is not allowed or needs an approval, Stale.
    Events: accounts:account:status_changed.  Races: the conditional UPDATE lets one of two through.
    """
    require_reason(reason)
    ACCOUNT.require(account, to=status)
    if needs_approval(account, status):
        raise RuleBroken(
            _("变为「%(to)s」须经审批。") % {"to": status.label},
            code="account_needs_approval",
            clause="3.2.1",
            advice=_("请在账号页提交申请，由部门负责人和组长批准。"),
        )
    before = str(account.status)
    ACCOUNT.move(account, to=status)
    data = {"from": before, "to": str(status)}
    trail.record(AccountEvent.STATUS_CHANGED, target=account, by=by, reason=reason.strip(), data=data, at=at)
    return account


@silent("the publication that counts is on the trail itself")
@transaction.atomic(savepoint=False)
def note_published(*, account_id: int, at: dt.datetime) -> None:
    """Count one more published article.  Clause: 3.3.3.  Races: relative update; the newest moment stays."""
    newest = Case(When(last_published_at__gt=at, then=F("last_published_at")), default=Value(at))
    rows = Account.objects.filter(pk=account_id)
    if rows.update(published_count=F("published_count") + 1, last_published_at=newest) != 1:
        raise NotThere(_("没有这个账号。"), code="account_not_there")


def needs_approval(account: Account, to: AccountStatus) -> bool:
    """Is the move one that two people answer for: opening a new account, stopping one, closing one that was in use?"""
    if account.status == AccountStatus.APPLIED:
        return account.is_new and to != AccountStatus.CLOSED
    return to in APPROVED_ENDS


def require_reason(reason: str) -> None:
    """A deed that takes something away is explained. Raises BadInput."""
    if len(reason.strip()) < REASON_AT_LEAST:
        message = _("请写明理由，至少 %(n)d 个字。") % {"n": REASON_AT_LEAST}
        raise BadInput(message, code="reason_missing", clause="3.2.1", fields={"reason": [message]})


def _insert(account: Account) -> None:
    """Races: of two who register the same name or handle the slower one meets the constraint and is told at the field."""
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise BadInput(
            _("账号登记有误，请改正后再保存。"),
            code="account_input",
            clause="3.2.1",
            fields={"name": [_("刚才有人先登记了同名或同 ID 的账号，请刷新后核对。")]},
        ) from None


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


def _check(account: Account, *, more: dict[str, list[str]]) -> None:
    """Everything that is wrong at once, each at its field; keys of likeness are set on the way.

    Races: two who register the same name meet the unique constraints; the slower one sees a conflict, nothing is half-saved.
    """
    fields = dict(more)
    account.name_key, account.handle_key = likeness(account.name), likeness(account.handle)
    others = Account.objects.filter(platform=account.platform).exclude(pk=account.pk).select_related("unit")
    if not account.name or len(account.name) > 60:
        fields["name"] = [_("请填写账号名称，不超过 60 个字。")]
    elif twin := others.filter(Q(name=account.name) | Q(name_key=account.name_key)).first():
        fields["name"] = [
            _("该平台已登记同名账号「%(name)s」（%(unit)s）。") % {"name": twin.name, "unit": twin.unit.name}
        ]
    if account.handle_key and (twin := others.filter(handle_key=account.handle_key).first()):
        fields["handle"] = [
            _("这个平台 ID 已登记为「%(name)s」（%(unit)s）。") % {"name": twin.name, "unit": twin.unit.name}
        ]
    if account.platform_uid and not account.platform_uid.isdecimal():
        fields["platform_uid"] = [_("平台数字 ID 只含数字。")]
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
        "platform_uid": account.platform_uid,
        "is_core": account.is_core,
    }
