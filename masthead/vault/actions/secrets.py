"""Writes of the vault: a secret is stored, and later replaced by a newer version. Nothing is ever overwritten or shown."""

import datetime as dt
import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.core.secrets import SecretUnavailable
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded
from masthead.vault import queries
from masthead.vault.envelope import seal_message, secret_aad
from masthead.vault.events import VaultEvent
from masthead.vault.keyring import load_ring
from masthead.vault.models import Secret, SecretKind, SecretVersion

MOST_CHARACTERS = 4096
OWNER_KIND = re.compile(r"[a-z_]+\.[a-z_]+")


@guarded("3.2.2")
@sensitive_variables("plaintext")
@transaction.atomic
def store_secret(
    *,
    kind: str,
    owner_kind: str,
    owner_id: int,
    label: str,
    plaintext: str,
    by: Member | None,
    at: dt.datetime | None = None,
) -> Secret:
    """Put a new secret of an owner into the vault; the caller keeps `Secret.ref` only.

    Clause: 3.2.2.  Raises: BadInput for an empty one, RuleBroken when the owner has one of that kind, SecretUnavailable without key.
    Events: vault:secret:stored.  Races: two first stores collide on the unique owner and kind; one wins.
    """
    if kind not in SecretKind.values or not OWNER_KIND.fullmatch(owner_kind):
        raise ValueError("unknown kind of secret or owner")
    _check(plaintext)
    moment = at or clock.now()
    try:
        with transaction.atomic():
            secret = Secret.objects.create(
                kind=kind,
                owner_kind=owner_kind,
                owner_id=owner_id,
                label=label[:120],
                created_at=moment,
                replaced_at=moment,
            )
    except IntegrityError:
        raise RuleBroken(
            _("「%(label)s」已有同类凭据。") % {"label": label},
            code="secret_exists",
            clause="3.2.2",
            advice=_("请改用更换凭据。"),
        ) from None
    _add_version(secret, plaintext, by=by, at=moment)
    trail.record(
        VaultEvent.SECRET_STORED,
        target=secret,
        by=by,
        version="1",
        data={"kind": kind, "owner": f"{owner_kind}:{owner_id}"},
    )
    return secret


@guarded("3.2.2")
@sensitive_variables("plaintext")
@transaction.atomic
def replace_secret(*, secret: Secret, plaintext: str, by: Member | None, at: dt.datetime | None = None) -> Secret:
    """Store a newer version of a secret; older ones stay, encrypted, as evidence of the rotation.

    Clause: 3.2.2.  Raises: BadInput for an empty one or the same again, Stale when somebody replaced it first, SecretUnavailable.
    Events: vault:secret:replaced.  Races: the conditional UPDATE on `version` lets exactly one of two through.
    """
    _check(plaintext)
    if _is_current(secret, plaintext):
        raise BadInput(
            _("新凭据与现在的相同，没有更换。"),
            code="secret_same",
            clause="3.2.2",
            advice=_("请先在平台后台重置，再录入新的。"),
        )
    moment = at or clock.now()
    after = secret.version + 1
    if Secret.objects.filter(pk=secret.pk, version=secret.version).update(version=after, replaced_at=moment) != 1:
        raise Stale(_("这份凭据刚才已被他人更换，请刷新后再看。"), code="secret_raced", clause="3.2.2")
    secret.version, secret.replaced_at = after, moment
    _add_version(secret, plaintext, by=by, at=moment)
    trail.record(VaultEvent.SECRET_REPLACED, target=secret, by=by, version=str(after), data={"kind": secret.kind})
    return secret


def _check(plaintext: str) -> None:
    if not plaintext.strip():
        raise BadInput(
            _("凭据不能为空；留空不会替换已保存的凭据。"),
            code="secret_empty",
            clause="3.2.2",
            advice=_("请粘贴完整的凭据。"),
        )
    if len(plaintext) > MOST_CHARACTERS:
        raise BadInput(
            _("凭据超过 %(most)d 个字符。") % {"most": MOST_CHARACTERS}, code="secret_too_long", clause="3.2.2"
        )


def _is_current(secret: Secret, plaintext: str) -> bool:
    """A version that cannot be opened any more is no reason to refuse its replacement."""
    ring = load_ring()
    try:
        return queries.opened(queries.current_version(secret.ref), ring) == plaintext
    except SecretUnavailable:
        return False


def _add_version(secret: Secret, plaintext: str, *, by: Member | None, at: dt.datetime) -> None:
    aad = secret_aad(
        secret_id=secret.pk, n=secret.version, owner_kind=secret.owner_kind, owner_id=secret.owner_id, kind=secret.kind
    )
    sealed = seal_message(load_ring(), plaintext, aad)
    SecretVersion.objects.create(
        secret=secret,
        n=secret.version,
        kid=sealed.kid,
        nonce=sealed.nonce,
        ciphertext=sealed.ciphertext,
        wrap_nonce=sealed.wrap_nonce,
        wrapped_dek=sealed.wrapped_dek,
        stored_by=by,
        stored_at=at,
    )
