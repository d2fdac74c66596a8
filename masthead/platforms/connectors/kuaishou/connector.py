"""The connector of 快手: videos. Each method is one deed; the engine decides what follows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.answers import number, report_of, unknown
from masthead.platforms.base import PlatformConnector
from masthead.platforms.connectors.kuaishou import callback, errors, formats, gateway, limits, works
from masthead.platforms.connectors.kuaishou.client import OFFICIAL, KuaishouClient
from masthead.platforms.contract import (
    CallbackMessage,
    Capability,
    Channel,
    ConnectionReport,
    FigureBatch,
    FigureRow,
    FormatIssue,
    Grant,
    Kit,
    LookUp,
    Post,
    Progress,
    ProgressState,
    Remote,
    Setup,
    Stage,
)
from masthead.platforms.limits import platform_limits
from masthead.platforms.registry import register_connector

VIDEO, PUBLISH = "video", "publish"
SCOPES = ("user_info", "user_video_publish", "user_video_info", "user_video_delete")
METRICS = {"view_count": "read_users", "like_count": "like_users", "comment_count": "comment_count"}


class KuaishouConnector(PlatformConnector):
    key = "kuaishou"
    figures_key = "photo_id"
    publish_key = "photo_id"
    setup = Setup(
        app_id=gettext_lazy("App ID"),
        secret=gettext_lazy("App Secret"),
        oauth=True,
        steps=(
            gettext_lazy("登录快手开放平台，以公司主体完成企业开发者认证，创建「网站应用」并提交审核。"),
            gettext_lazy("申请 user_info、user_video_publish、user_video_info、user_video_delete 四项权限。"),
            gettext_lazy("复制 App ID 和 App Secret；把账号页显示的地址填为授权回调地址和消息推送地址。"),
            gettext_lazy("回到账号页点「授权」，用要运营的快手号扫码同意。授权最长 180 天，到期须重新扫码。"),
        ),
    )

    def capabilities(self, channel: Channel) -> Mapping[Ability, Capability]:  # noqa: ARG002  rights come with the authorisation
        return {
            Ability.PUBLISH: Capability(Mode.AUTOMATIC, _("接口只发布视频；图文请在快手 App 里人工发布。")),
            Ability.WITHDRAW: Capability(Mode.AUTOMATIC),
            Ability.COMMENTS: Capability(Mode.NONE, _("快手没有开放评论接口，请在快手 App 处理。")),
            Ability.MESSAGES: Capability(Mode.NONE, _("快手没有开放私信接口，请在快手 App 处理。")),
            Ability.FIGURES: Capability(Mode.AUTOMATIC, _("平台接口提供播放、点赞和评论数。")),
        }

    def check(self, channel: Channel) -> ConnectionReport:
        """Keys, authorisation, and the right to the account's videos."""
        with KuaishouClient(channel) as client:
            try:
                user = client.get("/openapi/user_info").get("user_info") or {}
                total = client.get("/openapi/photo/count").get("all_count", 0)
            except PlatformFault as fault:
                return report_of(fault)
        facts = {_("快手号"): str(user.get("name", "")), _("关注者"): str(user.get("fan", "")), _("作品"): str(total)}
        return ConnectionReport(
            ok=True, message=_("连接正常，授权有效。"), facts=facts, capabilities=self.capabilities(channel)
        )

    def validate(self, post: Post) -> list[FormatIssue]:
        return formats.issues_of(post)

    def stages(self, post: Post) -> Sequence[Stage]:  # noqa: ARG002  the same for every video
        return [Stage(VIDEO, _("上传视频"), repeatable=True), Stage(PUBLISH, _("发布作品"), repeatable=False)]

    def upload(self, channel: Channel, post: Post, stage: str, remote: Remote) -> Remote:  # noqa: ARG002
        """A new upload each time: an unfinished one before it is left to the platform."""
        if stage != VIDEO:
            raise ValueError(f"no stage «{stage}»")
        if post.video is None:
            raise _not_ready(_("稿件没有视频。"))
        with KuaishouClient(channel) as client:
            told = client.post("/openapi/photo/start_upload")
            started = client.platform_time
        token = str(told["upload_token"])
        count = gateway.carry(channel, str(told.get("endpoint", "")), token, post.video)
        return {"upload_token": token, "fragments": count, "started_at": started}

    def publish(self, channel: Channel, post: Post, remote: Remote) -> Remote:
        """Uses the upload up; caption and cover travel along."""
        if post.cover is None:
            raise _not_ready(_("稿件没有封面。"))
        name = f"{post.cover.sha256[:16]}{limits.EXTENSIONS.get(post.cover.mime, '')}"
        with KuaishouClient(channel) as client:
            told = client.post(
                "/openapi/photo/publish", repeatable=False, params={"upload_token": remote.get("upload_token", "")},
                data={"caption": formats.caption_of(post)}, files={"cover": (name, post.cover.data, post.cover.mime)},
            )  # fmt: skip
        facts = works.facts_of(told.get("video_info") or {})
        if not facts["photo_id"]:
            raise unknown(errors.SUCCESS, "no photo_id")
        return facts

    def status(self, channel: Channel, remote: Remote) -> Progress:
        if not remote.get("photo_id"):
            return Progress(ProgressState.PENDING)
        with KuaishouClient(channel) as client:
            return works.standing(client, channel, remote)

    def find(self, channel: Channel, post: Post, remote: Remote) -> LookUp:
        with KuaishouClient(channel) as client:
            return works.look_up(client, post, remote)

    def delete(self, channel: Channel, remote: Remote) -> None:
        with KuaishouClient(channel) as client:
            try:
                client.post("/openapi/photo/delete", params={"photo_id": remote.get("photo_id", "")})
            except PlatformFault as fault:
                if number(fault.platform_code) not in errors.NO_VIDEO:
                    raise

    def metrics(self, channel: Channel, day: dt.date, refs: Sequence[str]) -> FigureBatch:
        """Totals up to now, from the list: one call for two hundred works."""
        wanted, rows = set(refs), list[FigureRow]()
        with KuaishouClient(channel) as client:
            for work in works.listed(client) if wanted else ():
                if (key := str(work.get("photo_id", ""))) in wanted:
                    wanted.discard(key)
                    rows += [
                        FigureRow(key, metric, day, number(work.get(field)), running=True)
                        for field, metric in METRICS.items()
                    ]
                if not wanted:
                    break
        return FigureBatch(rows, complete=True)

    def kit(self, post: Post) -> Kit:
        made = super().kit(post)
        return Kit(
            "https://cp.kuaishou.com/article/publish/video", made.fields, made.checklist, made.pictures, video=made.video,
            cover=post.cover.sha256 if post.cover else "", link_hosts=("kuaishou.com", "chenzhongtech.com"),
        )  # fmt: skip

    def authorise_url(self, channel: Channel, redirect_uri: str, state: str) -> str:
        """`ua=pc` shows a QR code to scan with the app."""
        query = {
            "app_id": channel.app_id, "scope": ",".join(SCOPES), "response_type": "code", "redirect_uri": redirect_uri, "state": state,
            "ua": "pc",
        }  # fmt: skip
        return f"{channel.base_url}/oauth2/authorize?{urlencode(query)}"

    def exchange(self, channel: Channel, code: str, redirect_uri: str) -> Grant:  # noqa: ARG002  the platform does not ask for it again
        """The refresh token's end is inherited by all that come after it: at that day a person must authorise again."""
        with KuaishouClient(channel) as client:
            told = client.exchange(code)
        ends = clock.now() + dt.timedelta(seconds=number(told.get("refresh_token_expires_in")))
        return Grant(
            str(told["access_token"]), number(told.get("expires_in")), refresh_token=str(told.get("refresh_token", "")),
            refresh_expires_at=ends, subject=str(told.get("open_id", "")), scopes=[str(s) for s in told.get("scopes") or ()],
        )  # fmt: skip

    def read_callback(
        self, channel: Channel, query: Mapping[str, str], body: bytes, headers: Mapping[str, str]  # noqa: ARG002
    ) -> CallbackMessage:  # fmt: skip
        return callback.read(channel, body, headers)


def _not_ready(message: str) -> PlatformFault:
    return PlatformFault(message, kind=FaultKind.REJECTED, advice=_("请补齐后重新提交审核。"))


platform_limits(limits.limit)
register_connector(KuaishouConnector(), official_url=OFFICIAL, sandbox_path="/kuaishou")
