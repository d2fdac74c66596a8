"""Ways to sign in: set up, changed, opened and shut by administrators; what a provider's claims give."""

import datetime as dt
import re
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock, outbound, secrets
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org.events import OrgEvent
from masthead.org.models import JoinPolicy, MappingRule, Member, ProviderKind, Role, SignInProvider, Unit
from masthead.org.providers import KINDS
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?")
WORDS = ("name", "issuer", "client_id", "corp_id", "agent_id", "scopes", "name_claim", "email_claim", "username_claim")


@guarded("2.2.4")
@transaction.atomic
def add_provider(
    *,
    kind: str,
    key: str,
    by: Member,
    secret: str,
    words: Mapping[str, str],
    join_policy: str = JoinPolicy.EXISTING,
    match_email: bool = False,
    default_unit: Unit | None = None,
    at: dt.datetime | None = None,
) -> SignInProvider:
    """Set a provider up; it stays shut until it is opened. `words` are the plain fields; the secret is sealed at once.

    Clause: 2.2.4 技术部.  Raises: BadInput naming the field, outbound.Refused, SecretUnavailable.  Events: org:provider:added.
    """
    if kind not in ProviderKind.values:
        raise BadInput(_("请选择类型。"), fields={"kind": [_("请选择类型。")]})
    provider = SignInProvider(kind=kind, key=key.strip().lower(), created_at=at or clock.now())
    _fill(provider, words, join_policy=join_policy, match_email=match_email, default_unit=default_unit)
    _check(provider, secret)
    provider.save()
    _seal(provider, secret)
    trail.record(OrgEvent.PROVIDER_ADDED, target=provider, by=by, data=_facts(provider), at=at)
    return provider


@guarded("2.2.4")
@transaction.atomic
def change_provider(
    *,
    provider: SignInProvider,
    by: Member,
    words: Mapping[str, str],
    join_policy: str,
    secret: str = "",
    match_email: bool = False,
    default_unit: Unit | None = None,
    at: dt.datetime | None = None,
) -> SignInProvider:
    """Change a provider; an empty secret stays as it is. Another issuer is another provider: its subjects mean other people.

    Clause: 2.2.4 技术部.  Raises: BadInput, RuleBroken when people are linked and issuer or company would change,
    outbound.Refused, SecretUnavailable.  Events: org:provider:changed.
    """
    before = (provider.issuer, provider.corp_id)
    _fill(provider, words, join_policy=join_policy, match_email=match_email, default_unit=default_unit)
    _check(provider, secret)
    linked = provider.identities.filter(ended_at=None).exists()
    if linked and (provider.issuer, provider.corp_id) != before:
        raise RuleBroken(
            _("已有成员关联到这个签发方，不能改成另一个。"),
            code="provider_issuer_fixed",
            clause="2.2.4",
            advice=_("请新建一个登录方式，再停用这一个。"),
        )
    provider.save()
    _seal(provider, secret)
    facts = _facts(provider) | {"secret_renewed": bool(secret.strip())}
    trail.record(OrgEvent.PROVIDER_CHANGED, target=provider, by=by, data=facts, at=at)
    return provider


@guarded("2.2.4")
@transaction.atomic
def switch_provider(*, provider: SignInProvider, on: bool, by: Member, at: dt.datetime | None = None) -> SignInProvider:
    """Show a provider on the sign-in page, or take it away; sessions that run go on.

    Clause: 2.2.4.  Raises: Stale.  Events: org:provider:switched.  Races: the conditional update lets one click through.
    """
    if not SignInProvider.objects.filter(pk=provider.pk, enabled=not on).update(enabled=on):
        raise Stale(_("这个登录方式已经是该状态。"), code="provider_is_so", clause="2.2.4", advice=_("请刷新页面。"))
    provider.enabled = on
    trail.record(OrgEvent.PROVIDER_SWITCHED, target=provider, by=by, data={"on": on}, at=at)
    return provider


