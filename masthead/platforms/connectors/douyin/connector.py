"""The hand-off: token → ticket → share number → schema for the phone; the result comes by callback or by asking for the share number."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock, secrets
from masthead.core.errors import FaultKind, NotPermitted, PlatformFault
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.base import PlatformConnector
from masthead.platforms.connectors.douyin import limits
from masthead.platforms.connectors.douyin.client import DouyinClient, nonce, signature_of
from masthead.platforms.contract import (
    HANDOFF_STAGE,
    CallbackMessage,
    Capability,
    Channel,
    ConnectionReport,
    FormatIssue,
    Found,
    Kit,
    KitField,
    LookUp,
    Post,
    Progress,
    ProgressState,
    Remote,
    Setup,
)
from masthead.platforms.limits import platform_limits
from masthead.platforms.registry import register_connector
from masthead.platforms.wording import tags_of, text_of

SCHEMA = "snssdk1128://openplatform/share?"
OFFICIAL = "https://open.douyin.com"
UNTOLD = (FaultKind.NOT_SENT, FaultKind.THROTTLED, FaultKind.UNKNOWN_OUTCOME)


class DouyinConnector(PlatformConnector):
    """Publishes nothing by itself: a person taps the button in the app."""

    key = "douyin"
    figures_key = "item_id"
    publish_key = "share_id"
    setup = Setup(
        app_id=gettext_lazy("应用标识（Client Key）"),
        secret=gettext_lazy("应用密钥（Client Secret）"),
        handle=gettext_lazy("抖音号"),
        callback_token=gettext_lazy("回调校验（与应用密钥相同）"),
        steps=(
            gettext_lazy("在抖音开放平台创建「网站应用」，申请「抖音分享」能力。"),
            gettext_lazy("在应用详情复制 Client Key 与 Client Secret。"),
            gettext_lazy("在「Webhooks」中填写账号页显示的回调地址，订阅 create_video。"),
            gettext_lazy("回调校验一栏再填一次 Client Secret：平台用它给回调签名。"),
        ),
    )

    def capabilities(self, channel: Channel) -> Mapping[Ability, Capability]:  # noqa: ARG002
        return {
            Ability.PUBLISH: Capability(Mode.HANDOFF, _("平台要求由人在抖音里确认发布。")),
            Ability.FIGURES: Capability(Mode.ASSISTED, _("应用没有数据权限：导入创作者中心的数据表，或人工录入。")),
        }

    def check(self, channel: Channel) -> ConnectionReport:
        with DouyinClient(channel) as client:
            try:
                client.fetch_token()
                client.ticket()
            except PlatformFault as fault:
                if fault.kind in UNTOLD:
                    raise
                return ConnectionReport(
                    ok=False,
                    message=str(fault.message),
                    advice=str(fault.advice) or _("请核对 Client Key 与 Client Secret。"),
                    code=fault.platform_code,
                )
        return ConnectionReport(
            ok=True,
            message=_("连接正常，可以生成发布码；发布由人在抖音里确认。"),
            capabilities=self.capabilities(channel),
        )

    def validate(self, post: Post) -> list[FormatIssue]:
        return list(_issues(post))

    def upload(self, channel: Channel, post: Post, stage: str, remote: Remote) -> Remote:
        """The hand-off: a share number (kept when there is one) and a schema with a fresh signature."""
        if stage != HANDOFF_STAGE:
            return super().upload(channel, post, stage, remote)
        with DouyinClient(channel) as client:
            share_id = str(remote.get("share_id") or "")
            if not share_id:
                share_id = str(client.signed("POST", "/share-id/", json={"need_callback": True})["share_id"])
            ticket = client.ticket()
        return {"share_id": share_id, "scan_url": _schema(channel, post, share_id, ticket)}

    def status(self, channel: Channel, remote: Remote) -> Progress:
        share_id = str(remote.get("share_id") or "")
        if not share_id:
            return Progress(ProgressState.PENDING)
        with DouyinClient(channel) as client:
            return _progress(client.signed("GET", "/share-id/", params={"share_id": share_id}))

    def find(self, channel: Channel, post: Post, remote: Remote) -> LookUp:  # noqa: ARG002  the share number names it
        progress = self.status(channel, remote)
        found = Found.YES if progress.state == ProgressState.PUBLISHED else Found.UNSURE
        return LookUp(found, progress.remote)

    def kit(self, post: Post) -> Kit:
        tags = tags_of(post, most=limits.TAGS.most)
        fields = [
            KitField("title", gettext_lazy("标题"), post.title.strip(), limits.TITLE.most, len(post.title.strip())),
            KitField("text", gettext_lazy("作品描述"), text_of(post), limits.TEXT.most, len(text_of(post))),
        ]
        if tags:
            fields.append(KitField("tags", gettext_lazy("话题"), " ".join(tags) + " ", limits.TAGS.most, len(tags)))
        checklist = (
            gettext_lazy("手机上的抖音登录的是本公司的账号。"),
            gettext_lazy("扫码后核对画面、标题和话题，与发布包一致。"),
            gettext_lazy("描述里没有外部链接、电话和二维码：会被限流。"),
            gettext_lazy("AI 生成或改动的内容，已在「自主声明」中选择。"),
            gettext_lazy("可见范围是「公开」，没有打开定时发布。"),
            gettext_lazy("点「发布」后不要马上退出，等上传完成。"),
        )
        return Kit(
            "https://creator.douyin.com/creator-micro/content/upload", fields, checklist, [p.sha256 for p in post.pictures],
            gettext_lazy("图片按顺序上传；竖图 3:4 或 9:16 展示最完整。"), post.cover.sha256 if post.cover else "",
            post.video is not None, link_hosts=("douyin.com", "iesdouyin.com"), picture_side=1920,
        )  # fmt: skip

    def read_callback(
        self, channel: Channel, query: Mapping[str, str], body: bytes, headers: Mapping[str, str]  # noqa: ARG002
    ) -> CallbackMessage:  # fmt: skip
        """SHA-1 over secret and raw body (the platform's own rule). Msg-Id tells repetitions apart."""
        secret = secrets.resolve(channel.callback_token_ref or channel.secret_ref)
        own = hashlib.sha1(secret.encode() + body, usedforsecurity=False).hexdigest()
        if not hmac.compare_digest(own, headers.get("x-douyin-signature", "")):
            raise NotPermitted(_("回调签名不对。"), code="callback_signature", clause="3.2.2")
        message, content = _message_of(body)
        key = str(headers.get("msg-id") or hashlib.sha256(body).hexdigest())
        if message.get("event") == "verify_webhook":
            return CallbackMessage(key, answer=json.dumps({"challenge": content.get("challenge")}))
        if message.get("event") != "create_video" or not content.get("share_id"):
            return CallbackMessage(key)
        share_id = str(content["share_id"])
        return CallbackMessage(key, "share_id", share_id, _progress({**content, "status": "published"}))


def _message_of(body: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """The message and its content, which is an object or a JSON text depending on the event."""
    try:
        message = json.loads(body)
        content = message.get("content") or {}
        content = json.loads(content) if isinstance(content, str) else content
    except (ValueError, AttributeError):
        raise NotPermitted(_("回调内容看不懂。"), code="callback_form", clause="3.2.2") from None
    return message, content if isinstance(content, dict) else {}


def _progress(data: Mapping[str, Any]) -> Progress:
    """Published when the platform names an item; refused when its own review says so; pending otherwise."""
    item, video = str(data.get("item_id") or ""), str(data.get("video_id") or "")
    if str(data.get("status", "")) == "rejected":
        return Progress(ProgressState.REJECTED, reason=str(data.get("reason") or _("平台审核没有通过。")))
    if not item:
        return Progress(ProgressState.PENDING)
    url = str(data.get("share_url") or (f"https://www.douyin.com/video/{video}" if video else ""))
    return Progress(ProgressState.PUBLISHED, {"item_id": item, "video_id": video}, url)


def _schema(channel: Channel, post: Post, share_id: str, ticket: str) -> str:
    """What the phone opens: the app's publishing page with everything filled in."""
    mark, moment = nonce(), str(int(clock.now().timestamp()))
    given = {
        "share_type": "h5", "client_key": channel.app_id, "nonce_str": mark, "timestamp": moment,
        "signature": signature_of(ticket, mark, moment), "state": share_id, "title": post.title.strip(),
        "hashtag_list": json.dumps(tags_of(post, form="{}", most=limits.TAGS.most), ensure_ascii=False), **_media(post),
    }  # fmt: skip
    query = urlencode(given, quote_via=quote)
    # A stand-in for the platform has no app: it offers the app's publishing page below its own address.
    return f"{SCHEMA}{query}" if channel.base_url == OFFICIAL else f"{channel.base_url}/app/publish?{query}"


def _media(post: Post) -> dict[str, str]:
    """Addresses that the phone can reach, given by the caller in the post's options."""
    if post.video is not None:
        return {"video_path": post.options.get("url:video", ""), "share_to_publish": "1"}
    urls = [url for name, url in post.options.items() if name.startswith("url:")]
    if len(urls) == 1:
        return {"image_path": urls[0]}
    return {"image_list_path": json.dumps(urls)} if urls else {}


def _issues(post: Post) -> Iterator[FormatIssue]:
    title = post.title.strip()
    if not title:
        yield FormatIssue("title_empty", "title", _("标题不能为空。"), block=True)
    for field, text, label, limit in (
        ("title", title, _("标题"), limits.TITLE), ("text", text_of(post), _("作品描述"), limits.TEXT),
    ):  # fmt: skip
        if len(text) > limit.most:
            words = _("%(what)s有 %(n)d 个字，平台一般最多 %(most)d 个。") % {
                "what": label,
                "n": len(text),
                "most": limit.most,
            }
            yield FormatIssue(f"{field}_too_long", field, words, block=limit.mark == "sure")
    if post.video is None and not post.pictures and post.cover is None:
        yield FormatIssue("media_missing", "video", _("抖音作品至少要有一个视频或一张图片。"), block=True)
    if len(post.pictures) > limits.PICTURES.most:
        words = _("有 %(n)d 张图片，平台最多 %(most)d 张。") % {"n": len(post.pictures), "most": limits.PICTURES.most}
        yield FormatIssue("pictures_number", "pictures", words, block=True)
    if post.video is not None and post.video.seconds > limits.VIDEO_SECONDS.most:
        yield FormatIssue("video_too_long", "video", _("视频超过 60 分钟，平台不接受。"), block=True)
    if post.video is not None and post.video.mime not in limits.VIDEO_TYPES:
        yield FormatIssue("video_type", "video", _("视频须为 MP4。"), block=True)


platform_limits(limits.limit)
register_connector(DouyinConnector(), official_url=OFFICIAL, sandbox_path="/douyin")
