"""The ground that connectors stand on: everything that a platform does not offer is refused alike, with a reason."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from masthead.core.errors import FaultKind, NotPermitted, PlatformFault
from masthead.platforms.abilities import Ability
from masthead.platforms.contract import (
    CallbackMessage,
    Channel,
    Comment,
    CommentPage,
    ConnectionReport,
    FigureBatch,
    FormatIssue,
    LookUp,
    MessagePage,
    Progress,
    Remote,
    Seen,
    Stage,
)
from masthead.platforms.packages import Post
from masthead.platforms.setup import Capability, Grant, Kit, KitField, Setup
from masthead.platforms.wording import text_of

UNSUPPORTED = "unsupported"


def unsupported(what: str, advice: str = "") -> PlatformFault:
    """The fault for something that the platform has no call for: nothing was sent."""
    return PlatformFault(
        _("平台没有%(what)s的接口。") % {"what": what},
        kind=FaultKind.REJECTED,
        platform_code=UNSUPPORTED,
        advice=advice or _("请在平台后台操作。"),
    )


class PlatformConnector:
    """Refuses everything; a connector overrides what its platform has. Implements `contract.Connector`."""

    key = ""
    figures_key = ""
    publish_key = "publish_id"
    shows_latest = 0
    setup = Setup()

    def capabilities(self, channel: Channel) -> Mapping[Ability, Capability]:  # noqa: ARG002
        return {}

    def check(self, channel: Channel) -> ConnectionReport:  # noqa: ARG002
        raise unsupported(_("连接测试"))

    def validate(self, post: Post) -> list[FormatIssue]:  # noqa: ARG002
        return []

    def stages(self, post: Post) -> Sequence[Stage]:  # noqa: ARG002
        raise unsupported(_("自动发布"), _("请按发布包在平台上人工发布。"))

    def upload(self, channel: Channel, post: Post, stage: str, remote: Remote) -> Remote:  # noqa: ARG002
        raise unsupported(_("自动发布"), _("请按发布包在平台上人工发布。"))

    def publish(self, channel: Channel, post: Post, remote: Remote) -> Remote:  # noqa: ARG002
        raise unsupported(_("自动发布"), _("请按发布包在平台上人工发布。"))

    def status(self, channel: Channel, remote: Remote) -> Progress:  # noqa: ARG002
        raise unsupported(_("查询发布结果"))

    def find(self, channel: Channel, post: Post, remote: Remote) -> LookUp:  # noqa: ARG002
        raise unsupported(_("查找作品"))

    def delete(self, channel: Channel, remote: Remote) -> None:  # noqa: ARG002
        raise unsupported(_("删除"))

    def revisit(self, channel: Channel, remote: Remote) -> Seen:
        """Where it stands, without words: enough for a platform that gives none back."""
        return Seen(self.status(channel, remote))

    def comment_below(self, channel: Channel, remote: Remote, text: str, key: str) -> str:  # noqa: ARG002
        raise unsupported(_("发表评论"), _("请在平台上用本账号发表。"))

    def comments(self, channel: Channel, remote: Remote, cursor: str = "") -> CommentPage:  # noqa: ARG002
        raise unsupported(_("读取评论"))

    def reply(self, channel: Channel, remote: Remote, comment: Comment, text: str, key: str) -> str:  # noqa: ARG002
        raise unsupported(_("回复评论"))

    def messages(self, channel: Channel, cursor: str = "") -> MessagePage:  # noqa: ARG002
        raise unsupported(_("读取私信"))

    def send_message(self, channel: Channel, to: str, text: str) -> None:  # noqa: ARG002
        raise unsupported(_("发送私信"))

    def metrics(self, channel: Channel, day: dt.date, refs: Sequence[str]) -> FigureBatch:  # noqa: ARG002
        raise unsupported(_("数据"), _("请导入平台导出的数据表，或人工录入。"))

    def kit(self, post: Post) -> Kit:
        """Title, text and tags: what every platform has in some form."""
        fields = [
            KitField("title", _("标题"), post.title, length=len(post.title)),
            KitField("text", _("正文"), text_of(post), length=len(text_of(post))),
        ]
        if post.tags:
            fields.append(KitField("tags", _("话题"), " ".join(f"#{tag}" for tag in post.tags)))
        return Kit("", fields, [_("核对账号是否为本公司账号。"), _("核对标题、正文、图片与审核版本一致。")],
                   pictures=[p.sha256 for p in post.pictures], video=post.video is not None)  # fmt: skip

    def authorise_url(self, channel: Channel, redirect_uri: str, state: str) -> str:  # noqa: ARG002
        raise unsupported(_("授权"))

    def exchange(self, channel: Channel, code: str, redirect_uri: str) -> Grant:  # noqa: ARG002
        raise unsupported(_("授权"))

    def revoke(self, channel: Channel) -> bool:  # noqa: ARG002
        return False

    def read_callback(
        self, channel: Channel, query: Mapping[str, str], body: bytes, headers: Mapping[str, str]  # noqa: ARG002
    ) -> CallbackMessage:  # fmt: skip
        raise NotPermitted(_("这个平台没有回调。"), code="callback_not_offered", clause="3.2.2")

    def answer_callback_check(self, channel: Channel, query: Mapping[str, str]) -> str:  # noqa: ARG002
        raise NotPermitted(_("这个平台没有回调。"), code="callback_not_offered", clause="3.2.2")
