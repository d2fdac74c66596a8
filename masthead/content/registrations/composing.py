"""What the composer declares: who keeps the reusable words, and where they are found."""

from django.utils.translation import gettext_lazy as _

from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.org.registry import role_gets

capability("content.block.manage", _("管理常用内容和品牌色"), clause="3.3.1")
for _role in ("head", "leader"):
    role_gets(_role, ["content.block.manage"])

entry(
    "content.blocks",
    chapter="content",
    label=_("常用内容"),
    url_name="content:blocks",
    capability="content.draft.write",
    order=35,
)
