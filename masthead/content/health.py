"""What the clock of the reviews says of itself on the page 系统状态."""

import datetime as dt

from django.utils.translation import gettext as _

from masthead.content import queries
from masthead.core import clock
from masthead.core.health import Health, State

LATE = dt.timedelta(minutes=15)


def review_clock() -> Health:
    """Drafts past their window that nobody marked, and later looks of the fast lane that nobody could be asked for."""
    edge = clock.now() - LATE
    if lying := len(queries.drafts_past_their_window(edge)):
        text = _("有 %(n)d 篇稿件过了发布时间还没有标记") % {"n": lying}
        return Health(State.WARN, text, _("请确认后台进程在运行；恢复后会自动补办。"))
    if owed := queries.later_looks_lying(edge):
        text = _("有 %(n)d 次紧急通道还没有人可以事后复核") % {"n": owed}
        return Health(State.WARN, text, _("请为该部门授予更多审核人员，或发布「事后复核」流程。"))
    return Health(State.OK, _("审核时限与事后复核按时"))
