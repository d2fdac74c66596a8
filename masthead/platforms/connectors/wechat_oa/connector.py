"""The connector: stages of the way out, look-up, poll, callback, figures. Each method is one deed; the engine decides what follows."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.base import PlatformConnector
from masthead.platforms.connectors.wechat_oa import (
    callback,
    errors,
    figures,
    formats,
    html,
    kits,
    limits,
    mass,
    readers,
)
from masthead.platforms.connectors.wechat_oa.client import WechatClient
from masthead.platforms.connectors.wechat_oa.look_up import look_up
from masthead.platforms.connectors.wechat_oa.progress import progress_of
from masthead.platforms.contract import (
    CallbackMessage,
    Capability,
    Channel,
    Comment,
    CommentPage,
    ConnectionReport,
    FigureBatch,
    FormatIssue,
    Kit,
    LookUp,
    MessagePage,
    Option,
    Picture,
    Post,
    Progress,
    ProgressState,
    Remote,
    Seen,
    Setup,
    Stage,
)
from masthead.platforms.limits import platform_limits
from masthead.platforms.registry import register_connector

PICTURE = "picture-"
COVER, DRAFT, SUBMIT = "cover", "draft", "submit"
NO_RIGHT = "48001"
UNTOLD = (FaultKind.NOT_SENT, FaultKind.THROTTLED, FaultKind.UNKNOWN_OUTCOME)


class WechatConnector(PlatformConnector):
    """One for 公众号 and 服务号: both speak the same interface."""

    key = "wechat_oa"
    figures_key = "msg_data_id"
    setup = Setup(
        app_id=gettext_lazy("开发者 ID（AppID）"),
        secret=gettext_lazy("应用密钥（AppSecret）"),
        handle=gettext_lazy("原始 ID"),
        callback_token=gettext_lazy("回调令牌（Token）"),
        callback_key=gettext_lazy("消息加密密钥（EncodingAESKey）"),
        callback_key_shape="[A-Za-z0-9]{43}",
        steps=(
            gettext_lazy("登录公众平台，打开「设置与开发 → 开发接口管理」。"),
            gettext_lazy("复制 AppID，重置并复制 AppSecret。"),
            gettext_lazy("在「IP 白名单」中加入本服务器的出口 IP。"),
            gettext_lazy("在「服务器配置」中填写账号页显示的回调地址，选择安全模式。"),
        ),
        options=(
            Option(
                "release",
                gettext_lazy("发布方式"),
                gettext_lazy("群发会推送给全部关注者，占用群发次数。"),
                "publish",
                (("publish", gettext_lazy("发布（不推送）")), ("mass", gettext_lazy("群发（推送给关注者）"))),
            ),
            Option(
                "comments",
                gettext_lazy("文章留言"),
                gettext_lazy("须账号已开通留言功能。"),
                "closed",
                (("closed", gettext_lazy("不开放")), ("open", gettext_lazy("开放"))),
            ),
        ),
    )

    def validate(self, post: Post) -> list[FormatIssue]:
        return formats.issues_of(post)

    def check(self, channel: Channel) -> ConnectionReport:
        """Secret, allow-list and publishing right. Raises PlatformFault when the platform could not be asked at all."""
        with WechatClient(channel) as client:
            try:
                client.fetch_token()
                drafts = client.get("/cgi-bin/draft/count").get("total_count", 0)
                published = client.post("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 1, "no_content": 1})
            except PlatformFault as fault:
                if fault.kind in UNTOLD:
                    raise
                if fault.platform_code == NO_RIGHT:
                    return _without_right()
                facts = {_("错误编号"): fault.platform_code, _("平台说明"): fault.detail}
                return ConnectionReport(ok=False, message=str(fault.message), advice=str(fault.advice), facts=facts)
        facts = {_("草稿箱"): str(drafts), _("已发表"): str(published.get("total_count", 0)), _("发布权限"): _("有")}
        return ConnectionReport(
            ok=True, message=_("连接正常，密钥、白名单和发布权限均有效。"), facts=facts,
            capabilities={ability: Capability(Mode.AUTOMATIC) for ability in Ability},
        )  # fmt: skip

    def stages(self, post: Post) -> Sequence[Stage]:
        """A stage per picture, so that what is uploaded stays uploaded; then cover, draft, and the one that readers see."""
        count = len(post.pictures)
        pictures = [
            Stage(f"{PICTURE}{n}", _("上传图片 %(n)d/%(count)d") % {"n": n, "count": count}, repeatable=True)
            for n in range(1, count + 1)
        ]
        return [
            *pictures,
            Stage(COVER, _("上传封面"), repeatable=True),
            Stage(DRAFT, _("建立平台草稿"), repeatable=True),
            Stage(SUBMIT, _("提交发布"), repeatable=False),
        ]

    def upload(self, channel: Channel, post: Post, stage: str, remote: Remote) -> Remote:
        with WechatClient(channel) as client:
            if stage.startswith(PICTURE):
                return _upload_picture(client, post, int(stage.removeprefix(PICTURE)), remote)
            if stage == COVER:
                return _upload_cover(client, _cover_of(post))
            if stage == DRAFT:
                return _make_draft(client, post, remote, with_comments=channel.options.get("comments") == "open")
        raise ValueError(f"no stage «{stage}»")

    def publish(self, channel: Channel, post: Post, remote: Remote) -> Remote:
        with WechatClient(channel) as client:
            return mass.send(client, post, remote) if _is_mass(channel) else _submit(client, remote)

    def find(self, channel: Channel, post: Post, remote: Remote) -> LookUp:
        with WechatClient(channel) as client:
            return mass.find(remote) if _is_mass(channel) else look_up(client, post, remote)

    def status(self, channel: Channel, remote: Remote) -> Progress:
        with WechatClient(channel) as client:
            if str(remote.get("publish_id", "")).startswith(mass.PREFIX):
                return mass.status(client, remote)
            if publish_id := remote.get("publish_id"):
                return progress_of(client.post("/cgi-bin/freepublish/get", {"publish_id": str(publish_id)}))
            if article_id := remote.get("article_id"):
                return _poll_article(client, str(article_id))
        return Progress(ProgressState.PENDING)

    def revisit(self, channel: Channel, remote: Remote) -> Seen:
        """Title and words of the first article; a mass message is only asked for its state."""
        with WechatClient(channel) as client:
            if article_id := remote.get("article_id"):
                return _look_at(client, str(article_id))
        return Seen(self.status(channel, remote))

    def delete(self, channel: Channel, remote: Remote) -> None:
        """The whole message with all its articles; the platform cannot bring it back."""
        with WechatClient(channel) as client:
            _delete(client, remote)

    def comments(self, channel: Channel, remote: Remote, cursor: str = "") -> CommentPage:
        with WechatClient(channel) as client:
            return readers.comments(client, remote, cursor)

    def reply(self, channel: Channel, remote: Remote, comment: Comment, text: str, key: str) -> str:  # noqa: ARG002
        with WechatClient(channel) as client:
            return readers.reply(client, remote, comment, text)

    def messages(self, channel: Channel, cursor: str = "") -> MessagePage:  # noqa: ARG002
        """Readers' messages are pushed (see `callback`); there is nothing to ask for."""
        return MessagePage(())

    def send_message(self, channel: Channel, to: str, text: str) -> None:
        with WechatClient(channel) as client:
            readers.send_message(client, to, text)

    def kit(self, post: Post) -> Kit:
        return kits.kit_of(post)

    def read_callback(
        self, channel: Channel, query: Mapping[str, str], body: bytes, headers: Mapping[str, str]  # noqa: ARG002
    ) -> CallbackMessage:  # fmt: skip
        return callback.read(channel, query, body)

    def answer_callback_check(self, channel: Channel, query: Mapping[str, str]) -> str:
        return callback.answer_check(channel, query)

    def metrics(self, channel: Channel, day: dt.date, refs: Sequence[str]) -> FigureBatch:  # noqa: ARG002  the platform tells all
        with WechatClient(channel) as client:
            return figures.fetch(client, day)


