"""企业微信: QR code on a computer, one tap inside the app; a code for the userid of a person of this very company.

Source: developer.work.weixin.qq.com, 「企业微信登录」 and 「网页授权登录」.
"""

from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from masthead.core import secrets
from masthead.org.models import SignInProvider
from masthead.org.providers.calls import ask, down, endpoint, refuse, with_query
from masthead.org.providers.identity import Identity
from masthead.org.providers.rounds import Round

BUSY, OLD_CODE, OLD_TOKEN = -1, (40029, 41008), (40014, 42001)
WRONG_SECRET, WRONG_ADDRESS, NOT_ALLOWED = (40001, 40013, 40091), 60020, (60011, 48002)


def authorize(provider: SignInProvider, this: Round) -> str:
    return with_query(
        endpoint("wecom", "login"), login_type="CorpApp", appid=provider.corp_id, agentid=provider.agent_id,
        redirect_uri=this.back, state=this.state,
    )  # fmt: skip


def identify(provider: SignInProvider, code: str, this: Round) -> Identity:  # noqa: ARG001  one signature for all kinds
    found = _call(provider, "auth/getuserinfo", code=code)
    userid = str(found.get("userid") or found.get("UserId") or "")
    if not userid:
        raise refuse(
            _("您不是这家企业的企业微信成员。"), "provider_outsider", _("请用企业账号登录，或联系系统管理员。")
        )
    try:
        person = _call(provider, "user/get", userid=userid)
        unread: frozenset[str] = frozenset()
    except _NotAllowed:
        person, unread = {}, frozenset({"department", "position", "name"})
    if person.get("status", 1) != 1:
        raise refuse(_("您的企业微信账号未激活或已停用。"), "provider_inactive")
    claims = {"userid": userid, "department": person.get("department", []), "position": person.get("position", "")}
    name = str(person.get("name", ""))[:40]
    return Identity(subject=userid, name=name, username=userid[:60], claims=claims, unread=unread)


class _NotAllowed(Exception):
    """The app may not read the address book."""


def _token(provider: SignInProvider) -> str:
    """The corp's token, kept until shortly before it dies."""
    key = f"wecom-token:{provider.pk}"
    if kept := cache.get(key):
        return secrets.unseal(kept, provider.seal_context)
    secret = secrets.unseal(provider.sealed_secret, provider.seal_context)
    url = with_query(endpoint("wecom", "api", "gettoken"), corpid=provider.corp_id, corpsecret=secret)
    found = _checked(ask("GET", url)[1])
    token = str(found.get("access_token", ""))
    cache.set(key, secrets.seal(token, provider.seal_context), max(int(found.get("expires_in", 0)) - 300, 1))
    return token


def _call(provider: SignInProvider, path: str, **words: str) -> dict[str, Any]:
    url = endpoint("wecom", "api", path)
    found = ask("GET", with_query(url, access_token=_token(provider), **words))[1]
    if found.get("errcode") in OLD_TOKEN:
        cache.delete(f"wecom-token:{provider.pk}")
        found = ask("GET", with_query(url, access_token=_token(provider), **words))[1]
    return _checked(found)


def _checked(found: dict[str, Any]) -> dict[str, Any]:
    code = found.get("errcode", 0)
    if code == 0:
        return found
    if code in OLD_CODE:
        raise refuse(_("授权码无效、已用过或已过期。"), "provider_code")
    if code in NOT_ALLOWED:
        raise _NotAllowed
    if code in WRONG_SECRET:
        raise refuse(_("企业微信不认登记的企业标识或密钥。"), "provider_client", _("请管理员到「登录方式」核对。"))
    if code == WRONG_ADDRESS:
        raise refuse(
            _("本服务器的地址不在企业微信应用的可信 IP 内。"),
            "provider_ip",
            _("请管理员在企业微信后台添加企业可信 IP。"),
        )
    raise down(f"errcode {code}")


def probe(provider: SignInProvider) -> str:
    """Corp id and secret are taken."""
    cache.delete(f"wecom-token:{provider.pk}")
    _token(provider)
    return _("企业微信接受了企业标识与密钥。")
