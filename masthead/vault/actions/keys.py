"""What the database is told of keys. The keys themselves never pass through here into a row."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import RuleBroken
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent
from masthead.vault import keysmith, queries
from masthead.vault.envelope import KeyRing, check_value
from masthead.vault.events import VaultEvent
from masthead.vault.keyring import load_ring
from masthead.vault.models import KeyState, VaultCheck, VaultKey


@silent("a key makes itself known by its first use; who put it there is on the trail as vault:key:rotated")
@transaction.atomic
def sealing_ring() -> KeyRing:
    """The ring with which something is to be sealed now; keys that the database does not know yet are noted first.

    Raises: SecretUnavailable.  Races: two first uses collide on the unique id; whoever is second finds the row.
    """
    ring, known = load_ring(), list(VaultKey.objects.all())
    queries.trusted(ring, known)
    if missing := ring.keys.keys() - {row.kid for row in known}:
        _note(ring, missing)
    return ring


def _note(ring: KeyRing, missing: set[str]) -> None:
    for kid in sorted(missing, key=lambda name: name == ring.active):
        is_active = kid == ring.active
        try:
            with transaction.atomic():
                if is_active:
                    VaultKey.objects.filter(state=KeyState.ACTIVE).update(state=KeyState.DECRYPT)
                VaultKey.objects.create(
                    kid=kid, state=KeyState.ACTIVE if is_active else KeyState.DECRYPT,
                    check_value=check_value(kid, ring.keys[kid]), known_at=clock.now(),
                )  # fmt: skip
        except IntegrityError:
            queries.trusted(ring, list(VaultKey.objects.all()))


@guarded("3.2.2")
@transaction.atomic
def rotate_key(*, by: Member | None, activate: bool = True, at: dt.datetime | None = None) -> str:
    """A new key into the key file, the old ones stay; returns its id. With `activate` False it waits until every machine has the file.

    Clause: 3.2.2.  Raises: RuleBroken (keys in the environment), SecretUnavailable.  Events: vault:key:rotated.
    Races: the file's lock lets one change at a time through; killed between file and row, the first use of the key makes it known.
    """
    before = sealing_ring().active
    kid = keysmith.add_key(activate=activate)
    sealing_ring()
    row = VaultKey.objects.get(kid=kid)
    trail.record(VaultEvent.KEY_ROTATED, target=row, by=by, data={"from": before, "to": kid, "active": activate}, at=at)
    return kid


@guarded("3.2.2")
@transaction.atomic
def activate_key(*, kid: str, by: Member | None, at: dt.datetime | None = None) -> None:
    """Let a prepared key wrap what is new.

    Clause: 3.2.2.  Raises: RuleBroken for a key that is not in the file or retired, SecretUnavailable.  Events: vault:key:rotated.
    """
    before = sealing_ring().active
    row = VaultKey.objects.filter(kid=kid).exclude(state=KeyState.RETIRED).first()
    if row is None:
        raise RuleBroken(_("没有可启用的密钥「%(kid)s」。") % {"kid": kid}, code="vault_key_unknown", clause="3.2.2")
    keysmith.activate_key(kid)
    VaultKey.objects.filter(state=KeyState.ACTIVE).update(state=KeyState.DECRYPT)
    VaultKey.objects.filter(pk=row.pk).update(state=KeyState.ACTIVE)
    trail.record(VaultEvent.KEY_ROTATED, target=row, by=by, data={"from": before, "to": kid, "active": True}, at=at)


@guarded("3.2.2")
@transaction.atomic
def retire_key(*, kid: str, by: Member | None, at: dt.datetime | None = None) -> VaultKey:
    """Declare that nothing needs a key any more. It stays in the file until `vault_retire_key --remove` takes it out.

    Clause: 3.2.2.  Raises: RuleBroken while it is the active one or anything is still wrapped by it.  Events: vault:key:retired.
    """
    ring = queries.trusted_ring()
    row = VaultKey.objects.select_for_update().filter(kid=kid).first()
    if row is None or row.state == KeyState.RETIRED:
        raise RuleBroken(_("没有可停用的密钥「%(kid)s」。") % {"kid": kid}, code="vault_key_unknown", clause="3.2.2")
    if row.state == KeyState.ACTIVE or ring.active == kid:
        raise RuleBroken(
            _("「%(kid)s」正在使用，不能停用。") % {"kid": kid}, code="vault_key_active", clause="3.2.2",
            advice=_("请先运行 manage.py vault_rotate_key 换上新密钥。"),
        )  # fmt: skip
    if left := queries.wrapped_by(kid):
        raise RuleBroken(
            _("还有 %(n)d 份内容由「%(kid)s」加密，停用后会打不开。") % {"n": left, "kid": kid},
            code="vault_key_in_use", clause="3.2.2", advice=_("请先运行 manage.py vault_rewrap。"),
        )  # fmt: skip
    row.state, row.retired_at = KeyState.RETIRED, at or clock.now()
    row.save(update_fields=["state", "retired_at"])
    trail.record(VaultEvent.KEY_RETIRED, target=row, by=by, data={"kid": kid}, at=at)
    return row


@guarded("3.2.2")
@transaction.atomic
def declare_lost(*, kid: str, by: Member | None, at: dt.datetime | None = None) -> int:
    """A key is gone and no copy exists: let the vault open again for what other keys wrap; returns how much stays shut for good.

    Clause: 3.2.2.  Raises: RuleBroken for an unknown key or one that is in the file after all.  Events: vault:key:retired.
    """
    if kid in load_ring().keys:
        raise RuleBroken(
            _("「%(kid)s」还在密钥文件里，没有丢失。") % {"kid": kid}, code="vault_key_there", clause="3.2.2"
        )
    left = queries.wrapped_by(kid)
    rows = VaultKey.objects.filter(kid=kid).exclude(state=KeyState.RETIRED)
    if rows.update(state=KeyState.RETIRED, retired_at=at or clock.now()) != 1:
        raise RuleBroken(_("没有可停用的密钥「%(kid)s」。") % {"kid": kid}, code="vault_key_unknown", clause="3.2.2")
    row = VaultKey.objects.get(kid=kid)
    trail.record(VaultEvent.KEY_RETIRED, target=row, by=by, data={"kid": kid, "lost": True, "shut": left}, at=at)
    return left


@silent("a check changes nothing; its result stands in its row")
@transaction.atomic
def verify_all(*, by: Member | None, at: dt.datetime | None = None) -> VaultCheck:
    """Open everything in memory, keep the counts.  Raises: SecretUnavailable."""
    ring = queries.trusted_ring()
    secrets, sealed = queries.verify(ring), queries.verify_sealed()
    kids = sorted({*secrets.by_kid, *sealed.by_kid})
    return VaultCheck.objects.create(
        at=at or clock.now(), by=by, opened=secrets.opened, sealed_opened=sealed.opened,
        faults=(secrets.faults + sealed.faults)[:100],
        by_kid={kid: [secrets.by_kid.get(kid, 0), sealed.by_kid.get(kid, 0)] for kid in kids},
    )  # fmt: skip
