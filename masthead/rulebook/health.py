"""What the checks of the rulebook say of themselves on the page 系统状态."""

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.health import Health, State
from masthead.rulebook import queries
from masthead.trail.probes import PROBES


def probes() -> Health:
    """Probes that broke, and probes whose newest run is older than they allow."""
    runs, now, url = queries.latest_runs(), clock.now(), reverse("rulebook:board")
    if not runs:
        return Health(State.QUIET, _("还没有运行过检查"), url=url)
    broken = [key for key, run in runs.items() if not run.ran_ok]
    if broken:
        text = _("%(n)d 项检查没有运行成功") % {"n": len(broken)}
        return Health(State.WARN, text, _("打开执行看板查看原因；没有成功的检查不算通过。"), url)
    old = [key for key, probe in PROBES.items() if key not in runs or runs[key].age_minutes(now) > probe.grace_minutes]
    if old:
        text = _("%(n)d 项检查的结果已过时") % {"n": len(old)}
        return Health(State.WARN, text, _("确认后台进程在运行，或在执行看板点「重新检查」。"), url)
    return Health(State.OK, _("%(n)d 项检查按时运行") % {"n": len(runs)}, url=url)
