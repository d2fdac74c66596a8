"""Clauses 3.1.1 and 3.1.2: every platform in use was chosen, every account in use is positioned."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.accounts import queries
from masthead.accounts.seeds import seed_account_without_positioning, seed_platform_nobody_chose
from masthead.accounts.states import AccountStatus
from masthead.platforms import queries as platforms_queries
from masthead.trail.probes import Verdict, Window, probe


@probe(
    "platforms.assessed",
    clause="3.1.1",
    title=gettext_lazy("每个在用的平台都有已批准的选型评估"),
    why=gettext_lazy("没有评估就开号，人力和费用会投到不合适的平台上，风险也没有人看过。"),
    seed=seed_platform_nobody_chose,
    window_days=1,
)
def platforms_assessed(window: Window) -> Iterator[Verdict]:  # noqa: ARG001  a state of today, whatever the window
    """Every platform with an account that is not closed."""
    used = set(queries.accounts_in_use().values_list("platform_id", flat=True))
    for row in platforms_queries.standings(unlisted=used):
        if row.platform.pk not in used:
            continue
        reason = _("选型评估有效") if row.is_good else _("选型评估：%(state)s") % {"state": row.label}
        facts = {"valid_until": row.current.valid_until.isoformat() if row.current and row.current.valid_until else ""}
        url = reverse("platforms:platform", args=[row.platform.key])
        yield Verdict("platforms.platform", row.platform.pk, str(row.platform), row.is_good, reason, url, facts)


@probe(
    "accounts.positioned",
    clause="3.1.2",
    title=gettext_lazy("每个在用的账号都有有效的定位表"),
    why=gettext_lazy("没有定位的账号各写各的，读者和内容互相重复，频率和目标也无从检查。"),
    seed=seed_account_without_positioning,
    window_days=1,
)
def accounts_positioned(window: Window) -> Iterator[Verdict]:  # noqa: ARG001  a state of today, whatever the window
    """Every account that is in use: neither applied for nor closed."""
    rows = list(queries.accounts_in_use().exclude(status=AccountStatus.APPLIED))
    states = queries.positioning_state([a.pk for a in rows])
    for account in rows:
        found = states[account.pk]
        reason = _("定位表：%(state)s") % {"state": found.label}
        url = reverse("accounts:positioning_sheet", args=[account.pk])
        until = found.sheet.valid_until if found.sheet else None
        facts = {"valid_until": until.isoformat() if until else ""}
        yield Verdict("accounts.account", account.pk, account.name, found.is_current, reason, url, facts)