def _upload_picture(client: WechatClient, article: Post, n: int, remote: Remote) -> Remote:
    """The addresses of all pictures so far: the whole map is returned, since the engine merges by key."""
    picture, kept = article.pictures[n - 1], dict(remote.get("pictures") or {})
    if picture.sha256 not in kept:
        answer = client.upload("/cgi-bin/media/uploadimg", picture, _file_name(picture))
        kept[picture.sha256] = str(answer["url"])
    return {"pictures": kept}


def _cover_of(post: Post) -> Picture:
    if post.cover is None:
        raise PlatformFault(_("文章没有封面。"), kind=FaultKind.REJECTED, advice=_("请为稿件选择封面后重新提交审核。"))
    return post.cover


def _upload_cover(client: WechatClient, cover: Picture) -> Remote:
    answer = client.upload("/cgi-bin/material/add_topic_material", cover, _file_name(cover), type="image")
    return {"cover_media_id": str(answer["media_id"])}


def _is_mass(channel: Channel) -> bool:
    return channel.options.get("release") == "mass"


def _without_right() -> ConnectionReport:
    """Secret and allow-list are good, but the platform publishes for verified subjects only: the account is served by hand."""
    why = _("账号未认证，平台没有开放发布接口（平台错误 48001）。")
    return ConnectionReport(
        ok=True,
        message=_("连接正常，但账号没有发布权限，改为人工辅助发布。"),
        advice=_("认证通过后重新测试连接，即可自动发布。"),
        facts={_("发布权限"): _("无")},
        code=NO_RIGHT,
        capabilities={
            Ability.PUBLISH: Capability(Mode.ASSISTED, why),
            **{a: Capability(Mode.NONE, why) for a in Ability if a != Ability.PUBLISH},
        },
    )


