"""Forms of `notify`, by noun."""

from masthead.notify.forms.notices import ChannelForm, LogFilterForm, PreferenceForm
from masthead.notify.forms.webhooks import WebhookForm

__all__ = ["ChannelForm", "LogFilterForm", "PreferenceForm", "WebhookForm"]
