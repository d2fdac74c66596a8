"""What the shell declares to the floors below."""

from django.utils.translation import gettext_lazy as _

from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.org.registry import role_gets

capability("web.map", _("查看房屋图"), scoped=False)
role_gets("admin", ["web.map"])

entry("web.map", chapter="settings", label=_("房屋图"), url_name="web:house", capability="web.map", order=95)
