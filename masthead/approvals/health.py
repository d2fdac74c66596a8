"""What the clock of the approvals says of itself on the page 系统状态."""

import datetime as dt

from django.utils.translation import gettext as _

from masthead.approvals import queries
from masthead.core import clock
from masthead.core.health import Health, State

LATE = dt.timedelta(minutes=15)


def overdue() -> Health:
    """Steps whose reminder or escalation is long due: the clock does not come round."""
    lying = queries.steps_left_lying(clock.now() - LATE)
    if lying:
        text = _("有 %(n)d 个审批节点到时没有提醒或升级") % {"n": lying}
        return Health(State.WARN, text, _("请确认后台进程在运行；恢复后会自动补办。"))
    return Health(State.OK, _("审批提醒与升级按时"))
