"""Clause 2.2.4: ways in for machines are those that somebody uses and answers for."""

import datetime as dt
from collections.abc import Iterator

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.org.models import ApiKey, KeyKind, Member
from masthead.trail.probes import Verdict, Window, probe

KEY = "org.apikey"
IDLE = dt.timedelta(days=90)


def _key_of_one_who_left() -> tuple[str, int]:
    """The violation that the probe must notice: its owner has gone, nobody revoked it."""
    mark = get_random_string(10).lower()
    owner = Member.objects.create(username=f"probe.{mark}", name=mark, is_active=False)
    now = clock.now()
    key = ApiKey.objects.create(
        kind=KeyKind.PERSONAL, name=mark, owner=owner, capabilities=["org.member.read"], created_at=now,
        expires_at=now + IDLE,
    )  # fmt: skip
    return KEY, key.pk


@probe(
    "2.2.4.keys",
    clause="2.2.4",
    title=gettext_lazy("接口密钥有人负责、有人使用"),
    why=gettext_lazy("责任人已经离职、或三个月没有使用的密钥，丢了也没有人发现。"),
    seed=_key_of_one_who_left,
    window_days=1,
    weight=2,
)
def keys_are_minded(window: Window) -> Iterator[Verdict]:
    """Every key that has neither ended nor been revoked."""
    rows = ApiKey.objects.filter(revoked_at=None, expires_at__gt=window.end).select_related("owner").order_by("pk")
    for key in rows:
        used = max(key.created_at, key.last_used_at or key.created_at)
        left, idle = not key.owner.is_active, used < window.end - IDLE
        reason = _("责任人已离职") if left else _("超过 90 天没有使用") if idle else _("责任人在职，近期使用过或刚签发")
        facts = {"owner": key.owner_id, "kind": str(key.kind)}
        yield Verdict(KEY, key.pk, key.name, not (left or idle), reason, key.get_absolute_url(), facts)
