"""钉钉: a code for the person, and the company asked whether the person belongs to it (anybody on DingTalk gets a code).

Source: open.dingtalk.com, 「实现登录第三方网站」 and 「根据 unionid 获取用户 userid」.
"""

from typing import Any

from django.utils.translation import gettext as _

from masthead.core import secrets
from masthead.org.models import SignInProvider
from masthead.org.providers.calls import ask, down, endpoint, refuse, with_query
from masthead.org.providers.identity import Identity
from masthead.org.providers.rounds import Round

NO_SUCH_PERSON = (60121, 33012)


def authorize(provider: SignInProvider, this: Round) -> str:
    return with_query(
        endpoint("dingtalk", "login"), redirect_uri=this.back, response_type="code", client_id=provider.client_id,
        scope="openid corpid", state=this.state, prompt="consent",
    )  # fmt: skip


def identify(provider: SignInProvider, code: str, this: Round) -> Identity:  # noqa: ARG001  one signature for all kinds
    secret = secrets.unseal(provider.sealed_secret, provider.seal_context)
    form = {"clientId": provider.client_id, "clientSecret": secret, "code": code, "grantType": "authorization_code"}
    status, tokens = ask("POST", endpoint("dingtalk", "api", "oauth2/userAccessToken"), json_body=form)
    if status != 200 or not tokens.get("accessToken"):
        raise _refusal(str(tokens.get("code", "")))
    if tokens.get("corpId") and tokens["corpId"] != provider.corp_id:
        raise refuse(_("您选择了另一家企业。"), "provider_outsider", _("请在钉钉授权页选择本企业。"))
    headers = {"x-acs-dingtalk-access-token": str(tokens["accessToken"])}
    status, me = ask("GET", endpoint("dingtalk", "api", "contact/users/me"), headers=headers)
    union_id = str(me.get("unionId", ""))
    if status != 200 or not union_id:
        raise down(f"HTTP {status}")
    person = _colleague(provider, secret, union_id)
    claims = {
        "userid": person["userid"], "dept_id_list": person.get("dept_id_list", []), "title": person.get("title", ""),
        "job_number": person.get("job_number", ""),
    }  # fmt: skip
    name = str(person.get("name") or me.get("nick") or "")[:40]
    return Identity(subject=union_id, name=name, username=str(person["userid"])[:60], claims=claims)


def _refusal(code: str) -> Exception:
    if "client" in code.lower() or "app" in code.lower():
        return refuse(_("钉钉不认登记的应用标识或密钥。"), "provider_client", _("请管理员到「登录方式」核对。"))
    return refuse(_("授权码无效、已用过或已过期。"), "provider_code")


def _colleague(provider: SignInProvider, secret: str, union_id: str) -> dict[str, Any]:
    """The company's own record of the person."""
    token = _company_token(provider, secret)
    found = _company("user/getbyunionid", token, {"unionid": union_id})
    userid = str(found.get("userid", ""))
    return _company("v2/user/get", token, {"userid": userid}) | {"userid": userid}


def _company_token(provider: SignInProvider, secret: str) -> str:
    body = {"appKey": provider.client_id, "appSecret": secret}
    status, found = ask("POST", endpoint("dingtalk", "api", "oauth2/accessToken"), json_body=body)
    if status != 200 or not found.get("accessToken"):
        raise refuse(_("钉钉不认登记的应用标识或密钥。"), "provider_client", _("请管理员到「登录方式」核对。"))
    return str(found["accessToken"])


def _company(path: str, token: str, body: dict[str, str]) -> dict[str, Any]:
    found = ask("POST", with_query(endpoint("dingtalk", "company", path), access_token=token), json_body=body)[1]
    code = found.get("errcode", 0)
    if code in NO_SUCH_PERSON:
        raise refuse(_("您不是这家企业的钉钉成员。"), "provider_outsider", _("请用企业账号登录，或联系系统管理员。"))
    result = found.get("result")
    if code != 0 or not isinstance(result, dict):
        raise down(f"errcode {code}")
    return result


def probe(provider: SignInProvider) -> str:
    """App key and secret are taken."""
    _company_token(provider, secrets.unseal(provider.sealed_secret, provider.seal_context))
    return _("钉钉接受了应用标识与密钥。")