def _delete(client: WechatClient, remote: Remote) -> None:
    if number := remote.get("msg_id"):
        client.post("/cgi-bin/message/mass/delete", {"msg_id": int(number), "article_idx": 0})
        return
    if not remote.get("article_id"):
        raise PlatformFault(
            _("还不知道文章在平台上的编号，不能删除。"), kind=FaultKind.REJECTED, advice=_("请等平台发布完成后再试。")
        )
    try:
        client.post("/cgi-bin/freepublish/delete", {"article_id": str(remote["article_id"]), "index": 0})
    except PlatformFault as fault:
        if fault.platform_code != "53600":  # gone already
            raise


def _make_draft(client: WechatClient, article: Post, remote: Remote, *, with_comments: bool) -> Remote:
    """A second draft after a lost answer stays in the box unseen by readers: it harms nobody."""
    try:
        content = html.platform_html(article.html, remote.get("pictures") or {}, article.marker)
    except KeyError:
        raise PlatformFault(
            _("正文引用了没有上传的图片。"),
            kind=FaultKind.REJECTED,
            advice=_("请编辑重新保存稿件中的图片后再提交审核。"),
        ) from None
    given = {
        "article_type": "news",
        "title": article.title.strip(),
        "author": article.author,
        "digest": article.digest.strip(),
        "content": content,
        "content_source_url": article.source_url,
        "thumb_media_id": remote.get("cover_media_id", ""),
        "need_open_comment": int(with_comments),
        "only_fans_can_comment": 0,
    }
    answer = client.post("/cgi-bin/draft/add", {"articles": [given]})
    return {"media_id": str(answer["media_id"]), "drafted_at": client.platform_time}


def _submit(client: WechatClient, remote: Remote) -> Remote:
    """Errcode 0 says accepted, no more. A draft that is not there any more may have been taken by an earlier submit: look it up."""
    try:
        answer = client.post("/cgi-bin/freepublish/submit", {"media_id": remote.get("media_id", "")}, repeatable=False)
    except PlatformFault as fault:
        if fault.platform_code == str(errors.DRAFT_GONE):
            raise errors.unknown_outcome(fault.detail, errors.DRAFT_GONE) from None
        raise
    if not answer.get("publish_id"):
        raise errors.unknown_outcome("no publish_id")
    return {"publish_id": str(answer["publish_id"]), "msg_data_id": str(answer.get("msg_data_id", ""))}


def _look_at(client: WechatClient, article_id: str) -> Seen:
    """As `_poll_article`, with what readers read."""
    try:
        news = client.post("/cgi-bin/freepublish/getarticle", {"article_id": article_id}).get("news_item") or []
    except PlatformFault as fault:
        if fault.platform_code == "53600":
            return Seen(Progress(ProgressState.GONE, reason=str(fault.message)))
        raise
    shown = [item for item in news if not item.get("is_deleted")]
    if not shown:
        return Seen(Progress(ProgressState.GONE, reason=_("文章已不在平台上。")))
    first, standing = shown[0], Progress(ProgressState.PUBLISHED, {}, str(shown[0].get("url", "")))
    return Seen(standing, str(first.get("title", "")), html.words_in(str(first.get("content", ""))))


def _poll_article(client: WechatClient, article_id: str) -> Progress:
    """For a publication that a look-up found: nobody told us its publish_id."""
    try:
        news = client.post("/cgi-bin/freepublish/getarticle", {"article_id": article_id}).get("news_item") or []
    except PlatformFault as fault:
        if fault.platform_code == "53600":
            return Progress(ProgressState.GONE, reason=str(fault.message))
        raise
    if not news or all(item.get("is_deleted") for item in news):
        return Progress(ProgressState.GONE, reason=_("文章已不在平台上。"))
    return Progress(ProgressState.PUBLISHED, {"article_id": article_id}, str(news[0].get("url", "")))


def _file_name(picture: Picture) -> str:
    """ASCII, with the true extension: the platform refuses a part without one."""
    return f"{picture.sha256[:16]}{limits.EXTENSIONS.get(picture.mime, '')}"


platform_limits(limits.limit)
register_connector(
    WechatConnector(),
    platforms=("wechat_oa", "wechat_service"),
    official_url="https://api.weixin.qq.com",
    sandbox_path="/wechat",
)
