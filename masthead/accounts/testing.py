"""Builders for tests."""

import io
from typing import Any

from PIL import Image

from masthead.accounts import actions
from masthead.accounts.models import Account
from masthead.accounts.states import AccountEndpoint, AccountStatus, ConnectionState, DocumentKind
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


def scan(colour: int = 250) -> bytes:
    """A small picture of a paper."""
    out = io.BytesIO()
    Image.new("RGB", (60, 80), (colour, colour, 240)).save(out, format="PNG")
    return out.getvalue()


def things_of_register(account: Account) -> dict[str, list[Any]]:
    """What the addresses of the register name: a filing, a paper, a list of hand-overs and its item."""
    filing = actions.record_filing(account=account, kind="icp", number="川ICP备2023011873号-1", by=None)
    paper = actions.store_document(
        account=account, kind=DocumentKind.LICENCE, data=scan(), name="营业执照.png", by=None
    )
    handover = actions.begin_handover(member=account.administrator, cause="moving", by=None)
    return {
        "account_filing": [account.pk, filing.pk],
        "account_document": [paper.pk],
        "account_handover": [handover.pk],
        "account_handover_item": [handover.items.get().pk],
    }
