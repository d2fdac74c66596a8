"""The connection test: a fresh login, and for each no the exact mend."""

from django.utils.translation import gettext as _

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms import tokens
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.connectors.bluesky import talk
from masthead.platforms.connectors.bluesky.client import BlueskyClient, claims_of, fetched_of, identifier_of
from masthead.platforms.contract import Capability, ConnectionReport

UNTOLD = (FaultKind.NOT_SENT, FaultKind.THROTTLED, FaultKind.UNKNOWN_OUTCOME)
FULL_ACCESS = "com.atproto.access"


def check(client: BlueskyClient) -> ConnectionReport:
    """Raises PlatformFault only when the server could not be asked at all."""
    if (elsewhere := _no_server(client)) is not None:
        return elsewhere
    try:
        session = client.open_session()
        fetched = fetched_of(session)
        tokens.remember(client.channel, fetched)
        view = talk.has_view(client)
    except PlatformFault as fault:
        if fault.kind in UNTOLD:
            raise
        return _bad(client, fault)
    facts = {
        _("账号"): f"@{session.get('handle', '')}",
        "DID": str(session.get("did", "")),
        _("全网视图"): _("有") if view else _("无"),
    }
    whole = claims_of(fetched.token).get("scope") == FULL_ACCESS
    return ConnectionReport(
        ok=True, message=_("连接正常，账号和密码有效。"), facts=facts, capabilities=abilities(view=view),
        advice=_("现在使用的是登录密码，建议改用应用密码，可随时单独撤销。") if whole else "",
    )  # fmt: skip


def abilities(*, view: bool) -> dict[Ability, Capability]:
    """What an account on this server may do."""
    automatic = Capability(Mode.AUTOMATIC)
    if view:
        comments, figures = automatic, automatic
    else:
        comments = Capability(Mode.AUTOMATIC, _("服务器没有全网视图，只能看到同一服务器上账号的回复。"))
        figures = Capability(Mode.NONE, _("服务器没有全网视图（AppView），没有点赞和转发数。"))
    return {
        Ability.PUBLISH: automatic,
        Ability.WITHDRAW: automatic,
        Ability.COMMENTS: comments,
        Ability.FIGURES: figures,
    }


def _no_server(client: BlueskyClient) -> ConnectionReport | None:
    """Is this address a server of the protocol at all?"""
    try:
        client.get("com.atproto.server.describeServer", signed=False)
    except PlatformFault as fault:
        if fault.kind in UNTOLD:
            raise
        return ConnectionReport(
            ok=False, message=_("这个地址不是 Bluesky（AT 协议）服务器。"), facts={_("服务器说明"): fault.detail}, code=fault.platform_code,
            advice=_("请核对服务器地址；官方账号请留空，自建服务器填写其 https 地址。"),
        )  # fmt: skip
    return None


def _bad(client: BlueskyClient, fault: PlatformFault) -> ConnectionReport:
    message, advice = str(fault.message), str(fault.advice)
    if fault.platform_code == "AuthenticationRequired" and not _is_known(client):
        message = _("服务器上没有账号 %(name)s。") % {"name": identifier_of(client.channel)}
        advice = _("请核对账号（如 name.bsky.social 或自有域名），自建服务器请填写服务器地址。")
    facts = {_("平台说明"): fault.detail} if fault.detail else {}
    return ConnectionReport(ok=False, message=message, advice=advice, facts=facts, code=fault.platform_code)


def _is_known(client: BlueskyClient) -> bool:
    """The login does not say which half was wrong: ask who has this name. An address of mail cannot be asked for."""
    name = identifier_of(client.channel)
    if "@" in name:
        return True
    try:
        if name.startswith("did:"):
            client.get("com.atproto.repo.describeRepo", signed=False, repo=name)
        else:
            client.get("com.atproto.identity.resolveHandle", signed=False, handle=name)
    except PlatformFault as fault:
        return fault.kind != FaultKind.REJECTED
    return True
