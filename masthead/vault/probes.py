"""Clause 3.2.2: every secret opens with today's key and is younger than the limit."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.core.secrets import SecretUnavailable
from masthead.trail.probes import Verdict, Window, probe
from masthead.vault import actions, queries
from masthead.vault.keyring import load_ring
from masthead.vault.models import SecretKind, SecretVersion

KIND = "vault.secret"


def seed_old_secret() -> tuple[str, int]:
    """A secret that nobody has replaced for longer than the limit."""
    past = clock.now() - dt.timedelta(days=queries.MAX_AGE_DAYS + 2)
    secret = actions.store_secret(
        kind=SecretKind.PASSWORD,
        owner_kind="vault.probe",
        owner_id=0,
        label="探针",
        plaintext="probe-only",
        by=None,
        at=past,
    )
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
        ring = load_ring()
    except SecretUnavailable as missing:
        for version in queries.current_versions():
            yield _verdict(version, passed=False, reason=str(missing.message))
        return
    for version in queries.current_versions():
        if queries.verify(ring, [version]).faults:
            yield _verdict(version, passed=False, reason=str(_("无法打开：密钥不符或数据被改动")))
        elif queries.is_overdue(version.secret, at=window.end):
            yield _verdict(version, passed=False, reason=str(_("超过 90 天没有更换")))
        else:
            yield _verdict(version, passed=True, reason=str(_("能打开，且在更换期限内")))


def _verdict(version: SecretVersion, *, passed: bool, reason: str) -> Verdict:
    facts = {"age_days": queries.age_days(version.secret), "version": version.n}
    return Verdict(KIND, version.secret_id, str(version.secret), passed, reason, facts=facts)
