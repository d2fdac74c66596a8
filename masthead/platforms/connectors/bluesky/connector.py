"""The connector: stages of the way out, look-up, replies, figures. Each method is one deed; the engine decides what follows."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.platforms.abilities import Ability
from masthead.platforms.base import PlatformConnector
from masthead.platforms.connectors.bluesky import checkup, formats, limits, posts, talk, wording
from masthead.platforms.connectors.bluesky.client import BlueskyClient
from masthead.platforms.contract import (
    Capability,
    Channel,
    Comment,
    CommentPage,
    ConnectionReport,
    FigureBatch,
    FormatIssue,
    LookUp,
    Option,
    Post,
    Progress,
    Remote,
    Seen,
    Setup,
    Stage,
)
from masthead.platforms.limits import platform_limits
from masthead.platforms.registry import register_connector

PICTURE = "picture-"
PREPARE, PUBLISH = "prepare", "publish"


class BlueskyConnector(PlatformConnector):
    """One account, on the official server or on one of one's own."""

    key = "bluesky"
    figures_key = "uri"
    publish_key = "uri"
    setup = Setup(
        app_id=gettext_lazy("账号（用户名或 DID）"),
        secret=gettext_lazy("应用密码"),
        site=gettext_lazy("服务器地址（官方账号留空）"),
        options=(
            Option("languages", gettext_lazy("帖文语言"), help=gettext_lazy("语言代码，用逗号分开。"), default="zh"),
            Option(
                "web_url",
                gettext_lazy("网页地址"),
                help=gettext_lazy("读者打开帖文的网站，默认 https://bsky.app。"),
            ),
        ),
        steps=(
            gettext_lazy("登录 Bluesky，打开「设置 → 隐私和安全 → 应用密码」。"),
            gettext_lazy("新建应用密码，名称填 Masthead，不必允许访问私信。"),
            gettext_lazy("复制形如 xxxx-xxxx-xxxx-xxxx 的密码（只显示一次）。"),
            gettext_lazy("填写账号（如 name.bsky.social，不带 @）和这个密码；自建服务器再填写服务器地址。"),
        ),
    )

    def validate(self, post: Post) -> list[FormatIssue]:
        return formats.issues_of(post)

    def capabilities(self, channel: Channel) -> Mapping[Ability, Capability]:
        with BlueskyClient(channel) as client:
            return checkup.abilities(view=talk.has_view(client))

    def check(self, channel: Channel) -> ConnectionReport:
        with BlueskyClient(channel) as client:
            return checkup.check(client)

    def stages(self, post: Post) -> Sequence[Stage]:
        """A stage per picture, then what fixes the record, then the one that readers see."""
        count = len(posts.shown_pictures(post))
        pictures = [
            Stage(f"{PICTURE}{n}", _("上传图片 %(n)d/%(count)d") % {"n": n, "count": count}, repeatable=True)
            for n in range(1, count + 1)
        ]
        return [
            *pictures,
            Stage(PREPARE, _("准备帖文"), repeatable=True),
            Stage(PUBLISH, _("发布"), repeatable=False),
        ]

    def upload(self, channel: Channel, post: Post, stage: str, remote: Remote) -> Remote:
        with BlueskyClient(channel) as client:
            if stage == PREPARE:
                return posts.prepare(client, post)
            if stage.startswith(PICTURE):
                picture = posts.shown_pictures(post)[int(stage.removeprefix(PICTURE)) - 1]
                kept = dict(remote.get("blobs") or {})
                return {"blobs": kept | {picture.sha256: posts.keep_picture(client, picture)}}
        raise ValueError(f"no stage «{stage}»")

    def publish(self, channel: Channel, post: Post, remote: Remote) -> Remote:
        with BlueskyClient(channel) as client:
            return posts.publish(client, post, remote, _languages(channel))

    def status(self, channel: Channel, remote: Remote) -> Progress:
        with BlueskyClient(channel) as client:
            return posts.progress_of(client, remote)

    def find(self, channel: Channel, post: Post, remote: Remote) -> LookUp:
        with BlueskyClient(channel) as client:
            return posts.look_up(client, post, remote)

    def delete(self, channel: Channel, remote: Remote) -> None:
        with BlueskyClient(channel) as client:
            posts.delete(client, remote)

    def revisit(self, channel: Channel, remote: Remote) -> Seen:
        with BlueskyClient(channel) as client:
            return posts.seen(client, remote)

    def comment_below(self, channel: Channel, remote: Remote, text: str, key: str) -> str:
        """An answer to the post itself, under a key made of ours."""
        with BlueskyClient(channel) as client:
            own = Comment(str(remote.get("uri", "")), "", "", clock.now())
            return talk.reply(client, remote, own, text, key, _languages(channel))

    def comments(self, channel: Channel, remote: Remote, cursor: str = "") -> CommentPage:  # noqa: ARG002  one page is all
        with BlueskyClient(channel) as client:
            return talk.listed(client, remote)

    def reply(self, channel: Channel, remote: Remote, comment: Comment, text: str, key: str) -> str:
        with BlueskyClient(channel) as client:
            return talk.reply(client, remote, comment, text, key, _languages(channel))

    def metrics(self, channel: Channel, day: dt.date, refs: Sequence[str]) -> FigureBatch:
        with BlueskyClient(channel) as client:
            return talk.counted(client, day, refs)


def _languages(channel: Channel) -> Sequence[str]:
    return wording.languages_of(channel.options.get("languages", ""))


platform_limits(limits.limit)
register_connector(BlueskyConnector(), official_url="https://bsky.social", sandbox_path="/bluesky")
