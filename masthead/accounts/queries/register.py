"""Reads of the account register. A member sees accounts of the units and account groups in scope."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.accounts.states import AccountEndpoint, AccountStatus, ConnectionState
from masthead.core.errors import NotPermitted, NotThere
from masthead.core.permissions import CAPABILITIES
from masthead.core.search.registry import Document
from masthead.org.models import Member, Unit
from masthead.org.queries import may, scope_of
from masthead.org.registry import Held
from masthead.platforms.abilities import Mode
from masthead.platforms.contract import Channel
from masthead.platforms.registry import DRIVERS, OWN, base_url, connecting_platforms, connector_for, has_connector
from masthead.vault import queries as vault_queries
from masthead.vault.models import Secret

READ = "accounts.account.read"
OWNER_KIND = "accounts.account"
CALLBACK_URL_NAME = "publishing:callback"  # an upper room answers it; known by name only, like a panel
PEOPLE = ("platform", "unit", "account_group", "administrator", "backup")


def accounts_visible_to(member: Member, capability: str = READ) -> QuerySet[Account]:
    """Accounts inside the member's scope of the capability, newest first."""
    inside = scope_of(member, capability).as_q(unit="unit_id", account_group="account_group_id")
    return Account.objects.filter(inside).order_by("-pk")


def account_rows(member: Member, filters: Mapping[str, str]) -> QuerySet[Account]:
    """The list page: name or handle, platform key, status; people and places come along in one query."""
    rows = accounts_visible_to(member).select_related(*PEOPLE)
    if text := filters.get("q", "").strip():
        rows = rows.filter(Q(name__icontains=text) | Q(handle__icontains=text))
    if platform := filters.get("platform"):
        rows = rows.filter(platform__key=platform)
    if status := filters.get("status"):
        rows = rows.filter(status=status)
    return rows


def get_account_for(member: Member, pk: int, capability: str = READ) -> Account:
    """The account: outside the scope 404, inside it without the capability there 403."""
    found = accounts_visible_to(member).select_related(*PEOPLE).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个账号，或不在您的权限范围内。"), code="account_not_there")
    if not may(member, capability, unit_id=found.unit_id, account_group_id=found.account_group_id):
        raise NotPermitted(
            _("您没有「%(what)s」的权限。") % {"what": CAPABILITIES[capability].label},
            code=f"lacks:{capability}",
            clause=CAPABILITIES[capability].clause,
            advice=_("请联系账号管理员。"),
        )
    return found


def get_account(pk: int) -> Account:
    """An account for the machine. Raises NotThere."""
    found = Account.objects.select_related(*PEOPLE).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个账号。"), code="account_not_there")
    return found


def publishable_accounts(member: Member) -> QuerySet[Account]:
    """Accounts in the member's scope that content can go out to now: active, not frozen, connected, platform connected."""
    ready = Q(publish_mode=Mode.ASSISTED) | Q(connection_state=ConnectionState.OK) & ~Q(publish_mode=Mode.NONE)
    return accounts_visible_to(member).filter(ready, _known_platform(), status=AccountStatus.ACTIVE, frozen=False)


def _known_platform() -> Q:
    """The product has a kit for it, and calls where the platform has any."""
    return Q(platform__key__in=list(DRIVERS)) | Q(platform__key__startswith=OWN)


def obstacle_to_publishing(account: Account) -> str:
    """Why nothing can go out through the account now, in words; '' when it can."""
    if account.frozen:
        return _("账号「%(name)s」已冻结，不能发布。") % {"name": account.name}
    if account.status != AccountStatus.ACTIVE:
        return _("账号「%(name)s」不在使用中（%(status)s）。") % {
            "name": account.name,
            "status": account.get_status_display(),
        }
    if not has_connector(account.platform.key):
        return _("平台「%(name)s」还没有接入。") % {"name": account.platform}
    if account.publish_mode == Mode.NONE:
        return _("平台「%(name)s」没有发布方式。") % {"name": account.platform}
    if account.publish_mode != Mode.ASSISTED and account.connection_state != ConnectionState.OK:
        return _("账号「%(name)s」的平台连接不可用：%(why)s") % {
            "name": account.name,
            "why": account.get_connection_state_display(),
        }
    return ""


OF_A_CHANNEL = (
    "app_id", "callback_key_ref", "callback_token_ref", "endpoint", "frozen", "grant_ref", "handle", "name", "options", "secret_ref",
    "site_url", "status", "subject", "platform__key",
)  # fmt: skip
"""What a call reads of an account: narrow rows, where many are read. A column that is missing here costs a query, no more."""


