"""Clauses 3.2.2 and 3.2.3: connections are tended, lock-downs are drilled, fast and followed by new secrets."""

import datetime as dt
from collections.abc import Iterator

from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from masthead.accounts import actions, queries
from masthead.accounts.models import Account, Incident
from masthead.accounts.seeds import assess
from masthead.accounts.states import AccountStatus, ConnectionState
from masthead.core import clock
from masthead.org import actions as org_actions
from masthead.org.models import Member
from masthead.platforms import actions as platforms_actions
from masthead.platforms import queries as platforms_queries
from masthead.platforms.registry import connecting_platforms
from masthead.trail.probes import Verdict, Window, probe
from masthead.vault import actions as vault_actions
from masthead.vault.models import SecretKind

ACCOUNT, INCIDENT, UNIT = "accounts.account", "accounts.incident", "org.unit"
UNTENDED_HOURS = 24


def _seed_account(platform: str, at: dt.datetime) -> tuple[Account, Member]:
    mark = get_random_string(8, "abcdefghjkmnpqrstuvwxyz")
    unit = org_actions.create_unit(name=f"探针{mark}", parent=None, by=None)
    first, second = (
        org_actions.add_member(username=f"probe_{mark}_{n}", name=f"探针{n}", password=get_random_string(24), by=None)
        for n in (1, 2)
    )
    platforms_actions.sync_catalogue(by=None)
    assess(platforms_queries.get_platform(platform))
    account = actions.register_account(
        name=f"探针{mark}", platform=platforms_queries.get_platform(platform), unit=unit, administrator=first, backup=second,
        by=None, at=at,
    )  # fmt: skip
    return account, first


def seed_untended_connection() -> tuple[str, int]:
    """A connection that fails since the day before yesterday and that nobody was told of."""
    past = clock.now() - dt.timedelta(days=2)
    account, _first = _seed_account(connecting_platforms()[0], past)
    # A test would open the trouble, so the violation is written past it, as a hand in the database would.
    Account.objects.filter(pk=account.pk).update(
        status=AccountStatus.ACTIVE, connection_state=ConnectionState.FAILING, connection_checked_at=past
    )
    return ACCOUNT, account.pk


@probe(
    "accounts.connections_tended",
    clause="3.2.2",
    title=_("连接故障有人处理，授权没有过期"),
    why=_("连接坏了没人知道，到了发布时间才发现发不出去。"),
    seed=seed_untended_connection,
    window_days=1,
    weight=2,
)
def connections_tended(window: Window) -> Iterator[Verdict]:
    """Every account in use that was ever connected."""
    troubles = queries.open_troubles()
    for account in queries.connected_population():
        checked = account.connection_checked_at
        stale = checked is None or checked < window.end - dt.timedelta(hours=UNTENDED_HOURS)
        fault = ""
        if account.grant_expires_at is not None and account.grant_expires_at < window.end:
            fault = str(_("平台授权已到期，没有重新授权"))
        elif account.connection_state == ConnectionState.FAILING and stale and account.pk not in troubles:
            fault = str(_("连接异常超过 24 小时，没有故障记录，也没有人收到通知"))
        reason = fault or str(_("连接正常，或故障已通知管理员"))
        facts = {"state": account.connection_state, "checked": str(checked or "")}
        yield Verdict(ACCOUNT, account.pk, account.name, not fault, reason, account.get_absolute_url(), facts)


def seed_unit_without_drill() -> tuple[str, int]:
    """A department that has kept an account for more than half a year and never drilled a lock-down."""
    account, _first = _seed_account("other", clock.now() - dt.timedelta(days=queries.DRILL_DAYS + 20))
    return UNIT, account.unit_id


@probe(
    "accounts.lock_down_drilled",
    clause="3.2.3",
    title=_("每个部门 180 天内演练过账号锁定，冻结不超过 60 秒"),
    why=_("账号被盗时每一分钟都在发布别人的内容；没有演练过的处置一定会慢。"),
    seed=seed_unit_without_drill,
    window_days=queries.DRILL_DAYS,
    weight=2,
)
def lock_down_drilled(window: Window) -> Iterator[Verdict]:
    """Every department that answers for accounts in use; the first drill is due half a year after its first account."""
    limit = window.end - dt.timedelta(days=queries.DRILL_DAYS)
    for unit_id, accounts in queries.units_with_accounts().items():
        last, name = queries.last_drilled(unit_id), accounts[0].unit.name
        since = min(account.created_at for account in accounts)
        facts = {"milliseconds": _ms(last), "last": str(last.pressed_at if last else "")}
        url = last.get_absolute_url() if last else ""
        if last is not None and last.pressed_at >= limit:
            good = (last.frozen_seconds or 0) <= queries.FREEZE_MOST_SECONDS
            told = _("演练冻结用时 %(n)s 秒") % {"n": last.frozen_seconds}
            yield Verdict(UNIT, unit_id, name, good, told, url, facts)
        elif since > limit:
            yield Verdict(
                UNIT,
                unit_id,
                name,
                passed=None,
                reason=_("接管账号未满 180 天，尚未到首次演练期限"),
                url=url,
                facts=facts,
            )
        else:
            yield Verdict(
                UNIT, unit_id, name, passed=False, reason=_("180 天内没有演练过账号锁定"), url=url, facts=facts
            )


def seed_lock_down_without_new_secret() -> tuple[str, int]:
    """A lock-down of last week whose secret nobody replaced."""
    past = clock.now() - dt.timedelta(days=10)
    account, first = _seed_account("other", past)
    vault_actions.store_secret(
        kind=SecretKind.PASSWORD, owner_kind=queries.OWNER_KIND, owner_id=account.pk, label="探针",
        plaintext=get_random_string(24), by=None, at=past,
    )  # fmt: skip
    incident = actions.press_lock_down(account=account, reason="探针：账号被盗", by=first, at=past)
    return INCIDENT, incident.pk


@probe(
    "accounts.lock_downs_followed",
    clause="3.2.3",
    title=_("每次锁定都及时冻结，凭据全部更换"),
    why=_("锁定之后不换凭据，解锁的一刻又回到盗用者手里。"),
    seed=seed_lock_down_without_new_secret,
    window_days=365,
    weight=3,
)
def lock_downs_followed(window: Window) -> Iterator[Verdict]:
    """Every real lock-down of the last year; drills are measured by the other probe, their rotations by the vault."""
    for incident in queries.incidents_since(window.start, window.end).filter(drill=False):
        left = queries.secrets_to_replace(incident) if incident.closed_at is None else []
        slow = incident.frozen_seconds is None or incident.frozen_seconds > queries.FREEZE_MOST_SECONDS
        fault = ""
        if slow:
            fault = str(_("从启动到冻结超过 60 秒"))
        elif left and incident.due_at < window.end:
            fault = str(_("还有 %(n)d 份凭据到期没有更换") % {"n": len(left)})
        reason = fault or str(_("冻结及时；凭据已更换，或仍在期限内"))
        facts = {"milliseconds": _ms(incident), "left": len(left)}
        yield Verdict(INCIDENT, incident.pk, str(incident), not fault, reason, incident.get_absolute_url(), facts)


def _ms(incident: Incident | None) -> int | None:
    """Whole milliseconds: facts have no fractions."""
    return int(incident.frozen_seconds * 1000) if incident and incident.frozen_seconds is not None else None
