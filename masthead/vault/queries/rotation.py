"""Reads about replacing: the rule of a kind, what is due, which demands are open, who has to be told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import NotThere, RuleBroken
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.vault.kinds import KINDS, KindFacts, facts_of
from masthead.vault.models import Level, RotationDemand, RotationReason, RotationRule, Secret, SecretKind
from masthead.vault.queries.secrets import get_secret
from masthead.vault.registry import OWNERS, OwnerFacts

BEFORE_EXPIRY_DAYS = 14
STAGES = (1, 7, 14)
KEEPERS = "account_admin"


@dataclass(frozen=True)
class Rule:
    """What holds for a kind now; `corrected` is the administrator's row, None = the house's default."""

    facts: KindFacts
    level: str
    days: int | None
    after_use: bool
    corrected: RotationRule | None = None

    @property
    def level_label(self) -> str:
        return str(Level(self.level).label)


def rule_of(kind: str) -> Rule:
    """The rule of one kind; one query."""
    return _rule(facts_of(kind), RotationRule.objects.filter(kind=kind).first())


def rules() -> list[Rule]:
    """The rules of all kinds; one query."""
    rows = {row.kind: row for row in RotationRule.objects.select_related("changed_by")}
    return [_rule(facts, rows.get(kind)) for kind, facts in KINDS.items()]


def _rule(facts: KindFacts, row: RotationRule | None) -> Rule:
    if row is None:
        return Rule(facts, facts.level, facts.days, facts.after_use)
    return Rule(facts, row.level, row.days, row.after_use, row)


def due_day(
    rule: Rule, *, replaced_at: dt.datetime, facts: Mapping[str, Any], expires_at: dt.datetime | None
) -> dt.date | None:
    """The day by which a secret must be replaced: by age, and in time before the platform or the certificate ends it."""
    days = [clock.china(replaced_at).date() + dt.timedelta(days=rule.days)] if rule.days else []
    ends = [dt.datetime.fromisoformat(facts["not_after"])] if "not_after" in facts else []
    ends += [expires_at] if expires_at else []
    days += [clock.china(end).date() - dt.timedelta(days=BEFORE_EXPIRY_DAYS) for end in ends]
    return min(days) if days else None


def demands_open(
    *,
    secret: Secret | None = None,
    owner: tuple[str, int] | None = None,
    reason: str = "",
    due_before: dt.datetime | None = None,
) -> QuerySet[RotationDemand]:
    """Demands that wait for a replacement, most urgent first; narrowed to a secret, an owner (kind, id), a reason, a moment."""
    rows = RotationDemand.objects.filter(fulfilled_at=None).select_related("secret", "demanded_by")
    if secret is not None:
        rows = rows.filter(secret=secret)
    if owner is not None:
        rows = rows.filter(secret__owner_kind=owner[0], secret__owner_id=owner[1])
    if reason:
        rows = rows.filter(reason=RotationReason(reason))
    if due_before is not None:
        rows = rows.filter(due_at__lt=due_before)
    return rows.order_by("due_at", "pk")


def demands_of(secret: Secret) -> list[RotationDemand]:
    """All demands for a secret, newest first."""
    return list(secret.demands.select_related("demanded_by").order_by("-demanded_at", "-pk"))


def overdue(secrets: QuerySet[Secret], *, at: dt.datetime | None = None) -> QuerySet[Secret]:
    """Of these, the ones whose day is over or whose demand has run out."""
    moment = at or clock.now()
    late = RotationDemand.objects.filter(secret=OuterRef("pk"), fulfilled_at=None, due_at__lt=moment)
    return secrets.filter(Q(due_on__lt=clock.china(moment).date()) | Q(Exists(late)))


def due_within(days: int, *, at: dt.datetime | None = None) -> QuerySet[Secret]:
    """Secrets whose day comes within so many days, or is over."""
    today = clock.china(at or clock.now()).date()
    return Secret.objects.filter(due_on__lte=today + dt.timedelta(days=days)).order_by("due_on", "pk")


def owner_facts(secrets: Iterable[Secret]) -> dict[tuple[str, int], OwnerFacts]:
    """What the rooms above say of the owners; a constant number of queries for any number of secrets."""
    keys: dict[str, set[int]] = defaultdict(set)
    for secret in secrets:
        keys[secret.owner_kind].add(secret.owner_id)
    found: dict[tuple[str, int], OwnerFacts] = {}
    for kind, ids in keys.items():
        if entry := OWNERS.get(kind):
            found |= {(kind, pk): facts for pk, facts in entry.facts(sorted(ids)).items()}
    return found


def get_rule(kind: str) -> Rule:
    """The rule of the kind in an address. Raises NotThere."""
    if kind not in KINDS:
        raise NotThere(_("没有这类凭据。"), code="kind_not_there", clause="3.2.2")
    return rule_of(kind)


def kind_by_hand(kind: str) -> KindFacts:
    """A kind that people put in on the vault's page. Raises NotThere."""
    if kind not in KINDS or not KINDS[kind].by_hand:
        raise NotThere(
            _("这类凭据不在这里录入。"), code="kind_not_there", clause="3.2.2",
            advice=_("平台接口的密钥请在账号的接入页面录入。"),
        )  # fmt: skip
    return KINDS[kind]


def get_replaceable(member: Member, pk: int) -> Secret:
    """A secret that a person may replace by hand. Raises NotThere, RuleBroken for what only the platform renews."""
    secret = get_secret(member, pk)
    if secret.kind == SecretKind.GRANT:
        raise RuleBroken(
            _("授权令牌由平台签发，不能手工更换。"), code="grant_by_platform", clause="3.2.2",
            advice=_("请在账号的接入页面重新授权。"),
        )  # fmt: skip
    return secret


def words_of_choice(owner: str) -> tuple[str, ...]:
    """The same for the value of a choice (kind:id); nothing for nonsense."""
    kind, _sep, number = owner.rpartition(":")
    return words_of(kind, int(number), "") if number.isdecimal() and len(number) < 19 else ()


def words_of(owner_kind: str, owner_id: int, label: str) -> tuple[str, ...]:
    """Words that must not stand in a password of this owner."""
    entry = OWNERS.get(owner_kind)
    facts = entry.facts([owner_id]).get(owner_id) if entry else None
    return (label, *(facts.words if facts else ()))


def custodians(facts: OwnerFacts | None) -> Sequence[Member]:
    """Who is told: the owner's own people, else everybody who keeps accounts."""
    return facts.custodians if facts and facts.custodians else org_queries.holders_of_role(KEEPERS)


def owner_choices(member: Member) -> list[tuple[str, str]]:
    """(kind:id, name) of every owner for which the member may keep secrets by hand."""
    return [(f"{entry.kind}:{pk}", name) for entry in OWNERS.values() for pk, name in entry.choices(member)]
