"""The connector of 微博: free tier (one picture, a link of our own) or commercial tier. Each method is one deed; the engine decides what follows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.core.errors import PlatformFault
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.answers import not_connected, number, report_of
from masthead.platforms.base import PlatformConnector
from masthead.platforms.connectors.weibo import comments, errors, formats, limits, timeline, words
from masthead.platforms.connectors.weibo.client import OFFICIAL, ROWS, WeiboClient
from masthead.platforms.contract import (
    Capability,
    Channel,
    Comment,
    CommentPage,
    ConnectionReport,
    FigureBatch,
    FigureRow,
    FormatIssue,
    Found,
    Grant,
    Kit,
    LookUp,
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
from masthead.platforms.wording import half_width_length

LOOK, PICTURE, PUBLISH = "look", "picture-", "publish"
METRICS = {"reposts": "share_users", "comments": "comment_count", "attitudes": "like_users"}


class WeiboConnector(PlatformConnector):
    key = "weibo"
    figures_key = "status_id"
    publish_key = "status_id"
    shows_latest = limits.TIMELINE
    setup = Setup(
        app_id=gettext_lazy("App Key"),
        secret=gettext_lazy("App Secret"),
        oauth=True,
        options=(
            Option(
                "safe_domain", gettext_lazy("安全域名"), required=True,
                help=gettext_lazy("开放平台登记的公司网站域名，例如 example.com；免费接口要求正文带有它的链接。"),
            ),
            Option(
                "tier", gettext_lazy("接口级别"), default="free",
                choices=(("free", gettext_lazy("免费")), (words.COMMERCIAL, gettext_lazy("商业（已签约）"))),
            ),
        ),
        steps=(
            gettext_lazy("登录微博开放平台，以公司主体完成开发者认证，创建「网站接入」应用。"),
            gettext_lazy("在「应用信息 → 基本信息」复制 App Key 和 App Secret。"),
            gettext_lazy("在「应用信息 → 高级信息」把账号页显示的地址填为授权回调页。"),
            gettext_lazy("在「安全域名」登记公司网站，提交应用审核；未审核时只有测试账号可用。"),
            gettext_lazy("回到账号页点「授权」，用要运营的微博账号登录并同意。"),
        ),
    )  # fmt: skip

    def capabilities(self, channel: Channel) -> Mapping[Ability, Capability]:
        """The tier decides; 微博 has no call that would tell an app its own rights."""
        paid = channel.options.get("tier") == words.COMMERCIAL
        why = (
            _("商业接口发布文字与至多九图；视频请按发布包人工发布。")
            if paid
            else _("免费接口只发布带链接的单图短文；多图、视频和话题请按发布包人工发布。")
        )
        return {
            Ability.PUBLISH: Capability(Mode.AUTOMATIC, why),
            Ability.WITHDRAW: Capability(Mode.AUTOMATIC),
            Ability.COMMENTS: Capability(Mode.AUTOMATIC),
            Ability.MESSAGES: Capability(Mode.NONE, _("微博没有向企业应用开放私信接口，请在微博管理中心处理。")),
            Ability.FIGURES: Capability(Mode.AUTOMATIC, _("平台接口提供转评赞；阅读量请导入微博数据助手的数据表。")),
        }

    def check(self, channel: Channel) -> ConnectionReport:
        """Token, whose it is, and until when."""
        with WeiboClient(channel) as client:
            try:
                info = client.token_info()
                user = client.get("/2/users/show.json", uid=info.get("uid", ""))
            except PlatformFault as fault:
                return report_of(fault)
        if wrong := _wrong_owner(channel, info):
            return wrong
        left = number(info.get("expire_in"))
        ends = clock.china(clock.now() + dt.timedelta(seconds=left))
        facts = {_("微博账号"): str(user.get("screen_name", "")), _("授权到期"): ends.strftime("%Y-%m-%d %H:%M")}
        advice = "" if left > 7 * 86_400 else _("授权即将到期，请账号管理员重新授权。")
        return ConnectionReport(
            ok=True, message=_("连接正常，授权有效。"), advice=advice, facts=facts, capabilities=self.capabilities(channel)
        )  # fmt: skip

    def validate(self, post: Post) -> list[FormatIssue]:
        return formats.issues_of(post)

    def stages(self, post: Post) -> Sequence[Stage]:
        """Pictures go up on their own in the commercial tier; the free one sends its picture with the text."""
        count = len(words.pictures_of(post)) if words.is_paid(post) else 0
        pictures = [
            Stage(f"{PICTURE}{n}", _("上传图片 %(n)d/%(count)d") % {"n": n, "count": count}, repeatable=True)
            for n in range(1, count + 1)
        ]
        return [
            *pictures,
            Stage(LOOK, _("核对现有微博"), repeatable=True, fresh=True),
            Stage(PUBLISH, _("发布微博"), repeatable=False),
        ]

    def upload(self, channel: Channel, post: Post, stage: str, remote: Remote) -> Remote:
        with WeiboClient(channel, paid=stage.startswith(PICTURE)) as client:
            if stage == LOOK:
                return timeline.note(client, channel, post, remote)
            if stage.startswith(PICTURE):
                picture = words.pictures_of(post)[int(stage.removeprefix(PICTURE)) - 1]
                kept = dict(remote.get("pictures") or {})
                answer = client.post("/2/statuses/upload_pic/biz.json", {}, files={"pic": _part(picture)})
                return {"pictures": {**kept, picture.sha256: str(answer["pic_id"])}}
        raise ValueError(f"no stage «{stage}»")

    def publish(self, channel: Channel, post: Post, remote: Remote) -> Remote:
        if there := remote.get("there"):
            return dict(there)
        with WeiboClient(channel, paid=words.is_paid(post)) as client:
            try:
                status = _send_paid(client, post, remote) if words.is_paid(post) else _send_free(client, post)
            except PlatformFault as fault:
                if fault.platform_code == str(errors.ACCEPTED_LATE):
                    return {"accepted_at": int(clock.now().timestamp())}
                raise
        return timeline.facts_of(channel, status)

    def status(self, channel: Channel, remote: Remote) -> Progress:
        """A post that was accepted without a number is looked for until it shows."""
        with WeiboClient(channel) as client:
            if not remote.get("status_id"):
                found = timeline.look_up(client, channel, remote)
                if found.found != Found.YES:
                    return Progress(ProgressState.PENDING)
                return Progress(ProgressState.PUBLISHED, found.remote, _url(channel, found.remote))
            try:
                client.get("/2/statuses/show.json", id=remote["status_id"])
            except PlatformFault as fault:
                return _gone(fault)
        return Progress(ProgressState.PUBLISHED, dict(remote), _url(channel, remote))

    def find(self, channel: Channel, post: Post, remote: Remote) -> LookUp:  # noqa: ARG002  the note carries the text
        with WeiboClient(channel) as client:
            return timeline.look_up(client, channel, remote)

    def delete(self, channel: Channel, remote: Remote) -> None:
        paid = channel.options.get("tier") == words.COMMERCIAL
        with WeiboClient(channel, paid=paid) as client:
            path = "/2/statuses/destroy/biz.json" if paid else "/2/statuses/destroy.json"
            try:
                client.post(path, {"id": remote.get("status_id", "")})
            except PlatformFault as fault:
                if fault.platform_code not in (str(errors.POST_GONE), str(errors.POST_ILLEGAL)):
                    raise

    def revisit(self, channel: Channel, remote: Remote) -> Seen:
        """Where it stands, with its words; a post has no title."""
        if not remote.get("status_id"):
            return Seen(self.status(channel, remote))
        with WeiboClient(channel) as client:
            try:
                told = client.get("/2/statuses/show.json", id=remote["status_id"])
            except PlatformFault as fault:
                return Seen(_gone(fault))
        return Seen(Progress(ProgressState.PUBLISHED, {}, _url(channel, remote)), text=str(told.get("text", "")))

    def comment_below(self, channel: Channel, remote: Remote, text: str, key: str) -> str:  # noqa: ARG002  微博 has no key of ours
        if not 0 < half_width_length(text.strip()) <= limits.COMMENT.most:
            raise errors.text_empty()
        with WeiboClient(channel) as client:
            return comments.below(client, remote, text.strip())

    def comments(self, channel: Channel, remote: Remote, cursor: str = "") -> CommentPage:
        with WeiboClient(channel) as client:
            return comments.read(client, str(remote.get("status_id", "")), cursor)

    def reply(self, channel: Channel, remote: Remote, comment: Comment, text: str, key: str) -> str:  # noqa: ARG002  微博 has no key of ours
        if not 0 < half_width_length(text.strip()) <= limits.COMMENT.most:
            raise errors.text_empty()
        with WeiboClient(channel) as client:
            return comments.answer(client, str(remote.get("status_id", "")), comment.key, text.strip())

    def metrics(self, channel: Channel, day: dt.date, refs: Sequence[str]) -> FigureBatch:
        rows: list[FigureRow] = []
        with WeiboClient(channel) as client:
            for start in range(0, len(refs), limits.COUNT_BATCH):
                answer = client.get("/2/statuses/count.json", ids=",".join(refs[start : start + limits.COUNT_BATCH]))
                for told in answer.get(ROWS) or ():
                    ref = str(told.get("id", ""))
                    rows += [
                        FigureRow(ref, metric, day, number(told.get(field)), running=True)
                        for field, metric in METRICS.items()
                    ]
        return FigureBatch(rows, complete=True)

    def kit(self, post: Post) -> Kit:
        made = super().kit(post)
        link = {"title": words.words_of(post)[:130], "url": post.link or post.source_url}
        address = f"https://service.weibo.com/share/share.php?{urlencode({k: v for k, v in link.items() if v})}"
        return Kit(
            address, made.fields, made.checklist, made.pictures, video=made.video, link_hosts=("weibo.com", "weibo.cn")
        )

    def authorise_url(self, channel: Channel, redirect_uri: str, state: str) -> str:
        """`forcelogin`: whoever is signed in to 微博 in the browser is not taken by mistake."""
        query = {
            "client_id": channel.app_id, "redirect_uri": redirect_uri, "response_type": "code", "scope": "all", "state": state,
            "forcelogin": "true",
        }  # fmt: skip
        return f"{channel.base_url}/oauth2/authorize?{urlencode(query)}"

    def exchange(self, channel: Channel, code: str, redirect_uri: str) -> Grant:
        """No refresh token: what is kept is the access token, and its end is the end of the authorisation."""
        with WeiboClient(channel) as client:
            answer = client.exchange(code, redirect_uri)
        seconds = number(answer.get("expires_in"))
        ends = clock.now() + dt.timedelta(seconds=seconds)
        return Grant(str(answer["access_token"]), seconds, refresh_expires_at=ends, subject=str(answer.get("uid", "")))

    def revoke(self, channel: Channel) -> bool:
        with WeiboClient(channel) as client:
            return client.revoke()


def _send_free(client: WeiboClient, post: Post) -> dict[str, object]:
    shown = words.pictures_of(post)
    files = {"pic": _part(shown[0])} if shown else None
    return client.post("/2/statuses/share.json", {"status": words.words_of(post)}, repeatable=False, files=files)


def _send_paid(client: WeiboClient, post: Post, remote: Remote) -> dict[str, object]:
    text, kept = words.words_of(post), remote.get("pictures") or {}
    given = {"status": text, "visible": "0", "is_longtext": "1" if half_width_length(text) > limits.LONG_FROM else "0"}
    shown = [kept[p.sha256] for p in words.pictures_of(post) if p.sha256 in kept]
    if not shown:
        return client.post("/2/statuses/update/biz.json", given, repeatable=False)
    return client.post("/2/statuses/upload_url_text/biz.json", {**given, "pic_id": ",".join(shown)}, repeatable=False)


def _part(picture: Picture) -> tuple[str, bytes, str]:
    return f"{picture.sha256[:16]}{limits.EXTENSIONS.get(picture.mime, '')}", picture.data, picture.mime


def _gone(fault: PlatformFault) -> Progress:
    if fault.platform_code == str(errors.POST_GONE):
        return Progress(ProgressState.GONE, reason=str(fault.message))
    if fault.platform_code == str(errors.POST_ILLEGAL):
        return Progress(ProgressState.REJECTED, reason=str(fault.message))
    raise fault


def _url(channel: Channel, remote: Remote) -> str:
    """The post's own page; a sandbox shows it below its own address."""
    web = "https://weibo.com" if channel.base_url == OFFICIAL else channel.base_url
    return f"{web}/{remote.get('uid') or channel.subject}/{words.base62(str(remote['status_id']))}"


def _wrong_owner(channel: Channel, info: Mapping[str, object]) -> ConnectionReport | None:
    if str(info.get("appkey", channel.app_id)) != channel.app_id:
        return not_connected(_("授权属于另一个应用。"), _("请核对 App Key 后重新授权。"))
    if channel.subject and str(info.get("uid", "")) != channel.subject:
        return not_connected(_("授权属于另一个微博账号。"), _("请用本账号登录微博后重新授权。"))
    return None


platform_limits(limits.limit)
register_connector(WeiboConnector(), official_url=OFFICIAL, sandbox_path="/weibo")
