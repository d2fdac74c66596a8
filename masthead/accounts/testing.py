"""Builders for tests."""

from masthead.accounts import actions
from masthead.accounts.models import Account
from masthead.accounts.states import AccountEndpoint, AccountStatus, ConnectionState
from masthead.org.models import Member, Unit
from masthead.platforms.testing import make_platform

APP_ID = "wx_cloudridge"
SECRET = "cloudridge-secret"
NAME, HANDLE = "云岭茶事", "gh_yunlingchashi"
CALLBACK_TOKEN = "yunlingToken2026"
CALLBACK_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def make_account(
    *, unit: Unit, administrator: Member, backup: Member, name: str = NAME, platform: str = "wechat_oa"
) -> Account:
    """A registered account without interface details."""
    return actions.register_account(
        name=name,
        platform=make_platform(platform),
        handle=HANDLE if name == NAME else f"gh_{name}",
        unit=unit,
        administrator=administrator,
        backup=backup,
        endpoint=AccountEndpoint.SANDBOX,
        by=None,
    )


def make_connected_account(
    *,
    unit: Unit,
    administrator: Member,
    backup: Member,
    name: str = NAME,
    app_id: str = APP_ID,
    secret: str = SECRET,
    callback_token: str = "",
    callback_key: str = "",
) -> Account:
    """An account in use whose connection counts as good; nothing was asked of the platform.

    Calls go to settings.SANDBOX_URL + "/wechat": set it to `sandbox_server.base_url` and `sandbox_server.add_app(app_id, secret)`.
    """
    account = make_account(unit=unit, administrator=administrator, backup=backup, name=name)
    actions.connect_account(
        account=account,
        app_id=app_id,
        secret=secret,
        callback_token=callback_token,
        callback_key=callback_key,
        by=None,
    )
    account.status, account.connection_state = AccountStatus.ACTIVE, ConnectionState.OK
    account.save(update_fields=["status", "connection_state"])
    return account
