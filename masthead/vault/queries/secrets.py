"""Reads of the vault. Only `opened` meets plaintext, and only `keeper` and the checks call it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import NotThere
from masthead.core.rows import lone
from masthead.core.secrets import SecretUnavailable
from masthead.org.models import Member
from masthead.org.queries import may
from masthead.vault.envelope import CannotOpen, Envelope, KeyRing, open_message, secret_aad
from masthead.vault.models import Secret, SecretVersion
from masthead.vault.queries.keys import SealedText, sealed_texts, trusted_ring, unsealed

PREFIX = "vault:"


def secrets_visible_to(member: Member) -> QuerySet[Secret]:
    """What is in the vault, without any content; those who may not list it see nothing."""
    return Secret.objects.all() if may(member, "vault.secret.list") else Secret.objects.none()


def secret_of_ref(ref: str) -> Secret | None:
    """The secret behind a reference, or None."""
    number = ref.removeprefix(PREFIX)
    if not ref.startswith(PREFIX) or not number.isdecimal() or len(number) > 18:
        return None
    return lone(Secret.objects.filter(pk=int(number)))


def secrets_of(owner_kind: str, owner_id: int) -> dict[str, Secret]:
    """An owner's secrets by kind, without any content; one query."""
    return {secret.kind: secret for secret in Secret.objects.filter(owner_kind=owner_kind, owner_id=owner_id)}


def secrets_kept(owner_kind: str, owner_id: int) -> QuerySet[Secret]:
    """All secrets of an owner, certificates of several slots too, without any content."""
    return Secret.objects.filter(owner_kind=owner_kind, owner_id=owner_id).order_by("kind", "slot")


def get_secret(member: Member, pk: int) -> Secret:
    """One entry of the catalogue. Raises NotThere."""
    found = secrets_visible_to(member).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("保险箱里没有这份凭据。"), code="secret_not_there", clause="3.2.2")
    return found


def age_days(secret: Secret, *, at: dt.datetime | None = None) -> int:
    """Full days since the current version was stored."""
    return ((at or clock.now()) - secret.replaced_at).days


def is_overdue(secret: Secret, *, at: dt.datetime | None = None) -> bool:
    """Is the day by which it had to be replaced over? Demands for this one secret are another question: `demands_open`."""
    return secret.due_on is not None and clock.china(at or clock.now()).date() > secret.due_on


def opened(version: SecretVersion, ring: KeyRing | None = None) -> str:
    """The plaintext of one version. Raises SecretUnavailable: wrong key, moved row, changed bytes."""
    ring = ring or trusted_ring()
    if version.kid not in ring.keys:
        ring = trusted_ring()  # rotated since it was loaded
    try:
        return open_message(ring, envelope_of(version), aad_of(version))
    except CannotOpen:
        raise SecretUnavailable(
            _("凭据「%(name)s」无法打开：密钥不符，或数据被改动过。") % {"name": version.secret},
            code="secret_cannot_open",
            clause="3.2.2",
            advice=_("请恢复正确的密钥文件，或为该账号重新录入凭据。"),
        ) from None


def envelope_of(version: SecretVersion) -> Envelope:
    """The row's columns as an envelope."""
    parts = (version.nonce, version.ciphertext, version.wrap_nonce, version.wrapped_dek)
    return Envelope(version.kid, *(bytes(part) for part in parts))


def aad_of(version: SecretVersion) -> str:
    """What binds the version to its row."""
    secret = version.secret
    return secret_aad(
        secret_id=secret.pk, n=version.n, owner_kind=secret.owner_kind, owner_id=secret.owner_id, kind=secret.kind
    )


def current_version(ref: str) -> SecretVersion:
    """The current version behind a reference. Raises SecretUnavailable."""
    secret = secret_of_ref(ref)
    versions = SecretVersion.objects.select_related("secret")
    found = secret and lone(versions.filter(secret=secret, n=secret.version))
    if not found:
        raise SecretUnavailable(
            _("保险箱里没有这份凭据。"), code="secret_not_there", clause="3.2.2", advice=_("请在账号页面重新录入凭据。")
        )
    return found


def current_versions() -> QuerySet[SecretVersion]:
    """The current version of every secret; one query."""
    return SecretVersion.objects.select_related("secret").filter(n=F("secret__version")).order_by("secret_id")


def versions_of(secret: Secret) -> list[SecretVersion]:
    """All versions, newest first, with who stored them."""
    return list(secret.versions.select_related("stored_by").order_by("-n"))


def all_versions() -> Iterator[SecretVersion]:
    """Every version ever stored, in batches by key, so that no cursor stays open while others write."""
    after = 0
    while rows := list(SecretVersion.objects.select_related("secret").filter(pk__gt=after).order_by("pk")[:500]):
        after = rows[-1].pk
        yield from rows


@dataclass(frozen=True)
class Verification:
    """What a full check found; `faults` name versions, never content."""

    opened: int
    by_kid: dict[str, int]
    faults: list[str]


def verify(ring: KeyRing, versions: Iterable[SecretVersion] | None = None) -> Verification:
    """Open every version in memory and count. Nothing of the plaintext is kept."""
    good, by_kid, faults = 0, dict[str, int](), list[str]()
    for version in versions if versions is not None else all_versions():
        by_kid[version.kid] = by_kid.get(version.kid, 0) + 1
        try:
            opened(version, ring)
        except SecretUnavailable:
            faults.append(str(version))
        else:
            good += 1
    return Verification(good, by_kid, faults)


def verify_sealed(texts: Iterable[SealedText] | None = None) -> Verification:
    """The same for what other rooms sealed: every declared column."""
    good, by_kid, faults = 0, dict[str, int](), list[str]()
    ring = trusted_ring()
    for found in texts if texts is not None else sealed_texts():
        by_kid[found.kid] = by_kid.get(found.kid, 0) + 1
        ring = ring if found.kid in ring.keys else trusted_ring()
        try:
            unsealed(found, ring)
        except CannotOpen:
            faults.append(str(found))
        else:
            good += 1
    return Verification(good, by_kid, faults)
