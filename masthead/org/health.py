"""What the ways to sign in say of themselves on the page 系统状态."""

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core.health import Health, State
from masthead.org import queries


def sign_in_providers() -> Health:
    """Providers that members use and that are switched off."""
    off, url = queries.providers_off(), reverse("org:providers")
    if off:
        text = _("登录方式已停用：%(names)s") % {"names": "、".join(off)}
        return Health(State.WARN, text, _("已关联的成员不能用它登录；确认后重新启用，或解除关联。"), url)
    return Health(State.OK, _("成员使用的登录方式都已启用"), url=url)
