"""The writing helper: capability, events, the sealed key, its page in the settings."""

from django.utils.translation import gettext_lazy as _

from masthead.content.events import AssistantEvent
from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.core.secrets import sealed_column
from masthead.org.registry import role_gets
from masthead.trail.registry import register_events

capability("content.assistant.manage", _("设置写作助手"), clause="3.3.1", sensitive=True, scoped=False)
role_gets("admin", ["content.assistant.manage"])
register_events(
    AssistantEvent,
    {
        AssistantEvent.SET_UP: (_("设置了写作助手"), "3.3.1", "settings"),
        AssistantEvent.ASKED: (_("使用了写作助手"), "3.3.1", "sparkles"),
        AssistantEvent.TAKEN: (_("采用了写作助手的建议"), "3.3.1", "check"),
    },
)
sealed_column("content.AssistantSetup", "sealed_key", context=lambda setup: setup.seal_context)
entry(
    "content.assistant",
    chapter="settings",
    label=_("写作助手"),
    url_name="content:assistant_setup",
    capability="content.assistant.manage",
    order=70,
)
