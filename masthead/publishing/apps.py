from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "masthead.publishing"
    label = "publishing"
    verbose_name = _("发布")

    def ready(self) -> None:
        from masthead.publishing import registrations  # noqa: F401
