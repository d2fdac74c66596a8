"""The connector of B 站: a video when the post has one, else an article. Each method is one deed; the engine decides what follows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core.errors import PlatformFault
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.answers import not_connected, number, report_of
from masthead.platforms.base import PlatformConnector
from masthead.platforms.connectors.bilibili import callback, formats, limits, submissions, uploads, works
from masthead.platforms.connectors.bilibili.client import OFFICIAL, BilibiliClient, host_of, seconds_left
from masthead.platforms.contract import (
    CallbackMessage,
    Capability,
    Channel,
    ConnectionReport,
    FigureBatch,
    FormatIssue,
    Grant,
    Kit,
    LookUp,
    Option,
    Post,
    Progress,
    ProgressState,
    Remote,
    Setup,
    Stage,
)
from masthead.platforms.limits import platform_limits
from masthead.platforms.registry import register_connector

VIDEO, PICTURE, START, COVER, PUBLISH = "video", "picture-", "start", "cover", "publish"
VIDEO_SCOPE, ARTICLE_SCOPE, FIGURE_SCOPES = "ARC_BASE", "ATC_BASE", ("ARC_DATA", "ATC_DATA")
TYPES_SHOWN = 12


class BilibiliConnector(PlatformConnector):
    key = "bilibili"
    figures_key = "resource_id"
    publish_key = "resource_id"
    setup = Setup(
        app_id=gettext_lazy("Client ID"),
        secret=gettext_lazy("App Secret"),
        oauth=True,
        options=(
            Option("tid", gettext_lazy("视频分区编号"), gettext_lazy("二级分区的编号；「测试连接」会列出可用的分区。"), required=True),
            Option("article_category", gettext_lazy("专栏分类编号"), gettext_lazy("发布专栏时使用，可不填。")),
            Option(
                "copyright", gettext_lazy("稿件类型"), default="1",
                choices=(("1", gettext_lazy("自制")), ("2", gettext_lazy("转载（须有原文链接）"))),
            ),
        ),
        steps=(
            gettext_lazy("登录 B 站开放平台，以公司主体入驻：营业执照、盖章确认函，网站备案主体须与公司一致。"),
            gettext_lazy("创建应用，申请视频稿件（ARC_BASE、ARC_DATA）、专栏（ATC_BASE、ATC_DATA）和用户信息（USER_INFO）权限。"),
            gettext_lazy("在「应用详情」复制 Client ID 和 App Secret，把账号页显示的地址填为授权回调域和 Webhooks 地址。"),
            gettext_lazy("回到账号页点「授权」，用要运营的 B 站账号登录并同意。"),
        ),
    )  # fmt: skip

    def capabilities(self, channel: Channel) -> Mapping[Ability, Capability]:
        """By the scopes that the account has granted to the app."""
        with BilibiliClient(channel) as client:
            return _abilities(_scopes(client))

    def check(self, channel: Channel) -> ConnectionReport:
        """Keys, signature, authorisation, scopes, and whether the category exists."""
        with BilibiliClient(channel) as client:
            try:
                user, scopes = client.get("/arcopen/fn/user/account/info"), _scopes(client)
                types = client.get("/arcopen/fn/archive/type/list") if VIDEO_SCOPE in scopes else []
            except PlatformFault as fault:
                return report_of(fault)
        tid, known = number(channel.options.get("tid")), _children(types)
        if known and tid not in known:
            shown = "、".join(f"{key} {name}" for key, name in list(known.items())[:TYPES_SHOWN])
            return not_connected(
                _("授权有效，但视频分区编号不在 B 站的分区列表中。"),
                _("请改为二级分区的编号，例如：%(types)s。") % {"types": shown},
            )
        facts = {_("B 站账号"): str(user.get("name", "")), _("权限"): "、".join(scopes), _("分区"): known.get(tid, "")}
        return ConnectionReport(
            ok=True, message=_("连接正常，授权有效。"), facts=facts, capabilities=_abilities(scopes)
        )

    def validate(self, post: Post) -> list[FormatIssue]:
        return formats.issues_of(post)

    def stages(self, post: Post) -> Sequence[Stage]:
        cover = [Stage(COVER, _("上传封面"), repeatable=True)] if post.cover else []
        last = Stage(PUBLISH, _("提交稿件"), repeatable=False)
        if works.kind_of(post) == works.VIDEO:
            return [Stage(VIDEO, _("上传视频"), repeatable=True), *cover, last]
        count = len(post.pictures)
        pictures = [
            Stage(f"{PICTURE}{n}", _("上传图片 %(n)d/%(count)d") % {"n": n, "count": count}, repeatable=True)
            for n in range(1, count + 1)
        ]
        return [Stage(START, _("记下开始时间"), repeatable=True), *pictures, *cover, last]

    def upload(self, channel: Channel, post: Post, stage: str, remote: Remote) -> Remote:
        with BilibiliClient(channel) as client:
            if stage == START:
                return {"started_at": works.moment_there(client)}
            if stage == VIDEO and post.video is not None:
                return uploads.carry(client, channel, post.video)
            if stage == COVER and post.cover is not None:
                return uploads.cover(client, post.cover)
            if stage.startswith(PICTURE):
                picture, kept = post.pictures[int(stage.removeprefix(PICTURE)) - 1], dict(remote.get("pictures") or {})
                return {"pictures": {**kept, picture.sha256: uploads.picture(client, picture)}}
        raise ValueError(f"no stage «{stage}»")

    def publish(self, channel: Channel, post: Post, remote: Remote) -> Remote:
        """Submitted, not yet open: the audit comes after it."""
        send = submissions.video if works.kind_of(post) == works.VIDEO else submissions.article
        with BilibiliClient(channel) as client:
            return send(client, channel, post, remote)

    def status(self, channel: Channel, remote: Remote) -> Progress:
        if not remote.get("resource_id"):
            return Progress(ProgressState.PENDING)
        with BilibiliClient(channel) as client:
            return works.standing(client, remote)

    def find(self, channel: Channel, post: Post, remote: Remote) -> LookUp:
        with BilibiliClient(channel) as client:
            return works.look_up(client, post, remote)

    def delete(self, channel: Channel, remote: Remote) -> None:
        with BilibiliClient(channel) as client:
            works.delete(client, str(remote.get("resource_id", "")))

    def metrics(self, channel: Channel, day: dt.date, refs: Sequence[str]) -> FigureBatch:
        with BilibiliClient(channel) as client:
            return FigureBatch(list(works.figures(client, day, refs)), complete=True)

    def kit(self, post: Post) -> Kit:
        made = super().kit(post)
        page = "video/frame" if works.kind_of(post) == works.VIDEO else "text/edit"
        return Kit(
            f"https://member.bilibili.com/platform/upload/{page}", made.fields, made.checklist, made.pictures, video=made.video,
            cover=post.cover.sha256 if post.cover else "", link_hosts=("bilibili.com", "b23.tv"),
        )  # fmt: skip

    def authorise_url(self, channel: Channel, redirect_uri: str, state: str) -> str:
        """The address to come back to is called `gourl` here."""
        query = urlencode({"client_id": channel.app_id, "gourl": redirect_uri, "state": state})
        return f"{host_of(channel, 'account')}/pc/account-pc/auth/oauth?{query}"

    def exchange(self, channel: Channel, code: str, redirect_uri: str) -> Grant:  # noqa: ARG002  the platform does not ask for it again
        """The authorisation lives as long as it is renewed in time: the end of the access token is where it ends otherwise."""
        with BilibiliClient(channel) as client:
            told = client.exchange(code)
        return Grant(
            str(told["access_token"]), seconds_left(told.get("expires_in")), refresh_token=str(told.get("refresh_token", "")),
            scopes=[str(scope) for scope in told.get("scopes") or ()],
        )  # fmt: skip

    def read_callback(
        self, channel: Channel, query: Mapping[str, str], body: bytes, headers: Mapping[str, str]  # noqa: ARG002
    ) -> CallbackMessage:  # fmt: skip
        return callback.read(channel, body, headers)


def _scopes(client: BilibiliClient) -> list[str]:
    return [str(scope) for scope in client.get("/arcopen/fn/user/account/scopes").get("scopes") or ()]


def _abilities(scopes: Sequence[str]) -> dict[Ability, Capability]:
    """What is missing is named, so that an administrator can ask for it."""
    video, article = VIDEO_SCOPE in scopes, ARTICLE_SCOPE in scopes
    missing = "、".join(name for name, there in ((VIDEO_SCOPE, video), (ARTICLE_SCOPE, article)) if not there)
    lacks = _("应用没有获得 %(scopes)s 权限，相应内容请按发布包人工发布。") % {"scopes": missing} if missing else ""
    work = Capability(Mode.AUTOMATIC if video or article else Mode.ASSISTED, lacks)
    figures = any(scope in scopes for scope in FIGURE_SCOPES)
    return {
        Ability.PUBLISH: work,
        Ability.WITHDRAW: Capability(work.mode, lacks),
        Ability.COMMENTS: Capability(Mode.NONE, _("B 站没有向普通账号开放评论接口，请在创作中心处理。")),
        Ability.MESSAGES: Capability(Mode.NONE, _("B 站没有向普通账号开放私信接口，请在消息中心处理。")),
        Ability.FIGURES: Capability(Mode.AUTOMATIC)
        if figures
        else Capability(Mode.NONE, _("应用没有获得 ARC_DATA 或 ATC_DATA 权限。")),
    }


def _children(types: Any) -> dict[int, str]:
    """Number and name of every category that can be chosen: only the lower level."""
    found: dict[int, str] = {}
    for top in types if isinstance(types, list) else ():
        for child in top.get("children") or ():
            found[number(child.get("id"))] = f"{top.get('name', '')}·{child.get('name', '')}"
    return found


platform_limits(limits.limit)
register_connector(BilibiliConnector(), official_url=OFFICIAL, sandbox_path="/bilibili")
