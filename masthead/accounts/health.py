"""What the connections to the platforms say of themselves on the page 系统状态."""

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.accounts import queries
from masthead.core.health import Health, State


def connections() -> Health:
    """Accounts whose platform does not answer."""
    failing = queries.failing_connections()
    url = reverse("accounts:list")
    if failing:
        names = _("、").join(failing[:5])
        return Health(
            State.WARN,
            _("%(n)d 个账号连接异常：%(names)s") % {"n": len(failing), "names": names},
            _("打开账号查看原因与处理办法。"),
            url,
        )
    return Health(State.OK, _("没有连接异常的账号"), url=url)