def channel_of(account: Account) -> Channel:
    """The account as its connector sees it. Raises RuleBroken: platform not connected, or a sandbox account without sandbox."""
    return Channel(
        account_id=account.pk,
        platform=account.platform.key,
        base_url=base_url(account.platform.key, account.endpoint, account.site_url),
        app_id=account.app_id,
        secret_ref=account.secret_ref,
        handle=account.handle,
        callback_token_ref=account.callback_token_ref,
        callback_key_ref=account.callback_key_ref,
        grant_ref=account.grant_ref,
        subject=account.subject,
        options=account.options,
        guarded=bool(account.site_url) and account.endpoint != AccountEndpoint.SANDBOX,
    )


def secrets_of(account: Account) -> list[Secret]:
    """What the vault holds for the account, without content; one query."""
    return list(vault_queries.secrets_kept(OWNER_KIND, account.pk))


def accounts_in_use() -> QuerySet[Account]:
    """Every account that is not closed, with its people; the population of clause 3.2.1."""
    return Account.objects.exclude(status=AccountStatus.CLOSED).select_related("administrator", "backup").order_by("pk")


def accounts_held_by(member: Member) -> QuerySet[Account]:
    """Accounts in use of which the member is administrator or backup."""
    return accounts_in_use().filter(Q(administrator=member) | Q(backup=member)).select_related("platform")


def duties_held(member: Member) -> list[Held]:
    """The same, for the list of what a leaver hands over."""
    return [
        Held(a.name, a.get_absolute_url(), _("账号管理员") if a.administrator_id == member.pk else _("备岗管理员"))
        for a in accounts_held_by(member)
    ]


def accounts_kept_in(unit: Unit) -> list[Held]:
    """Accounts in use for which a department answers."""
    rows = accounts_in_use().filter(unit=unit).select_related("platform")
    return [Held(a.name, a.get_absolute_url(), str(a.platform)) for a in rows]


def due_for_check(*, before: dt.datetime) -> QuerySet[Account]:
    """Connected accounts whose connection was last looked at before the moment."""
    rows = Account.objects.filter(
        status=AccountStatus.ACTIVE,
        connection_state__in=[ConnectionState.OK, ConnectionState.FAILING],
        platform__key__in=connecting_platforms(),
    )
    return rows.filter(Q(connection_checked_at=None) | Q(connection_checked_at__lt=before)).order_by(
        "connection_checked_at"
    )


def callback_address(account: Account) -> str:
    """The address to paste into the platform's back office; '' while no upper room takes callbacks or none is set up."""
    if not has_connector(account.platform.key) or not connector_for(account.platform.key).setup.callback_token:
        return ""
    try:
        return f"{settings.BASE_URL}{reverse(CALLBACK_URL_NAME, args=[account.pk])}"
    except NoReverseMatch:
        return ""


def may_manage(member: Member, account: Account) -> bool:
    """Does the member manage this very account?"""
    return may(member, "accounts.account.manage", unit_id=account.unit_id, account_group_id=account.account_group_id)


def account_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Accounts with platform and people; never anything of the vault."""
    rows = Account.objects.select_related("platform", "unit", "administrator", "backup")
    for account in rows.order_by("pk") if pks is None else rows.filter(pk__in=pks):
        yield Document(
            pk=account.pk,
            title=account.name,
            url=account.get_absolute_url(),
            text=f"{account.platform.name} {account.handle} {account.administrator.name} {account.backup.name}",
            note=f"{account.platform.name} · {account.get_status_display()}",
            at=account.created_at,
            unit_ids=[account.unit_id],
            account_group_ids=[account.account_group_id] if account.account_group_id else [],
        )


def find_accounts(member: Member, pks: Collection[int]) -> set[int]:
    """Those of the accounts that the member may open."""
    return set(accounts_visible_to(member).filter(pk__in=pks).values_list("pk", flat=True))


def failing_connections() -> list[str]:
    """Names of the accounts whose connection is in trouble, for the system page."""
    return list(
        Account.objects.filter(connection_state=ConnectionState.FAILING).order_by("name").values_list("name", flat=True)
    )


def has_connected_account() -> bool:
    """Does at least one account answer?"""
    return Account.objects.filter(connection_state=ConnectionState.OK).exists()
