"""What readers write: comments below an article, and the one public answer to each; private answers."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import PlatformFault
from masthead.platforms.connectors.wechat_oa.client import WechatClient
from masthead.platforms.connectors.wechat_oa.limits import COMMENTS_A_PAGE
from masthead.platforms.contract import Comment, CommentPage, Remote

REPLIED = "88009"
PAGES_TO_LOOK = 20


def comments(client: WechatClient, remote: Remote, cursor: str) -> CommentPage:
    """One page; the cursor is the number of those already read."""
    begin = int(cursor) if cursor.isdecimal() else 0
    answer = _page(client, remote, begin)
    rows = [row for row in answer.get("comment") or () if isinstance(row, dict)]
    read = begin + len(rows)
    total = answer.get("total")
    more = bool(rows) and (read < total if isinstance(total, int) else len(rows) == COMMENTS_A_PAGE)
    return CommentPage([_comment(row) for row in rows], str(read) if more else "")


def reply(client: WechatClient, remote: Remote, comment: Comment, text: str) -> str:
    """The platform takes one answer to each comment; ours already there is as good as sent now."""
    body = {"msg_data_id": _number(remote), "index": 0, "user_comment_id": int(comment.key), "content": text}
    try:
        client.post("/cgi-bin/comment/reply/add", body, repeatable=True)
    except PlatformFault as fault:
        if fault.platform_code != REPLIED or _answer_of(client, remote, comment.key) != text:
            raise
    return f"{comment.key}:reply"


def send_message(client: WechatClient, to: str, text: str) -> None:
    """A customer-service message: within 48 hours after the reader wrote, a few at most."""
    body = {"touser": to, "msgtype": "text", "text": {"content": text}}
    client.post("/cgi-bin/message/custom/send", body, repeatable=False)


def _page(client: WechatClient, remote: Remote, begin: int) -> dict[str, Any]:
    body = {"msg_data_id": _number(remote), "index": 0, "begin": begin, "count": COMMENTS_A_PAGE, "type": 0}
    return client.post("/cgi-bin/comment/list", body)


def _answer_of(client: WechatClient, remote: Remote, key: str) -> str:
    """What we answered to a comment, '' when nothing is found."""
    for page in range(PAGES_TO_LOOK):
        rows = _page(client, remote, page * COMMENTS_A_PAGE).get("comment") or ()
        for row in rows:
            if str(row.get("user_comment_id")) == key:
                return str((row.get("reply") or {}).get("content", ""))
        if len(rows) < COMMENTS_A_PAGE:
            break
    return ""


def _comment(row: dict[str, Any]) -> Comment:
    stamp = row.get("create_time")
    at = dt.datetime.fromtimestamp(stamp, clock.CHINA) if isinstance(stamp, int) else clock.now()
    openid = str(row.get("openid") or "")
    name = _("微信读者 %(tail)s") % {"tail": openid[-4:]} if openid else _("读者")
    return Comment(str(row.get("user_comment_id", "")), name, str(row.get("content", "")), at, author_key=openid)


def _number(remote: Remote) -> int:
    number = str(remote.get("msg_data_id") or "0")
    return int(number) if number.isdecimal() else 0
