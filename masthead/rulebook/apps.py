from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    name = "masthead.rulebook"
    label = "rulebook"
    verbose_name = _("制度")

    def ready(self) -> None:
        from masthead.rulebook import registrations  # noqa: F401
