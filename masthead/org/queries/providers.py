"""Ways to sign in, whom they lead to, and what waits for an administrator."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core.errors import NotThere
from masthead.org.models import MappingRule, Member, OutsideIdentity, RequestState, SignInProvider, SignInRequest


@dataclass(frozen=True)
class WayIn:
    """A provider and the member's link to it, if there is one."""

    provider: SignInProvider
    link: OutsideIdentity | None


def open_providers() -> QuerySet[SignInProvider]:
    """What the sign-in page offers."""
    return SignInProvider.objects.filter(enabled=True).order_by("pk")


def get_open_provider(key: str) -> SignInProvider:
    """A provider that is open. Raises NotThere."""
    found = open_providers().filter(key=key).first()
    if found is None:
        raise NotThere(
            _("没有这种登录方式，或已停用。"), code="provider_not_there", advice=_("请回到登录页选择其他方式。")
        )
    return found


def provider_rows() -> QuerySet[SignInProvider]:
    """All providers with how many members are linked, by name."""
    living = Count("identities", filter=Q(identities__ended_at=None), distinct=True)
    rules = Count("rules", filter=Q(rules__ended_at=None), distinct=True)
    return SignInProvider.objects.annotate(linked=living, living_rules=rules).order_by("name")


def providers_off() -> list[str]:
    """Names of providers that are set up and linked to members, but switched off."""
    used = OutsideIdentity.objects.filter(provider=OuterRef("pk"), ended_at=None)
    rows = SignInProvider.objects.filter(Exists(used), enabled=False)
    return list(rows.order_by("name").values_list("name", flat=True))


def get_provider(pk: int) -> SignInProvider:
    """A provider by key. Raises NotThere."""
    found = provider_rows().select_related("default_unit").filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这种登录方式。"), code="provider_not_there")
    return found


def rules_of(provider: SignInProvider) -> QuerySet[MappingRule]:
    """Living mapping rules, by claim and value."""
    rows = MappingRule.objects.filter(provider=provider, ended_at=None)
    return rows.select_related("role", "unit").order_by("claim", "value", "pk")


def get_rule(pk: int) -> MappingRule:
    """A mapping rule by key. Raises NotThere."""
    found = MappingRule.objects.select_related("provider").filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这条规则。"), code="rule_not_there")
    return found


def identities_of(provider: SignInProvider) -> QuerySet[OutsideIdentity]:
    """Members linked to a provider, the newest first."""
    rows = OutsideIdentity.objects.filter(provider=provider, ended_at=None)
    return rows.select_related("member")


def ways_of(member: Member) -> list[WayIn]:
    """Every open provider and the member's link to it; links to shut ones too."""
    links = OutsideIdentity.objects.filter(member=member, ended_at=None).select_related("provider")
    of_provider = {link.provider_id: link for link in links}
    shown = {p.pk: p for p in open_providers()} | {link.provider_id: link.provider for link in links}
    return [WayIn(provider, of_provider.get(pk)) for pk, provider in shown.items()]


def get_link_of(member: Member, key: str) -> OutsideIdentity:
    """The member's living link to a provider. Raises NotThere."""
    rows = OutsideIdentity.objects.filter(member=member, provider__key=key, ended_at=None)
    found = rows.select_related("provider", "member").first()
    if found is None:
        raise NotThere(_("没有关联这种登录方式。"), code="identity_not_there")
    return found


def get_identity(pk: int) -> OutsideIdentity:
    """A link by key. Raises NotThere."""
    found = OutsideIdentity.objects.select_related("provider", "member").filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这项关联。"), code="identity_not_there")
    return found


def has_other_way_in(member: Member, *, besides: OutsideIdentity) -> bool:
    """Could the member still sign in without this link?"""
    if member.has_usable_password():
        return True
    if Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN).exists():
        return True
    others = OutsideIdentity.objects.filter(member=member, ended_at=None, provider__enabled=True).exclude(pk=besides.pk)
    return others.exists()


def waiting_requests() -> QuerySet[SignInRequest]:
    """What an administrator has to decide."""
    rows = SignInRequest.objects.filter(state=RequestState.WAITING)
    return rows.select_related("provider", "member", "rule__role", "rule__unit")


def decided_requests() -> QuerySet[SignInRequest]:
    """What was decided lately."""
    rows = SignInRequest.objects.filter(state__in=[RequestState.APPROVED, RequestState.DENIED])
    return rows.select_related("provider", "member", "rule__role", "decided_by").order_by("-decided_at")[:10]


def get_request(pk: int) -> SignInRequest:
    """A request by key. Raises NotThere."""
    found = SignInRequest.objects.select_related("provider", "member", "rule__role", "rule__unit").filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这项申请。"), code="request_not_there")
    return found
