"""One round of signing in elsewhere: what is remembered in the session, once, for ten minutes."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.org.models import SignInProvider
from masthead.org.providers.calls import refuse
from masthead.org.providers.identity import Identity
from masthead.org.providers.kinds import KINDS
from masthead.org.providers.rounds import Round

SESSION_KEY, SECONDS, MOST = "provider_rounds", 600, 5


@dataclass(frozen=True)
class Finished:
    """Who came back, and what for: `purpose` is "sign_in", "link" or "again"; `next_url` was asked for before."""

    identity: Identity
    purpose: str
    next_url: str


def begin(request: HttpRequest, provider: SignInProvider, *, purpose: str = "sign_in", next_url: str = "") -> str:
    """Remember a new round in the session; the address to send the browser to."""
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    kept = {
        "provider": provider.pk,
        "nonce": secrets.token_urlsafe(24),
        "verifier": verifier,
        "at": clock.now().timestamp(),
    }
    kept |= {"purpose": purpose, "next": next_url[:500], "member": request.user.pk or 0}
    rounds: dict[str, Any] = dict(request.session.get(SESSION_KEY, {}))
    rounds[state] = kept
    request.session[SESSION_KEY] = dict(sorted(rounds.items(), key=lambda item: item[1]["at"])[-MOST:])
    return KINDS[provider.kind].authorize(provider, _round(provider, state, kept))


def finish(request: HttpRequest, provider: SignInProvider) -> Finished:
    """Who came back. The round is over whatever comes of it: a second visit with the same words finds nothing.

    Raises: RuleBroken (refused here or there), ProviderDown, SecretUnavailable.
    """
    rounds: dict[str, Any] = dict(request.session.get(SESSION_KEY, {}))
    state = request.GET.get("state", "")
    kept = rounds.pop(state, None)
    request.session[SESSION_KEY] = rounds
    if kept is None or kept["provider"] != provider.pk or clock.now().timestamp() - kept["at"] > SECONDS:
        raise refuse(_("这次登录已过期，或不是从本页开始的。"), "provider_state")
    if kept["purpose"] != "sign_in" and kept["member"] != request.user.pk:
        raise refuse(_("没有完成：登录的成员已经变了。"), "provider_state")
    if error := request.GET.get("error", ""):
        raise refuse(_said(error), "provider_said_no")
    code = request.GET.get("code") or request.GET.get("authCode") or ""
    if not code or len(code) > 4000:
        raise refuse(_("企业登录没有带回授权码。"), "provider_no_code")
    identity = KINDS[provider.kind].identify(provider, code, _round(provider, state, kept))
    return Finished(identity, kept["purpose"], kept["next"])


def _said(error: str) -> str:
    if error == "access_denied":
        return _("您在企业登录页上取消了授权。")
    shown = "".join(c for c in error if c.isalnum() or c in "_-")[:60]
    return _("企业登录服务拒绝了这次登录（%(error)s）。") % {"error": shown}


def _round(provider: SignInProvider, state: str, kept: dict[str, Any]) -> Round:
    digest = hashlib.sha256(kept["verifier"].encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    back = f"{settings.BASE_URL}{reverse('account_provider_callback', args=[provider.key])}"
    return Round(state, kept["nonce"], kept["verifier"], challenge, back)
