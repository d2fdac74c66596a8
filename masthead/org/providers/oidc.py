"""OpenID Connect, authorization code flow with PKCE and nonce; the ID token's signature is always checked."""

import hashlib
import json
from typing import Any

import jwt
from django.core.cache import cache
from django.utils.translation import gettext as _

from masthead.core import secrets
from masthead.org.models import SignInProvider
from masthead.org.providers import claims as reading
from masthead.org.providers.calls import ask, down, refuse, with_query
from masthead.org.providers.identity import Identity
from masthead.org.providers.rounds import Round

WELL_KNOWN = "/.well-known/openid-configuration"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key that only the provider has; `none` and shared secrets are never taken."""
CACHE_SECONDS, LEEWAY_SECONDS = 600, 60
SCOPES = "openid profile email"


def discovery(provider: SignInProvider) -> dict[str, Any]:
    """What the provider says about itself, kept for ten minutes. It must name exactly the issuer that was typed in."""
    issuer = provider.issuer.rstrip("/")
    found: dict[str, Any] = _kept(issuer + WELL_KNOWN)
    if str(found.get("issuer", "")).rstrip("/") != issuer:
        raise refuse(_("签发方自称的地址与登记的不一致。"), "provider_issuer", _("请管理员核对「签发方地址」。"))
    if any(not isinstance(found.get(name), str) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")):
        raise down(_("签发方的自述缺少必要的地址"))
    return found


def _kept(url: str, *, fresh: bool = False) -> dict[str, Any]:
    key = f"sign-in-provider:{hashlib.sha256(url.encode()).hexdigest()}"
    found: dict[str, Any] | None = None if fresh else cache.get(key)
    if found is None:
        status, found = ask("GET", url)
        if status != 200:
            raise down(f"HTTP {status}")
        cache.set(key, found, CACHE_SECONDS)
    return found


def authorize(provider: SignInProvider, this: Round) -> str:
    """Where the browser goes."""
    return with_query(
        discovery(provider)["authorization_endpoint"],
        client_id=provider.client_id, redirect_uri=this.back, response_type="code", scope=provider.scopes or SCOPES,
        state=this.state, nonce=this.nonce, code_challenge=this.challenge, code_challenge_method="S256",
    )  # fmt: skip


def identify(provider: SignInProvider, code: str, this: Round) -> Identity:
    """Code for tokens, the ID token checked, the rest asked of the userinfo address."""
    about = discovery(provider)
    tokens = _tokens(provider, about, code, this)
    said = verify(provider, about, str(tokens.get("id_token", "")), nonce=this.nonce)
    if isinstance(about.get("userinfo_endpoint"), str) and tokens.get("access_token"):
        said = _userinfo(about["userinfo_endpoint"], str(tokens["access_token"]), said["sub"]) | said
    email_claim = provider.email_claim or "email"
    verified = said.get("email_verified") is True if email_claim == "email" else False
    return Identity(
        subject=str(said["sub"]),
        name=reading.text(said, provider.name_claim or "name", 40),
        email=reading.text(said, email_claim, 254).lower(),
        email_verified=verified,
        username=reading.text(said, provider.username_claim or "preferred_username", 60),
        claims=said,
    )


def _tokens(provider: SignInProvider, about: dict[str, Any], code: str, this: Round) -> dict[str, Any]:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": this.back, "code_verifier": this.verifier}
    secret = secrets.unseal(provider.sealed_secret, provider.seal_context) if provider.sealed_secret else ""
    methods = about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    basic = (provider.client_id, secret) if secret and "client_secret_basic" in methods else None
    if basic is None:
        form |= {"client_id": provider.client_id} | ({"client_secret": secret} if secret else {})
    status, tokens = ask("POST", about["token_endpoint"], form=form, basic=basic)
    if status != 200:
        raise _token_refusal(str(tokens.get("error", "")))
    return tokens


def _token_refusal(error: str) -> Exception:
    if error in ("invalid_client", "unauthorized_client"):
        return refuse(
            _("企业登录服务不认本系统的标识或密钥。"),
            "provider_client",
            _("请管理员到「登录方式」核对客户端标识与密钥。"),
        )
    return refuse(_("授权码无效、已用过或已过期。"), "provider_code")


def verify(provider: SignInProvider, about: dict[str, Any], token: str, *, nonce: str) -> dict[str, Any]:
    """The claims of an ID token of this provider, for us, for this round, not expired. Raises RuleBroken otherwise."""
    try:
        found: dict[str, Any] = jwt.decode(
            token, _key_of(about["jwks_uri"], token), algorithms=ALGORITHMS, audience=provider.client_id,
            issuer=about["issuer"], leeway=LEEWAY_SECONDS, options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )  # fmt: skip
    except jwt.ExpiredSignatureError:
        raise refuse(_("身份令牌已过期。"), "provider_token_expired") from None
    except jwt.InvalidAudienceError:
        raise refuse(_("身份令牌不是签发给本系统的。"), "provider_token_audience") from None
    except (jwt.PyJWTError, ValueError, TypeError):
        raise refuse(_("身份令牌的签名或内容不可信。"), "provider_token") from None
    many = isinstance(found["aud"], list) and len(found["aud"]) > 1
    if found.get("azp", provider.client_id) != provider.client_id or (many and "azp" not in found):
        raise refuse(_("身份令牌不是签发给本系统的。"), "provider_token_audience")
    if found.get("nonce") != nonce:
        raise refuse(_("身份令牌不属于这次登录。"), "provider_nonce")
    return found


def _key_of(url: str, token: str) -> Any:
    """The provider's key that the token names; asked for afresh once, for providers that have just changed theirs."""
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise jwt.InvalidAlgorithmError("algorithm")
    for fresh in (False, True):
        keys = [
            k for k in _kept(url, fresh=fresh).get("keys", []) if isinstance(k, dict) and k.get("use", "sig") == "sig"
        ]
        named = [k for k in keys if k.get("kid") == header.get("kid")] if header.get("kid") else keys
        for key in named:
            if key.get("kty") != "oct":
                return jwt.PyJWK(json.loads(json.dumps(key)), algorithm=header["alg"]).key
    raise jwt.InvalidKeyError("no such key")


def _userinfo(url: str, access_token: str, subject: str) -> dict[str, Any]:
    status, found = ask("GET", url, headers={"Authorization": f"Bearer {access_token}"})
    if status != 200:
        raise down(f"HTTP {status}")
    if str(found.get("sub", "")) != subject:
        raise refuse(_("企业登录服务给出了两个不同的人。"), "provider_subject")
    return found


def probe(provider: SignInProvider) -> str:
    """Discovery and keys can be read."""
    about = discovery(provider)
    keys = _kept(about["jwks_uri"], fresh=True).get("keys", [])
    pkce = "S256" in about.get("code_challenge_methods_supported", [])
    words = _("已读到签发方的自述与 %(n)d 把签名密钥；PKCE：%(pkce)s。")
    return words % {"n": len(keys), "pkce": _("支持") if pkce else _("未声明")}
