"""What the trail says of itself on the page 系统状态."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.health import Health, State
from masthead.trail import queries

LATE = dt.timedelta(minutes=10)


def sealing() -> Health:
    """Is everything sealed but the newest minutes?"""
    oldest = queries.oldest_unsealed()
    if oldest is None or clock.now() - oldest.at < LATE:
        return Health(State.OK, _("留痕按时封存"), url=reverse("trail:events"))
    minutes = int((clock.now() - oldest.at).total_seconds() // 60)
    advice = _("请确认后台进程在运行；恢复后会自动补封，不会丢失。")
    return Health(State.WARN, _("最早一条未封存的留痕已等了 %(n)d 分钟") % {"n": minutes}, advice)
