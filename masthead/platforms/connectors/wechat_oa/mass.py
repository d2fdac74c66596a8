"""Mass sending: the platform keeps our own id for a day, so sending the same again sends nothing."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import PlatformFault
from masthead.platforms.connectors.wechat_oa import errors
from masthead.platforms.connectors.wechat_oa.client import WechatClient
from masthead.platforms.connectors.wechat_oa.limits import MASS_MEMORY_SECONDS
from masthead.platforms.contract import Found, LookUp, Post, Progress, ProgressState, Remote

PREFIX = "mass:"
DUPLICATE = 45065
DONE = "SEND_SUCCESS"
FAILED = ("SEND_FAIL", "DELETE")


def send(client: WechatClient, post: Post, remote: Remote) -> Remote:
    """To all followers. A repetition within a day comes back with the first one's number and counts as done."""
    body = {
        "filter": {"is_to_all": True},
        "mpnews": {"media_id": remote.get("media_id", "")},
        "msgtype": "mpnews",
        "send_ignore_reprint": 0,
        "clientmsgid": own_id(post),
    }
    answer = client.post("/cgi-bin/message/mass/sendall", body, repeatable=False, tolerate={DUPLICATE})
    if not answer.get("msg_id"):
        raise errors.unknown_outcome("no msg_id")
    number = str(answer["msg_id"])
    return {"publish_id": f"{PREFIX}{number}", "msg_id": number, "msg_data_id": str(answer.get("msg_data_id", ""))}


def own_id(post: Post) -> str:
    """At most 64 bytes, the same for the same version."""
    return post.marker[:64]


def find(remote: Remote) -> LookUp:
    """The platform has no listing of mass sendings. Within its memory of our id, sending again is the look-up itself."""
    age = clock.now().timestamp() - float(remote.get("drafted_at", 0))
    if age < MASS_MEMORY_SECONDS:
        return LookUp(Found.NO, note=_("平台按任务编号去重，一天之内重新提交不会重复群发。"))
    return LookUp(Found.UNSURE, note=_("已超过平台的去重期限，请到公众平台「发表记录」核对。"))


def status(client: WechatClient, remote: Remote) -> Progress:
    """How a mass sending stands; its address comes by callback only."""
    try:
        told = client.post("/cgi-bin/message/mass/get", {"msg_id": str(remote["msg_id"])})
    except PlatformFault as fault:
        if fault.platform_code == "40059":  # seen right after the sending: not visible yet
            return Progress(ProgressState.PENDING)
        raise
    return progress_of(str(told.get("msg_status", "")), str(remote.get("url", "")))


def progress_of(status: str, url: str = "") -> Progress:
    """From the platform's word, in the poll or in the event."""
    word = status.strip().upper().replace(" ", "_")
    if word == DONE:
        return Progress(ProgressState.PUBLISHED, {"url": url} if url else {}, url)
    if word in FAILED or word.startswith("ERR("):
        return Progress(ProgressState.REJECTED, reason=_reason(word))
    return Progress(ProgressState.PENDING)


def _reason(word: str) -> str:
    reasons: Mapping[str, Any] = {
        "ERR(10001)": _("涉嫌广告"), "ERR(20001)": _("涉嫌政治"), "ERR(20002)": _("涉嫌色情"), "ERR(20004)": _("涉嫌社会问题"),
        "ERR(20006)": _("涉嫌违法犯罪"), "ERR(20008)": _("涉嫌欺诈"), "ERR(20013)": _("涉嫌版权问题"), "ERR(22000)": _("涉嫌互推"),
        "ERR(30003)": _("被判定为转载"), "ERR(40001)": _("管理员拒绝"), "ERR(40002)": _("管理员超时未确认"), "DELETE": _("已被删除"),
    }  # fmt: skip
    why = reasons.get(word, _("平台没有说明原因"))
    return _("群发没有成功：%(why)s。") % {"why": why}
