"""Clause 3.2.2: every secret opens with a known key, is younger than its limit, and every demand to replace one is met in time."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.core.secrets import SecretUnavailable
from masthead.trail.probes import Verdict, Window, probe
from masthead.vault import actions, queries
from masthead.vault.models import KeyState, RotationDemand, RotationReason, Secret, SecretKind, SecretVersion, VaultKey

KIND = "vault.secret"
DEMAND = "vault.rotationdemand"


def _seeded(at: dt.datetime | None = None) -> Secret:
    return actions.store_generated(
        kind=SecretKind.PASSWORD, owner_kind="vault.probe", owner_id=0, label="探针", by=None, at=at
    )


def seed_old_secret() -> tuple[str, int]:
    """A secret that nobody has replaced for longer than the limit."""
    days = queries.rule_of(SecretKind.PASSWORD).days or 90
    return KIND, _seeded(clock.now() - dt.timedelta(days=days + 2)).pk


def seed_unmet_demand() -> tuple[str, int]:
    """A leaver knew it, and the day is over."""
    past = clock.now() - dt.timedelta(days=1)
    demand = actions.demand_rotation(
        secret=_seeded(), reason=RotationReason.LEAVER, due_at=past, by=None, at=past - dt.timedelta(days=1)
    )
    return DEMAND, demand.pk


def seed_unknown_key() -> tuple[str, int]:
    """A version that was wrapped by a key of which nobody knows."""
    secret = _seeded()
    SecretVersion.objects.filter(secret=secret).update(kid="k-unknown")
    return KIND, secret.pk


@probe(
    "vault.secrets_open_and_fresh",
    clause="3.2.2",
    title=_("凭据都能打开，且未超过更换期限"),
    why=_("打不开的凭据会让发布中断；长期不换的凭据泄露后无人察觉。"),
    seed=seed_old_secret,
    window_days=1,
    weight=3,
)
def secrets_open_and_fresh(window: Window) -> Iterator[Verdict]:
    """Opens every current version in memory; no content leaves this function."""
    try:
        ring = queries.trusted_ring()
    except SecretUnavailable as missing:
        for version in queries.current_versions():
            yield _verdict(version, passed=False, reason=str(missing.message))
        return
    for version in queries.current_versions():
        if queries.verify(ring, [version]).faults:
            yield _verdict(version, passed=False, reason=str(_("无法打开：密钥不符或数据被改动")))
        elif queries.is_overdue(version.secret, at=window.end):
            yield _verdict(version, passed=False, reason=str(_("超过更换期限没有更换")))
        else:
            yield _verdict(version, passed=True, reason=str(_("能打开，且在更换期限内")))


@probe(
    "vault.demands_met",
    clause="3.2.3",
    title=_("离岗、泄露等更换要求按时完成"),
    why=_("离岗的人和泄露的凭据，多留一天就多一天风险。"),
    seed=seed_unmet_demand,
    window_days=90,
    weight=3,
)
def demands_met(window: Window) -> Iterator[Verdict]:
    """Demands that came due inside the window, and older ones that are still open."""
    rows = RotationDemand.objects.select_related("secret").filter(due_at__lt=window.end).order_by("pk")
    for demand in rows:
        if demand.fulfilled_at is not None and demand.due_at < window.start:
            continue
        met = demand.fulfilled_at is not None and demand.fulfilled_at <= demand.due_at
        late = _("已更换，但超过了要求的时间") if demand.fulfilled_at else _("已到要求的时间，还没有更换")
        yield Verdict(
            kind=DEMAND, pk=demand.pk, name=str(demand), passed=met, reason=str(_("按时更换") if met else late),
            url=demand.secret.get_absolute_url(), facts={"reason": demand.reason, "due_at": demand.due_at.isoformat()},
        )  # fmt: skip


@probe(
    "vault.wrapped_by_known_keys",
    clause="3.2.2",
    title=_("凭据都由在册密钥加密"),
    why=_("由不明或停用密钥加密的凭据，随时可能再也打不开。"),
    seed=seed_unknown_key,
    window_days=1,
    weight=2,
)
def wrapped_by_known_keys(window: Window) -> Iterator[Verdict]:  # noqa: ARG001  the population is what is there now
    """Looks at ids of keys only."""
    known = set(VaultKey.objects.exclude(state=KeyState.RETIRED).values_list("kid", flat=True))
    for version in queries.current_versions():
        passed = version.kid in known
        reason = _("由在册密钥加密") if passed else _("加密它的密钥不在册或已停用")
        yield _verdict(version, passed=passed, reason=str(reason))


def _verdict(version: SecretVersion, *, passed: bool, reason: str) -> Verdict:
    return Verdict(
        kind=KIND, pk=version.secret_id, name=str(version.secret), passed=passed, reason=reason,
        url=version.secret.get_absolute_url(), facts={"version": version.n, "kid": version.kid},
    )  # fmt: skip
