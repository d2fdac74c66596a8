from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollabConfig(AppConfig):
    name = "masthead.collab"
    label = "collab"
    verbose_name = _("协作与会议")

    def ready(self) -> None:
        from masthead.collab import registrations  # noqa: F401
