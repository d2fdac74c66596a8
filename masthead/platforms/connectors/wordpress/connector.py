"""The connector: stages of the way out, look-up, comments, figures. Each method is one deed; the engine decides what follows."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.platforms.abilities import Ability
from masthead.platforms.base import PlatformConnector
from masthead.platforms.connectors.wordpress import checkup, comments, formats, limits, media, posts
from masthead.platforms.connectors.wordpress.client import SiteClient
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
COVER, DRAFT, PUBLISH = "cover", "draft", "publish"


class WordpressConnector(PlatformConnector):
    """One site, one user of it with an application password."""

    key = "wordpress"
    figures_key = "post_id"
    publish_key = "post_id"
    setup = Setup(
        site=gettext_lazy("网站地址（含子目录）"),
        app_id=gettext_lazy("用户名"),
        secret=gettext_lazy("应用程序密码"),
        options=(
            Option(
                "category",
                gettext_lazy("默认分类"),
                help=gettext_lazy("分类的名称、别名或编号；不填由网站决定。"),
            ),
        ),
        steps=(
            gettext_lazy("在网站后台新建一个专用账号，角色选「编辑」（只发布、不处理他人评论可选「作者」）。"),
            gettext_lazy("以这个账号登录，打开「个人资料」，在「应用程序密码」中填「Masthead」并添加。"),
            gettext_lazy("复制显示的 24 位密码（只显示一次，空格可保留）。"),
            gettext_lazy("填写网站地址（浏览器地址栏中的 https 地址，含子目录）、用户名和这个密码。"),
        ),
    )

    def validate(self, post: Post) -> list[FormatIssue]:
        return formats.issues_of(post)

    def capabilities(self, channel: Channel) -> Mapping[Ability, Capability]:
        with SiteClient(channel) as client:
            return checkup.capabilities_of(client)

    def check(self, channel: Channel) -> ConnectionReport:
        with SiteClient(channel) as client:
            return checkup.check(client)

    def stages(self, post: Post) -> Sequence[Stage]:
        """A stage per picture, so that what is uploaded stays uploaded; then cover, draft, and the one that readers see."""
        count = len(post.pictures)
        pictures = [
            Stage(f"{PICTURE}{n}", _("上传图片 %(n)d/%(count)d") % {"n": n, "count": count}, repeatable=True)
            for n in range(1, count + 1)
        ]
        cover = [Stage(COVER, _("上传封面"), repeatable=True)] if post.cover else []
        return [
            *pictures,
            *cover,
            Stage(DRAFT, _("建立网站草稿"), repeatable=True),
            Stage(PUBLISH, _("发布"), repeatable=False),
        ]

    def upload(self, channel: Channel, post: Post, stage: str, remote: Remote) -> Remote:
        with SiteClient(channel) as client:
            if stage.startswith(PICTURE):
                picture = post.pictures[int(stage.removeprefix(PICTURE)) - 1]
                kept = dict(remote.get("pictures") or {})
                return {"pictures": kept | {picture.sha256: media.keep(client, picture)}}
            if stage == COVER and post.cover is not None:
                return {"cover": media.keep(client, post.cover)}
            if stage == DRAFT:
                return posts.make_draft(client, post, remote)
        raise ValueError(f"no stage «{stage}»")

    def publish(self, channel: Channel, post: Post, remote: Remote) -> Remote:  # noqa: ARG002  the draft carries the words
        with SiteClient(channel) as client:
            return posts.publish(client, remote)

    def status(self, channel: Channel, remote: Remote) -> Progress:
        with SiteClient(channel) as client:
            return posts.progress_of(client, remote)

    def find(self, channel: Channel, post: Post, remote: Remote) -> LookUp:
        with SiteClient(channel) as client:
            return posts.look_up(client, post, remote)

    def delete(self, channel: Channel, remote: Remote) -> None:
        with SiteClient(channel) as client:
            posts.delete(client, remote)

    def revisit(self, channel: Channel, remote: Remote) -> Seen:
        with SiteClient(channel) as client:
            return posts.seen(client, remote)

    def comment_below(self, channel: Channel, remote: Remote, text: str, key: str) -> str:  # noqa: ARG002  the words tell
        with SiteClient(channel) as client:
            return comments.below(client, remote, text)

    def comments(self, channel: Channel, remote: Remote, cursor: str = "") -> CommentPage:
        with SiteClient(channel) as client:
            return comments.listed(client, remote, cursor)

    def moderate(self, channel: Channel, comment: Comment, verdict: str) -> None:
        """Beyond the contract: `approve`, `hold` or `spam`."""
        with SiteClient(channel) as client:
            comments.moderate(client, comment.key, verdict)

    def reply(self, channel: Channel, remote: Remote, comment: Comment, text: str, key: str) -> str:  # noqa: ARG002  the words tell
        with SiteClient(channel) as client:
            return comments.reply(client, remote, comment, text)

    def metrics(self, channel: Channel, day: dt.date, refs: Sequence[str]) -> FigureBatch:
        with SiteClient(channel) as client:
            return comments.counted(client, day, refs)


platform_limits(limits.limit)
register_connector(WordpressConnector(), sandbox_path="/wordpress")
