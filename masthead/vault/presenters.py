"""What pages of the vault say: rows with their class, day and demands. Never content."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.figures import day_text
from masthead.org.models import Member
from masthead.org.queries import may
from masthead.trail.queries import timeline_of
from masthead.vault import queries
from masthead.vault.events import VaultEvent
from masthead.vault.models import Level, RotationDemand, Secret

SEEN = (VaultEvent.CODE_SHOWN, "vault:secret:revealed")


def around(member: Member, *, late: int | None = None) -> dict[str, Any]:
    """What every page of the vault shows beside its own: tabs, rights."""
    visible = queries.secrets_visible_to(member)
    return {
        "late": queries.overdue(visible).count() if late is None else late,
        "may_list": may(member, "vault.secret.list"),
        "may_keys": may(member, "vault.key.read"),
        "may_store": may(member, "vault.secret.store"),
        "may_demand": may(member, "vault.rotation.manage"),
    }


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue."""

    secret: Secret
    level: Level
    overdue: bool
    age_days: int
    owner_url: str = ""
    demands: list[RotationDemand] = field(default_factory=list)


def entries_of(secrets: Sequence[Secret]) -> list[Entry]:
    """Lines for a page of secrets; four queries for any number."""
    rules = {rule.facts.kind: rule for rule in queries.rules()}
    owners = queries.owner_facts(secrets)
    demands: dict[int, list[RotationDemand]] = defaultdict(list)
    for demand in queries.demands_open().filter(secret__in=[s.pk for s in secrets]):
        demands[demand.secret_id].append(demand)
    now = clock.now()
    entries = []
    for secret in secrets:
        facts = owners.get((secret.owner_kind, secret.owner_id))
        late = queries.is_overdue(secret, at=now) or any(d.due_at < now for d in demands[secret.pk])
        level = Level(rules[secret.kind].level)  # type: ignore[index]
        url = facts.url if facts else ""
        entries.append(Entry(secret, level, late, queries.age_days(secret, at=now), url, demands[secret.pk]))
    return entries


def narrowed(wishes: Mapping[str, str], rows: Any) -> Any:
    """The catalogue under the filters of the address."""
    if text := wishes.get("q", "").strip():
        rows = rows.filter(label__icontains=text)
    if kind := wishes.get("kind"):
        rows = rows.filter(kind=kind)
    if level := wishes.get("level"):
        rows = rows.filter(kind__in=[rule.facts.kind for rule in queries.rules() if rule.level == level])
    state = wishes.get("state")
    late = queries.overdue(rows)
    return late if state == "overdue" else rows.exclude(pk__in=late.values("pk")) if state == "fresh" else rows


def facts_of_secret(entry: Entry, rule: queries.Rule) -> list[dict[str, Any]]:
    """Names and values beside the secret."""
    secret = entry.secret
    found: list[dict[str, Any]] = [
        {"label": _("所属"), "value": secret.label, "href": entry.owner_url},
        {"label": _("类别"), "value": secret.get_kind_display()},
        {"label": _("密级"), "value": entry.level.label},
        {"label": _("当前版本"), "value": _("第 %(n)d 版") % {"n": secret.version}},
        {"label": _("已用"), "value": _("%(n)d 天") % {"n": entry.age_days}},
        {"label": _("应更换"), "value": day_text(secret.due_on) if secret.due_on else _("由平台到期时间决定")},
        {"label": _("借用后更换"), "value": _("是") if rule.after_use else _("否")},
    ]
    if "not_after" in secret.facts:
        ends = clock.china(dt.datetime.fromisoformat(secret.facts["not_after"])).date()
        starts = clock.china(dt.datetime.fromisoformat(secret.facts["not_before"])).date()
        found += [
            {"label": _("证书主体"), "value": secret.facts["subject"]},
            {"label": _("签发方"), "value": secret.facts["issuer"]},
            {"label": _("有效期"), "value": f"{starts:%Y-%m-%d} – {ends:%Y-%m-%d}"},
        ]
    return found


def who_saw(secret: Secret) -> list[Any]:
    """Events by which a person saw the secret or its code, newest first."""
    return [event for event in timeline_of(secret, most=200) if event.name in SEEN]
