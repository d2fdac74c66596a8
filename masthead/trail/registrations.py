"""What the trail declares; roles get it in `org`, the floor above."""

from django.utils.translation import gettext_lazy as _

from masthead.core.permissions import capability
from masthead.trail import hour_probes  # noqa: F401  registers the probe of clause 8.6

capability("trail.event.read", _("查看留痕"), clause="8", scoped=False)
