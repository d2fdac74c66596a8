"""Every kind of provider. A further one is a file beside these and a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from masthead.org.models import ProviderKind, SignInProvider
from masthead.org.providers import dingtalk, feishu, oidc, wecom
from masthead.org.providers.identity import Identity
from masthead.org.providers.rounds import Round


@dataclass(frozen=True)
class Kind:
    """`authorize` is where the browser goes, `identify` turns the code into a person, `probe` checks what was typed in.
    `needs` are the fields that this kind cannot do without."""

    authorize: Callable[[SignInProvider, Round], str]
    identify: Callable[[SignInProvider, str, Round], Identity]
    probe: Callable[[SignInProvider], str]
    needs: tuple[str, ...]


KINDS: dict[str, Kind] = {
    ProviderKind.OIDC: Kind(oidc.authorize, oidc.identify, oidc.probe, ("issuer", "client_id")),
    ProviderKind.WECOM: Kind(wecom.authorize, wecom.identify, wecom.probe, ("corp_id", "agent_id")),
    ProviderKind.DINGTALK: Kind(dingtalk.authorize, dingtalk.identify, dingtalk.probe, ("client_id", "corp_id")),
    ProviderKind.FEISHU: Kind(feishu.authorize, feishu.identify, feishu.probe, ("client_id",)),
}


def probe(provider: SignInProvider) -> str:
    """Ask the provider whether the settings hold; a sentence on what was found. Raises ProviderDown, RuleBroken."""
    return KINDS[provider.kind].probe(provider)
