"""What the engine says of itself on the page 系统状态."""

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.health import Health, State
from masthead.publishing import queries
from masthead.publishing.limits import limits


def engine() -> Health:
    """Does somebody send, and is anything late?"""
    now = clock.now()
    alive, due, oldest = queries.engine_pulse(now)
    url = reverse("publishing:engine")
    if oldest and (now - oldest).total_seconds() > limits().claim_seconds:
        advice = _("请查看发布引擎页面；进程恢复后会继续，不会重复发布。")
        state = State.WARN if alive else State.BAD
        return Health(state, _("有 %(n)d 项到期的发布还没有发出") % {"n": due}, advice, url)
    if not alive:
        return Health(State.QUIET, _("没有正在运行的发布进程，当前也没有到期的发布"), url=url)
    return Health(State.OK, _("%(n)d 个发布进程在运行，没有延误") % {"n": alive}, url=url)