@guarded("2.1")
@transaction.atomic
def add_mapping_rule(
    *,
    provider: SignInProvider,
    claim: str,
    value: str,
    by: Member,
    role: Role | None = None,
    unit: Unit | None = None,
    title: str = "",
    at: dt.datetime | None = None,
) -> MappingRule:
    """Whoever carries the value gets the role (within the unit, if one is named), or without a role a position in the unit.
    It takes effect at each one's next sign-in; a sensitive role waits for an administrator every time.

    Clause: 2.1.  Raises: BadInput.  Events: org:provider:rule_added.
    """
    claim, value = claim.strip(), value.strip()
    faults = {name: [_("请填写。")] for name, word in (("claim", claim), ("value", value)) if not word}
    if role is None and unit is None:
        faults["role"] = [_("角色和部门至少选一项。")]
    same = MappingRule.objects.filter(provider=provider, claim=claim, value=value, role=role, unit=unit, ended_at=None)
    if not faults and same.exists():
        faults["value"] = [_("已有相同的规则。")]
    if faults:
        raise BadInput(_("规则没有保存，请改正标出的内容。"), code="mapping_rule", clause="2.1", fields=faults)
    rule = MappingRule.objects.create(
        provider=provider, claim=claim, value=value, role=role, unit=unit, title=title.strip()
    )
    facts = {"claim": claim, "value": value, "role": role.key if role else "", "unit": unit.pk if unit else None}
    trail.record(OrgEvent.RULE_ADDED, target=provider, by=by, data=facts, at=at)
    return rule


@guarded("2.1")
@transaction.atomic
def end_mapping_rule(*, rule: MappingRule, by: Member, at: dt.datetime | None = None) -> MappingRule:
    """A rule gives nothing any more; what it gave goes at each one's next sign-in.

    Clause: 2.1.  Raises: Stale.  Events: org:provider:rule_ended.
    """
    if not MappingRule.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=at or clock.now()):
        raise Stale(_("这条规则已经停用。"), code="rule_ended", clause="2.1", advice=_("请刷新页面。"))
    trail.record(
        OrgEvent.RULE_ENDED, target=rule.provider, by=by, data={"claim": rule.claim, "value": rule.value}, at=at
    )
    return rule


def _fill(
    provider: SignInProvider,
    words: Mapping[str, str],
    *,
    join_policy: str,
    match_email: bool,
    default_unit: Unit | None,
) -> None:
    for name in WORDS:
        setattr(provider, name, words.get(name, "").strip())
    provider.issuer = provider.issuer.rstrip("/")
    provider.join_policy, provider.match_email, provider.default_unit = join_policy, match_email, default_unit


def _check(provider: SignInProvider, secret: str) -> None:
    faults: dict[str, list[str]] = {}
    others = SignInProvider.objects.exclude(pk=provider.pk)
    if not KEY.fullmatch(provider.key):
        faults["key"] = [_("只用小写字母、数字和短横线，例如 wecom。")]
    elif others.filter(key=provider.key).exists():
        faults["key"] = [_("这个标识已被使用。")]
    if not provider.name or others.filter(name=provider.name).exists():
        faults["name"] = [_("请填写名称，且不与其他登录方式相同。")]
    for field in KINDS[provider.kind].needs:
        if not getattr(provider, field):
            faults[field] = [_("这种登录方式必须填写。")]
    if provider.kind != ProviderKind.OIDC and not (secret.strip() or provider.sealed_secret):
        faults["secret"] = [_("这种登录方式必须填写。")]
    if provider.issuer and "issuer" not in faults:
        faults |= _address_faults(provider.issuer)
    if provider.join_policy not in JoinPolicy.values:
        faults["join_policy"] = [_("请选择。")]
    if faults:
        raise BadInput(_("登录方式没有保存，请改正标出的内容。"), code="provider_input", clause="2.2.4", fields=faults)


def _address_faults(issuer: str) -> dict[str, list[str]]:
    try:
        outbound.check(issuer)
    except outbound.Refused as refused:
        return {"issuer": [str(refused.message)]}
    return {}


def _seal(provider: SignInProvider, secret: str) -> None:
    """Keep what was given; empty words change nothing."""
    if secret.strip():
        provider.sealed_secret = secrets.seal(secret.strip(), provider.seal_context)
        provider.save(update_fields=["sealed_secret"])


def _facts(provider: SignInProvider) -> dict[str, object]:
    return {
        "kind": provider.kind,
        "key": provider.key,
        "issuer": provider.issuer,
        "join": provider.join_policy,
        "match_email": provider.match_email,
    }
