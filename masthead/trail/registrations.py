"""What the trail declares; roles get it in `org`, the floor above."""

from django.utils.translation import gettext_lazy as _

from masthead.core.health import health_check
from masthead.core.permissions import capability
from masthead.trail import health, hour_probes  # noqa: F401  the probe of clause 8.6 registers itself

capability("trail.event.read", _("查看留痕"), clause="8", scoped=False)

health_check("trail.sealing", label=_("留痕封存"), run=health.sealing, order=20)
