"""飞书: the authorization code flow of a self-built app (only people of the own company can grant it), with PKCE.

Source: open.feishu.cn, 「获取授权码」, 「获取 user_access_token」 (v2) and 「获取用户信息」.
"""

from typing import Any

from django.utils.translation import gettext as _

from masthead.core import secrets
from masthead.org.models import SignInProvider
from masthead.org.providers.calls import ask, down, endpoint, refuse, with_query
from masthead.org.providers.identity import Identity
from masthead.org.providers.rounds import Round

WRONG_APP, OLD_CODE, NO_RIGHT = (
    (20002, 20048, 10003, 10014),
    (20003, 20004, 20049, 20064, 20065),
    (99991672, 41050, 40004),
)


def authorize(provider: SignInProvider, this: Round) -> str:
    words = {
        "client_id": provider.client_id, "redirect_uri": this.back, "response_type": "code", "state": this.state,
        "code_challenge": this.challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    return with_query(endpoint("feishu", "login"), **words, **({"scope": provider.scopes} if provider.scopes else {}))


def identify(provider: SignInProvider, code: str, this: Round) -> Identity:
    body = {
        "grant_type": "authorization_code", "client_id": provider.client_id, "client_secret": _secret(provider),
        "code": code, "redirect_uri": this.back, "code_verifier": this.verifier,
    }  # fmt: skip
    tokens = _checked(ask("POST", endpoint("feishu", "api", "authen/v2/oauth/token"), json_body=body)[1])
    headers = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
    me = _checked(ask("GET", endpoint("feishu", "api", "authen/v1/user_info"), headers=headers)[1]).get("data", {})
    if not me.get("union_id") or not me.get("open_id"):
        raise down(_("答复的格式不对"))
    if provider.corp_id and me.get("tenant_key") != provider.corp_id:
        raise refuse(_("您不是这家企业的飞书成员。"), "provider_outsider", _("请用企业账号登录，或联系系统管理员。"))
    departments = _departments(provider, str(me["open_id"]))
    claims = {
        "department_ids": departments or [],
        "employee_no": me.get("employee_no", ""),
        "user_id": me.get("user_id", ""),
    }
    unread = frozenset({"department_ids"}) if departments is None else frozenset()
    return Identity(
        subject=str(me["union_id"]),
        name=str(me.get("name", ""))[:40],
        email=str(me.get("enterprise_email") or "").lower()[
            :254
        ],  # given by the company; the private one proves nothing
        email_verified=bool(me.get("enterprise_email")),
        username=str(me.get("user_id", ""))[:60],
        claims=claims,
        unread=unread,
    )


def _secret(provider: SignInProvider) -> str:
    return secrets.unseal(provider.sealed_secret, provider.seal_context)


def _company_token(provider: SignInProvider) -> str:
    body = {"app_id": provider.client_id, "app_secret": _secret(provider)}
    found = _checked(ask("POST", endpoint("feishu", "api", "auth/v3/tenant_access_token/internal"), json_body=body)[1])
    return str(found.get("tenant_access_token", ""))


def _departments(provider: SignInProvider, open_id: str) -> list[str] | None:
    """Keys of the person's departments; None when the app may not read the address book."""
    url = with_query(endpoint("feishu", "api", f"contact/v3/users/{open_id}"), user_id_type="open_id")
    found = ask("GET", url, headers={"Authorization": f"Bearer {_company_token(provider)}"})[1]
    if found.get("code") in NO_RIGHT:
        return None
    user: dict[str, Any] = _checked(found).get("data", {}).get("user", {})
    return [str(key) for key in user.get("department_ids", [])]


def _checked(found: dict[str, Any]) -> dict[str, Any]:
    code = found.get("code", 0)
    if code == 0:
        return found
    if code in OLD_CODE:
        raise refuse(_("授权码无效、已用过或已过期。"), "provider_code")
    if code in WRONG_APP:
        raise refuse(_("飞书不认登记的应用标识或密钥。"), "provider_client", _("请管理员到「登录方式」核对。"))
    raise down(f"code {code}")


def probe(provider: SignInProvider) -> str:
    """App id and secret are taken."""
    _company_token(provider)
    return _("飞书接受了应用标识与密钥。")
