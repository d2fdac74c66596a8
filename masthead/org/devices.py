"""A device is known by a cookie of its own; only its digest is kept beside a sign-in."""

import hashlib
import hmac
import ipaddress
import secrets
import unicodedata

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from masthead.org.models import LockKind

COOKIE, SALT, YEAR = "device", "masthead.org.device", 365 * 24 * 3600
PREFIX_V6 = 64


def digest(*words: str) -> str:
    """A keyed digest: from the table alone nobody reads which name was tried."""
    return hmac.new(settings.SECRET_KEY.encode(), "\x1f".join(words).encode(), hashlib.sha256).hexdigest()


def device_of(request: HttpRequest) -> str:
    """Digest of the device's cookie; "" for a device without one, or with one that we did not sign."""
    try:
        value = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return ""
    return digest("device", str(value))


def give_cookie(request: HttpRequest, response: HttpResponse, value: str) -> None:
    """Let the browser keep its number for a year."""
    response.set_cookie(
        COOKIE, signing.dumps(value, salt=SALT), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def new_number() -> str:
    """A number for a device that has none."""
    return secrets.token_urlsafe(18)


def folded(name: str) -> str:
    """All spellings that a database may take for the same name: width, case, the letters whose capital is an ordinary one."""
    return unicodedata.normalize("NFKC", name).strip().upper().lower()


def network_of(address: str) -> str:
    """An IPv6 customer has a whole /64 to choose from: it counts as one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network(f"{found}/{PREFIX_V6}", strict=False).network_address)
    return str(found)


def lock_keys(name: str, *, address: str, known_device: str = "") -> dict[str, str]:
    """What a guess counts against. A device that the member used before has a count of its own: strangers who keep a name locked do
    not lock its owner out of the own desk."""
    keys = {LockKind.ADDRESS.value: digest("address", network_of(address))}
    if known_device:
        keys[LockKind.DEVICE.value] = digest("name", folded(name), known_device)
    else:
        keys[LockKind.NAME.value] = digest("name", folded(name))
    return keys
