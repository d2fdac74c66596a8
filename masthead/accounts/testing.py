"""Builders for tests."""

import datetime as dt
import io
from typing import Any

from PIL import Image

from masthead.accounts import actions
from masthead.accounts.actions import Positioning
from masthead.accounts.models import Account, PositioningSheet
from masthead.accounts.positioning import SheetState, Tone
from masthead.accounts.states import AccountEndpoint, AccountStatus, ConnectionState, DocumentKind
from masthead.core import clock
from masthead.org.models import Member, Unit
from masthead.platforms.queries import months_after
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
        "account_handover_item": [handover.items.order_by("pk")[0].pk],
    }


def positioning_of(**more: Any) -> Positioning:
    """What a sheet says, complete."""
    values: dict[str, Any] = {
        "audience": "三十至五十岁、常喝茶、想学冲泡的人。", "tones": [Tone.EXPERT, Tone.WARM],
        "pillars": [("茶知识", 60), ("茶园故事", 40)], "per_week_min": 2, "per_week_max": 4,
    }  # fmt: skip
    return Positioning(**(values | more))


def make_positioning(account: Account, *, by: Member, **more: Any) -> PositioningSheet:
    """A version that is being written."""
    return actions.save_positioning(account=account, positioning=positioning_of(**more), by=by)


def put_in_force(sheet: PositioningSheet, *, on: dt.date | None = None) -> PositioningSheet:
    """In force from a day, past the approval engine (its own way is tested where it is made)."""
    day = on or clock.today()
    older = PositioningSheet.objects.filter(account=sheet.account, state=SheetState.IN_FORCE)
    older.update(state=SheetState.SUPERSEDED, ended_on=day)
    values = {
        "state": SheetState.IN_FORCE,
        "in_force_on": day,
        "valid_until": months_after(day, 12),
        "approved_hash": "0" * 64,
    }
    PositioningSheet.objects.filter(pk=sheet.pk).update(**values)
    sheet.refresh_from_db()
    return sheet
