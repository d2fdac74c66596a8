"""Shape and wording of a webhook. The address is never rendered back."""

from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from masthead.notify.models import Webhook
from masthead.trail.registry import EVENTS


def event_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Events by room, in words."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind in sorted(EVENTS.values(), key=lambda k: k.name):
        room = kind.name.partition(":")[0]
        heading = str(apps.get_app_config(room).verbose_name) if apps.is_installed(f"masthead.{room}") else room
        found.setdefault(heading, []).append((kind.name, f"{kind.label} ({kind.name})"))
    return [(str(_("不分种类")), [("*", str(_("全部事件")))]), *found.items()]


class WebhookForm(forms.Form):
    """Whom to tell what."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("接收方系统的名字，例如 数据仓库。"))
    address = forms.CharField(
        label=_("接收地址"),
        max_length=2000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}, render_value=False),
        help_text=_("以 https:// 开头的公网地址。保存后加密，只显示主机名。"),
    )
    events = forms.MultipleChoiceField(
        label=_("事件"),
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("只会收到您有权查看的对象的事件，内容只有编号和摘要。按住 Ctrl 可多选。"),
    )

    def __init__(self, *args: Any, webhook: Webhook | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = self.fields["events"]
        assert isinstance(events, forms.MultipleChoiceField)
        listed = event_choices()
        own = [e for e in webhook.events if e.endswith("*") and e != "*"] if webhook else []
        events.choices = [*listed, *([(str(_("前缀")), [(e, e) for e in own])] if own else [])]
        if webhook is not None:
            self.fields["address"].required = False
            self.fields["address"].help_text = _("已加密保存；留空则保持不变。")
            self.initial = {"name": webhook.name, "events": webhook.events}
