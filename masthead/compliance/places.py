"""Names of the platforms that rules speak of, in the language of the page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from masthead.compliance.engine.places import NAMES, place_of

__all__ = ["PLATFORMS", "place_of"]
PLATFORMS: dict[str, str | Promise] = {key: gettext_lazy(name) for key, name in NAMES.items()}
