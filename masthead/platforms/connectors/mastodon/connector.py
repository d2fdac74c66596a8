"""The connector: stages of the way out, look-up, replies, figures, authorisation. Each method is one deed; the engine decides what follows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.base import PlatformConnector
from masthead.platforms.connectors.mastodon import errors, formats, limits, media, talk, wording
from masthead.platforms.connectors.mastodon.client import Client, oauth, token_of
from masthead.platforms.connectors.mastodon.instance import Instance, instance_of
from masthead.platforms.connectors.mastodon.look_up import account_of, facts_of, look_up
from masthead.platforms.contract import (
    Capability,
    Channel,
    Comment,
    CommentPage,
    ConnectionReport,
    FigureBatch,
    FigureRow,
    FormatIssue,
    Grant,
    LookUp,
    MessagePage,
    Option,
    Post,
    Progress,
    ProgressState,
    Remote,
    Seen,
    Setup,
    Stage,
)
from masthead.platforms.http import gateway_fault
from masthead.platforms.limits import platform_limits
from masthead.platforms.registry import register_connector

PICTURE, VIDEO, READY, PUBLISH = "picture-", "video", "ready", "publish"
SCOPES = "read write"
UNTOLD = (FaultKind.NOT_SENT, FaultKind.THROTTLED, FaultKind.UNKNOWN_OUTCOME)
COUNTS = {"replies_count": "comment_count", "reblogs_count": "share_users", "favourites_count": "like_users"}
VISIBILITY = (
    ("public", gettext_lazy("公开")),
    ("unlisted", gettext_lazy("不列入公共时间线")),
    ("private", gettext_lazy("仅关注者")),
)


class MastodonConnector(PlatformConnector):
    """For Mastodon and every server that speaks its API."""

    key = "mastodon"
    figures_key = "status_id"
    publish_key = "status_id"
    setup = Setup(
        app_id=gettext_lazy("客户端 ID（Client key）"),
        secret=gettext_lazy("客户端密钥，或访问令牌"),
        site=gettext_lazy("服务器地址"),
        oauth=True,
        options=(
            Option("visibility", gettext_lazy("可见范围"), default="public", choices=VISIBILITY),
            Option("language", gettext_lazy("内容语言"), gettext_lazy("两位字母，例如 zh、en；留空由服务器判断。")),
        ),
        steps=(
            gettext_lazy("登录服务器，打开「偏好设置 → 开发」，新建应用。"),
            gettext_lazy("权限勾选 read 和 write，回调地址填本页显示的授权回调地址。"),
            gettext_lazy("填写客户端 ID 和客户端密钥，保存后点「去授权」。"),
            gettext_lazy("也可以只填应用页上的访问令牌：客户端 ID 留空，令牌填在密钥一栏。"),
        ),
    )

    def validate(self, post: Post) -> list[FormatIssue]:
        return formats.issues_of(post)

    def capabilities(self, channel: Channel) -> Mapping[Ability, Capability]:
        return self.check(channel).capabilities

    def check(self, channel: Channel) -> ConnectionReport:
        """Token, account and the server's own limits. Raises PlatformFault when the server could not be asked at all."""
        try:
            with Client(channel) as client:
                account, instance = account_of(client), instance_of(client)
                scopes = _scopes(client)
        except PlatformFault as fault:
            if fault.kind in UNTOLD:
                raise
            facts = {_("错误编号"): fault.platform_code, _("平台说明"): fault.detail}
            return ConnectionReport(ok=False, message=str(fault.message), advice=str(fault.advice), facts=facts, code=fault.platform_code)  # fmt: skip
        if not account["id"]:
            return ConnectionReport(
                ok=False,
                message=_("服务器没有说出令牌属于哪个账号。"),
                advice=_("请核对服务器地址，地址应以 https:// 开头，不带路径。"),
            )
        return _report(account, instance, scopes)

    def stages(self, post: Post) -> Sequence[Stage]:
        """A stage per medium, so that what is uploaded stays uploaded; then waiting for them, and the one that readers see."""
        count = len(post.pictures)
        found = [
            Stage(f"{PICTURE}{n}", _("上传图片 %(n)d/%(count)d") % {"n": n, "count": count}, repeatable=True)
            for n in range(1, count + 1)
        ]
        if post.video is not None:
            found.append(Stage(VIDEO, _("上传视频"), repeatable=True))
        return [
            *found,
            Stage(READY, _("核对服务器要求"), repeatable=True),
            Stage(PUBLISH, _("发布"), repeatable=False),
        ]

    def upload(self, channel: Channel, post: Post, stage: str, remote: Remote) -> Remote:
        with Client(channel) as client:
            if stage.startswith(PICTURE):
                return media.upload_picture(client, post, int(stage.removeprefix(PICTURE)), remote)
            if stage == VIDEO:
                return media.upload_video(client, post, remote)
            if stage == READY:
                return _ready(client, post, remote)
        raise ValueError(f"no stage «{stage}»")

    def publish(self, channel: Channel, post: Post, remote: Remote) -> Remote:
        body: dict[str, Any] = {
            "status": wording.status_text(post),
            "media_ids": _media_of(post, remote),
            "visibility": channel.options.get("visibility") or "public",
        }
        if language := channel.options.get("language"):
            body["language"] = language
        with Client(channel) as client:
            return _made(client.post("/api/v1/statuses", body, key=f"{channel.account_id}-{post.marker}"[:128]))

    def find(self, channel: Channel, post: Post, remote: Remote) -> LookUp:
        with Client(channel) as client:
            return look_up(client, post, remote)

    def status(self, channel: Channel, remote: Remote) -> Progress:
        if not remote.get("status_id"):
            return Progress(ProgressState.PENDING)
        try:
            with Client(channel) as client:
                facts = _made(client.get(f"/api/v1/statuses/{remote['status_id']}"))
        except PlatformFault as fault:
            if fault.platform_code in errors.GONE:
                return Progress(ProgressState.GONE, reason=_("内容已不在平台上。"))
            raise
        return Progress(ProgressState.PUBLISHED, facts, str(facts["url"]))

    def delete(self, channel: Channel, remote: Remote) -> None:
        try:
            with Client(channel) as client:
                client.delete(f"/api/v1/statuses/{remote['status_id']}")
        except PlatformFault as fault:
            if fault.platform_code not in errors.GONE:
                raise

    def revisit(self, channel: Channel, remote: Remote) -> Seen:
        """One question for both: the words stand in the status."""
        if not remote.get("status_id"):
            return Seen(Progress(ProgressState.PENDING))
        try:
            with Client(channel) as client:
                told = client.get(f"/api/v1/statuses/{remote['status_id']}")
        except PlatformFault as fault:
            if fault.platform_code in errors.GONE:
                return Seen(Progress(ProgressState.GONE, reason=_("内容已不在平台上。")))
            raise
        facts = _made(told)
        return Seen(
            Progress(ProgressState.PUBLISHED, {}, str(facts["url"])), text=wording.plain(str(told.get("content") or ""))
        )

    def comment_below(self, channel: Channel, remote: Remote, text: str, key: str) -> str:
        own = Comment(str(remote.get("status_id", "")), "", "", clock.now())
        return self.reply(channel, remote, own, text, key)

    def comments(self, channel: Channel, remote: Remote, cursor: str = "") -> CommentPage:  # noqa: ARG002  one piece
        with Client(channel) as client:
            return talk.comments_of(client, remote)

    def reply(self, channel: Channel, remote: Remote, comment: Comment, text: str, key: str) -> str:  # noqa: ARG002
        words = f"@{comment.author_key} {text}" if comment.author_key and f"@{comment.author_key}" not in text else text
        body = {
            "status": words,
            "in_reply_to_id": comment.key,
            "visibility": channel.options.get("visibility") or "public",
        }
        with Client(channel) as client:
            return str(
                _made(client.post("/api/v1/statuses", body, key=f"{channel.account_id}-{key}"[:128]))["status_id"]
            )

    def messages(self, channel: Channel, cursor: str = "") -> MessagePage:
        with Client(channel) as client:
            return talk.messages_of(client, cursor)

    def metrics(self, channel: Channel, day: dt.date, refs: Sequence[str]) -> FigureBatch:
        """Totals up to now; a status that is gone tells nothing more."""
        rows: list[FigureRow] = []
        with Client(channel) as client:
            for ref in refs:
                response = client.raw("GET", f"/api/v1/statuses/{ref}")
                if str(response.status_code) not in errors.GONE:
                    told = errors.read(response, repeatable=True)
                    rows += [
                        FigureRow(ref, metric, day, told[name], running=True)
                        for name, metric in COUNTS.items()
                        if isinstance(told, Mapping) and isinstance(told.get(name), int)
                    ]
        return FigureBatch(rows, complete=True)

    def authorise_url(self, channel: Channel, redirect_uri: str, state: str) -> str:
        asked = {
            "response_type": "code",
            "client_id": channel.app_id,
            "redirect_uri": redirect_uri,
            "scope": SCOPES,
            "state": state,
        }
        return f"{channel.base_url}/oauth/authorize?{urlencode(asked)}"

    def exchange(self, channel: Channel, code: str, redirect_uri: str) -> Grant:
        """The access token has no end on most servers; it is what is kept."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "scope": SCOPES}
        response = oauth(channel, "/oauth/token", form)
        if response.status_code in (400, 401, 403):
            raise PlatformFault(
                _("服务器没有接受这次授权。"), kind=FaultKind.CREDENTIAL, platform_code=str(response.status_code),
                detail=errors.words_of(response), advice=_("请核对客户端 ID、客户端密钥和回调地址，然后重新授权。"),
            )  # fmt: skip
        told = errors.read(response, repeatable=True)
        token = str(told.get("access_token") or "") if isinstance(told, Mapping) else ""
        if not token:
            raise gateway_fault(response.status_code, repeatable=True)
        with Client(channel, token=token) as client:
            account = account_of(client)
        seconds = told.get("expires_in")
        return Grant(
            token, seconds if isinstance(seconds, int) and seconds > 0 else limits.NO_END_SECONDS, subject=str(account["id"]),
            name=str(account.get("display_name") or account.get("acct") or ""), scopes=str(told.get("scope") or SCOPES).split(),
        )  # fmt: skip

    def revoke(self, channel: Channel) -> bool:
        """A pasted token belongs to an app that we do not know: only its owner can revoke it at the server."""
        if not channel.app_id or not channel.grant_ref:
            return False
        return bool(oauth(channel, "/oauth/revoke", {"token": token_of(channel)}).is_success)


def _scopes(client: Client) -> list[str]:
    """What the app may do, where the server says so; [] = not said."""
    response = client.raw("GET", "/api/v1/apps/verify_credentials")
    told = errors.read(response, repeatable=True) if response.is_success else {}
    found = told.get("scopes") if isinstance(told, Mapping) else None
    return [str(scope) for scope in found] if isinstance(found, list) else []


def _report(account: Mapping[str, Any], instance: Instance, scopes: list[str]) -> ConnectionReport:
    facts = {
        _("账号"): f"@{account.get('acct') or account.get('username') or account['id']}",
        _("服务器"): " ".join(part for part in (instance.title, instance.version) if part) or _("没有说明"),
        _("正文上限"): _("%(n)d 字") % {"n": instance.text_most},
        _("图片上限"): _("%(n)d 张") % {"n": instance.pictures_most},
    }
    may_write = not scopes or bool({"write", "write:statuses"} & set(scopes))
    if not may_write:
        message, advice = _("令牌只能读，不能发布。"), _("请以 read 和 write 权限重新授权。")
        return ConnectionReport(ok=False, message=message, advice=advice, facts=facts)
    abilities = {ability: Capability(Mode.AUTOMATIC) for ability in Ability}
    return ConnectionReport(ok=True, message=_("连接正常，令牌有效。"), facts=facts, capabilities=abilities)


def _ready(client: Client, post: Post, remote: Remote) -> Remote:
    """The last look before readers see it: the media are taken in, the words fit this very server."""
    account, instance = account_of(client), instance_of(client)
    length = wording.length_of(wording.status_text(post), instance.url_counts)
    if length > instance.text_most or len(post.pictures) > instance.pictures_most:
        raise PlatformFault(
            _("这台服务器最多 %(text)d 字、%(pictures)d 张图，稿件有 %(n)d 字、%(count)d 张图。")
            % {
                "text": instance.text_most,
                "pictures": instance.pictures_most,
                "n": length,
                "count": len(post.pictures),
            },
            kind=FaultKind.REJECTED,
            advice=_("请精简后重新提交审核，或在「平台限制」中写明这台服务器的上限。"),
        )
    media.require_ready(client, dict(remote.get("media") or {}))
    return {"account_id": str(account["id"]), "started_at": client.platform_time}


def _media_of(post: Post, remote: Remote) -> list[str]:
    kept = remote.get("media") or {}
    wanted = [picture.sha256 for picture in post.pictures] + ([post.video.sha256] if post.video else [])
    if missing := [sha for sha in wanted if sha not in kept]:
        raise PlatformFault(
            _("有 %(n)d 个文件没有上传。") % {"n": len(missing)},
            kind=FaultKind.REJECTED,
            advice=_("请重新发布，系统会先补传文件。"),
        )
    return [str(kept[sha]) for sha in wanted]


def _made(answer: Any) -> Remote:
    """The facts of a status; an answer without one leaves us in the dark."""
    if not isinstance(answer, Mapping) or not answer.get("id"):
        raise gateway_fault(200, repeatable=False)
    return facts_of(answer)


platform_limits(limits.limit)
register_connector(MastodonConnector(), sandbox_path="/mastodon")
