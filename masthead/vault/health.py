"""What the vault says of itself on the page 系统状态."""

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core.health import Health, State
from masthead.core.secrets import SecretUnavailable
from masthead.vault import queries


def keys() -> Health:
    """Is the key file there and sound? Nothing is opened for it."""
    try:
        ring = queries.trusted_ring()
    except SecretUnavailable as error:
        return Health(State.BAD, str(error.message), str(error.advice))
    return Health(State.OK, _("密钥文件完好，共 %(n)d 个版本") % {"n": len(ring.keys)}, url=reverse("vault:keys"))
