"""The connection test: one question at a time, and for each no the exact mend."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.connectors.wordpress import errors
from masthead.platforms.connectors.wordpress.client import SiteClient
from masthead.platforms.contract import Capability, ConnectionReport

UNTOLD = (FaultKind.NOT_SENT, FaultKind.THROTTLED, FaultKind.UNKNOWN_OUTCOME)
NEEDS: dict[Ability, tuple[str, ...]] = {
    Ability.PUBLISH: ("publish_posts", "upload_files"),
    Ability.WITHDRAW: ("delete_published_posts",),
    Ability.COMMENTS: (),
    Ability.FIGURES: (),
}


def check(client: SiteClient) -> ConnectionReport:
    """Raises PlatformFault only when the site could not be asked at all."""
    try:
        rights = _rights(client)
    except PlatformFault as fault:
        if fault.kind in UNTOLD:
            raise
        return _bad(client, fault)
    abilities = judged(rights)
    if abilities[Ability.PUBLISH].mode != Mode.AUTOMATIC:
        reason = abilities[Ability.PUBLISH].reason
        return ConnectionReport(
            ok=False, message=reason, capabilities=abilities, code="rest_cannot_publish",
            advice=_("请在网站后台「用户」中把 %(name)s 的角色改为「作者」或「编辑」，再点「测试连接」。") % {"name": client.channel.app_id},
        )  # fmt: skip
    facts = {_("网站账号"): str(rights.get("name", "")), _("网站地址"): client.channel.base_url}
    return ConnectionReport(ok=True, message=_good(rights), facts=facts, capabilities=abilities)


def _good(rights: Mapping[str, object]) -> str:
    if _may(rights, "moderate_comments"):
        return _("连接正常，可以发布、上传图片和管理评论。")
    return _("连接正常，可以发布和上传图片；待审评论由网站编辑处理。")


def _rights(client: SiteClient) -> Mapping[str, object]:
    answer = client.get("wp/v2/users/me", context="edit", _fields="id,name,slug,capabilities").body
    return answer if isinstance(answer, dict) else {}


def _may(rights: Mapping[str, object], right: str) -> bool:
    """A site that does not tell rights is believed: the first call will show."""
    told = rights.get("capabilities")
    return not isinstance(told, dict) or not told or bool(told.get(right))


def judged(rights: Mapping[str, object]) -> dict[Ability, Capability]:
    """What this user may do, with the missing right named."""
    abilities = {}
    for ability, needed in NEEDS.items():
        missing = [right for right in needed if not _may(rights, right)]
        reason = _("网站账号缺少权限：%(rights)s。") % {"rights": "、".join(missing)} if missing else ""
        abilities[ability] = Capability(Mode.NONE if missing else Mode.AUTOMATIC, reason)
    return abilities


def capabilities_of(client: SiteClient) -> dict[Ability, Capability]:
    return judged(_rights(client))


def _bad(client: SiteClient, fault: PlatformFault) -> ConnectionReport:
    advice = str(fault.advice)
    if fault.platform_code == errors.NOT_SEEN:
        advice = _why_not_seen(client) or advice
    facts = {_("网站说明"): fault.detail} if fault.detail else {}
    return ConnectionReport(ok=False, message=str(fault.message), advice=advice, facts=facts, code=fault.platform_code)


def _why_not_seen(client: SiteClient) -> str:
    """The site ignored the password: because it takes none, or because it never got it."""
    try:
        told = client.index().body
    except PlatformFault:
        return ""
    offered = told.get("authentication") if isinstance(told, dict) else None
    if isinstance(offered, dict) and "application-passwords" in offered:
        return _(
            "网站接受应用程序密码，但没有认出我们：请先核对用户名，并新建一个应用程序密码；"
            "仍不行时，请网站管理员在服务器配置中放行 Authorization 请求头（Apache：CGIPassAuth On）。"
        )
    if client.channel.base_url.startswith("http://"):
        return _("网站以 http 打开，WordPress 不接受应用程序密码：请为网站启用 https，并把网站地址改为 https 开头。")
    return _("网站停用了应用程序密码：请网站管理员在安全插件或主题设置中启用它。")
