"""What a publish status means; the same for polling, callbacks and look-ups."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.platforms.contract import Progress, ProgressState, Remote

SUCCESS, PUBLISHING, ORIGINAL_FAILED, FAILED, AUDIT_FAILED, DELETED, BANNED = range(7)
MESSAGE_NUMBER = re.compile(r"[?&]mid=(\d+)")

REASONS: dict[int, str | Promise] = {
    ORIGINAL_FAILED: _("原创校验没有通过。"),
    FAILED: _("平台发布失败，没有说明原因。请到公众平台查看，或修改后重新提交。"),
    AUDIT_FAILED: _("平台审核没有通过。请修改内容后重新提交审核。"),
    DELETED: _("发布成功后，文章已被运营者删除。"),
    BANNED: _("发布成功后，文章已被平台下架。"),
}


def progress_of(answer: Mapping[str, Any]) -> Progress:
    """From `publish_status` with what belongs to it. An unknown status waits: it is never taken for a result."""
    status = answer.get("publish_status")
    urls = [str(item.get("article_url", "")) for item in _items(answer)]
    remote: Remote = {"publish_status": status}
    if article_id := answer.get("article_id"):
        remote["article_id"] = str(article_id)
    if publish_id := answer.get("publish_id"):
        remote["publish_id"] = str(publish_id)
    url = urls[0] if urls else ""
    if status == SUCCESS:
        return Progress(ProgressState.PUBLISHED, remote, url)
    if status in (DELETED, BANNED):
        return Progress(ProgressState.GONE, remote, url, str(REASONS[status]))
    if status in (ORIGINAL_FAILED, FAILED, AUDIT_FAILED):
        return Progress(ProgressState.REJECTED, remote, reason=str(REASONS[status]))
    return Progress(ProgressState.PENDING, remote)


def _items(answer: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    detail = answer.get("article_detail")
    items = detail.get("item") if isinstance(detail, Mapping) else None
    return sorted((i for i in items or () if isinstance(i, Mapping)), key=lambda item: int(item.get("idx", 1) or 1))


def number_in(url: str) -> str:
    """msg_data_id as the article's long address carries it (`mid`), or ''."""
    found = MESSAGE_NUMBER.search(url)
    return found[1] if found else ""
