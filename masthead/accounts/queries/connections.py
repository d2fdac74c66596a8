"""Reads of connections: what is missing, what is wrong, how it went."""

import datetime as dt

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.accounts.models import Account, Authorisation, ConnectionTest, ConnectionTrouble
from masthead.accounts.states import AccountStatus, AuthorisationState, ConnectionState, TroubleState
from masthead.core.digest import digest_of
from masthead.core.errors import RuleBroken
from masthead.platforms.registry import base_url, connecting_platforms, connector_for, connects


def obstacle_to_testing(account: Account) -> RuleBroken | None:
    """What has to be done before the platform can be asked, or None."""
    if not connects(account.platform.key):
        return RuleBroken(
            _("这个平台由人工发布，没有可以测试的接口。"),
            code="nothing_to_connect",
            clause="3.2.1",
            advice=_("请按发布包在平台上人工发布。"),
        )
    setup = connector_for(account.platform.key).setup
    if not account.is_set_up:
        return RuleBroken(
            _("账号还没有接入信息，无法测试。"),
            code="not_set_up",
            clause="3.2.1",
            advice=_("请先录入%(what)s。")
            % {"what": _("、").join(str(label) for label in (setup.app_id, setup.secret) if label)},
        )
    if setup.oauth and not account.grant_ref:
        return RuleBroken(
            _("账号还没有授权，无法测试。"),
            code="not_authorised",
            clause="3.2.2",
            advice=_("请点「前往平台授权」，由平台账号的管理员登录确认。"),
        )
    return None


def asks_for_authorisation(account: Account) -> bool:
    """Does a person have to authorise at the platform, and is the app known that asks for it?"""
    if not connects(account.platform.key):
        return False
    setup = connector_for(account.platform.key).setup
    return setup.oauth and bool(account.secret_ref or not setup.secret) and bool(account.app_id or not setup.app_id)


def redirect_address() -> str:
    """Where platforms send people back to after an authorisation: one address for the whole house."""
    return f"{settings.BASE_URL}{reverse('accounts:authorised')}"


def issued_for(account: Account) -> str:
    """What an authorisation is given for: this address and this app, no other."""
    return digest_of([base_url(account.platform.key, account.endpoint, account.site_url), account.app_id])


def latest_tests(account: Account, most: int = 10) -> list[ConnectionTest]:
    """The latest tests, newest first; one query."""
    return list(ConnectionTest.objects.filter(account=account).select_related("asked_by").order_by("-pk")[:most])


def trouble_of(account: Account) -> ConnectionTrouble | None:
    """The trouble that is not over yet."""
    return ConnectionTrouble.objects.filter(account=account).exclude(state=TroubleState.CLOSED).first()


def suspects(before: dt.datetime) -> QuerySet[Account]:
    """Accounts with a suspicion that nobody has looked at since the moment: asked again sooner than others."""
    doubted = ConnectionTrouble.objects.filter(state=TroubleState.SUSPECT).values("account_id")
    rows = Account.objects.filter(pk__in=doubted, status=AccountStatus.ACTIVE, connection_checked_at__lt=before)
    return rows.filter(platform__key__in=connecting_platforms()).select_related("platform").order_by("pk")


def expired_grants(at: dt.datetime) -> QuerySet[Account]:
    """Accounts in use whose authorisation has run out and whose connection does not say so yet."""
    rows = Account.objects.exclude(grant_ref="").filter(grant_expires_at__lte=at, status=AccountStatus.ACTIVE)
    return rows.exclude(connection_state=ConnectionState.FAILING).select_related("platform").order_by("pk")


def connected_population() -> QuerySet[Account]:
    """Accounts in use that have something to connect and were connected once."""
    rows = Account.objects.filter(platform__key__in=connecting_platforms()).exclude(status=AccountStatus.CLOSED)
    return rows.filter(~Q(connection_state__in=[ConnectionState.OFF, ConnectionState.UNTESTED])).order_by("pk")


def open_troubles() -> dict[int, ConnectionTrouble]:
    """Troubles that are not over, by account; one query."""
    return {t.account_id: t for t in ConnectionTrouble.objects.exclude(state=TroubleState.CLOSED)}


def authorisation_by_state(state_digest: str) -> Authorisation | None:
    """The authorisation that a state was made for."""
    rows = Authorisation.objects.select_related("account__platform", "member")
    return rows.filter(state_digest=state_digest).first()


def authorisation_to_confirm(account: Account) -> Authorisation | None:
    """The newest authorisation by another platform user that waits for a yes or no."""
    rows = Authorisation.objects.filter(account=account, state=AuthorisationState.CONFIRM)
    return rows.select_related("member", "account__platform").order_by("-pk").first()


def speaks_for(account: Account) -> str:
    """Whom the platform named at the last authorisation, as it shows the name."""
    rows = Authorisation.objects.filter(account=account, state=AuthorisationState.DONE).exclude(subject_name="")
    name = rows.order_by("-pk").values_list("subject_name", flat=True).first()
    return name or account.subject
