"""What an answer means. HTTP 200 says nothing: the code inside does."""

import json
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.core import outbound
from masthead.notify.robots.catalogue import redacted
from masthead.notify.robots.messages import Outcome, Result

MINUTE = 60


@dataclass(frozen=True)
class Meaning:
    result: Result
    words: str | Promise
    wait: int = 0


BUSY = Meaning(Result.RETRY, _("对方系统繁忙，稍后自动重试。"))
TOO_OFTEN = Meaning(Result.THROTTLED, _("超过机器人的发送频率，稍后自动重试。"), MINUTE)
NO_SUCH = Meaning(Result.CREDENTIAL, _("机器人地址无效：可能已被移出群或停用。请重新添加机器人并更新地址。"))
MEANINGS: dict[str, dict[int, Meaning]] = {
    "wecom": {
        -1: BUSY,
        45009: TOO_OFTEN,
        93000: NO_SUCH,
        40058: Meaning(Result.REJECTED, _("对方认为消息格式有误。")),
    },
    "dingtalk": {
        -1: BUSY,
        130101: Meaning(Result.THROTTLED, _("超过机器人的发送频率，被限制十分钟。"), 10 * MINUTE),
        410100: Meaning(Result.THROTTLED, _("超过机器人的发送频率，被限制十分钟。"), 10 * MINUTE),
        310000: Meaning(
            Result.CREDENTIAL, _("没有通过机器人的安全校验：请核对加签密钥、关键词或 IP 段，以及服务器时间。")
        ),
        300001: NO_SUCH,
        300005: NO_SUCH,
        400101: NO_SUCH,
        400102: NO_SUCH,
        40035: Meaning(Result.REJECTED, _("对方认为消息格式有误。")),
    },
    "feishu": {
        11232: TOO_OFTEN,
        19001: NO_SUCH,
        19021: Meaning(Result.CREDENTIAL, _("签名校验失败：请核对加签密钥和服务器时间。")),
        19022: Meaning(Result.CREDENTIAL, _("服务器 IP 不在机器人的白名单中。")),
        19024: Meaning(Result.CREDENTIAL, _("消息不含机器人要求的关键词：请在渠道中填写关键词。")),
        9499: Meaning(Result.REJECTED, _("对方认为消息格式有误。")),
    },
}


def judge(kind: str, reply: outbound.Reply) -> Outcome:
    """What this answer says about the message."""
    if reply.status == 429:
        return _outcome(TOO_OFTEN, "HTTP 429")
    if reply.status >= 500:
        return _outcome(BUSY, f"HTTP {reply.status}")
    answer = _read(reply.body)
    code = _code_of(answer)
    if code == 0:
        return Outcome(Result.SENT, "0")
    if code is None:
        if reply.status != 200:
            return Outcome(Result.REJECTED, f"HTTP {reply.status}", _("对方没有处理请求。"))
        return Outcome(Result.UNKNOWN, "HTTP 200", _("对方的答复看不懂，无法确认是否已送达。"))
    meaning = MEANINGS[kind].get(code, Meaning(Result.REJECTED, _("对方拒绝了消息。")))
    said = redacted(str(answer.get("errmsg") or answer.get("msg") or ""))[:120]
    return _outcome(meaning, str(code), said)


def _outcome(meaning: Meaning, code: str, said: str = "") -> Outcome:
    words = f"{meaning.words} {said}".strip() if said else meaning.words
    return Outcome(meaning.result, code, words, meaning.wait)


def _code_of(answer: dict[str, object]) -> int | None:
    for name in ("errcode", "code", "StatusCode"):
        value = answer.get(name)
        if isinstance(value, int):
            return value
    return None


def _read(body: bytes) -> dict[str, object]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
