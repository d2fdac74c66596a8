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
from masthead.vault.actions.keys import sealing_ring
from masthead.vault.envelope import seal_message
from masthead.vault.events import VaultEvent
from masthead.vault.intake import taken_in
from masthead.vault.kinds import facts_of
from masthead.vault.models import RotationDemand, Secret, SecretKind, SecretVersion
from masthead.vault.strength import generated_password, generated_text

OWNER_KIND = re.compile(r"[a-z_]+\.[a-z_]+")
TYPED, GENERATED, BY_PLATFORM = "typed", "generated", "platform"


@guarded("3.2.2")
@sensitive_variables("plaintext", "taken")
@transaction.atomic
def store_secret(
    *,
    kind: str,
    owner_kind: str,
    owner_id: int,
    label: str,
    plaintext: str,
    by: Member | None,
    slot: str = "",
    how: str = TYPED,
    expires_at: dt.datetime | None = None,
    at: dt.datetime | None = None,
) -> Secret:
    """Put a new secret of an owner into the vault; the caller keeps `Secret.ref` only. `slot` tells certificates of one owner apart.

    Clause: 3.2.2.  Raises: BadInput at the field (empty, weak, malformed, expired), RuleBroken when the owner has one of that kind and
    slot, SecretUnavailable without key.
    Events: vault:secret:stored.  Races: two first stores collide on the unique owner, kind and slot; one wins.
    """
    if kind not in SecretKind.values or not OWNER_KIND.fullmatch(owner_kind):
        raise ValueError("unknown kind of secret or owner")
    moment = at or clock.now()
    rule = queries.rule_of(kind)
    words = queries.words_of(owner_kind, owner_id, label)
    taken = taken_in(kind, plaintext, level=rule.level, words=words, at=moment)
    due_on = queries.due_day(rule, replaced_at=moment, facts=taken.facts, expires_at=expires_at)
    try:
        with transaction.atomic():
            secret = Secret.objects.create(
                kind=kind, owner_kind=owner_kind, owner_id=owner_id, slot=slot.strip()[:40], label=label[:120], facts=taken.facts,
                created_at=moment, replaced_at=moment, expires_at=expires_at, due_on=due_on,
            )  # fmt: skip
    except IntegrityError:
        raise RuleBroken(
            _("「%(label)s」已有同类凭据。") % {"label": label},
            code="secret_exists",
            clause="3.2.2",
            advice=_("请改用更换凭据。"),
        ) from None
    _add_version(secret, taken.text, by=by, at=moment)
    data = {"kind": kind, "owner": f"{owner_kind}:{owner_id}", "how": how}
    trail.record(VaultEvent.SECRET_STORED, target=secret, by=by, version="1", data=data, at=at)
    return secret


@guarded("3.2.2")
@sensitive_variables("plaintext", "taken")
@transaction.atomic
def replace_secret(
    *,
    secret: Secret,
    plaintext: str,
    by: Member | None,
    how: str = TYPED,
    expires_at: dt.datetime | None = None,
    at: dt.datetime | None = None,
) -> Secret:
    """Store a newer version of a secret; older ones stay, encrypted, as evidence. Open demands are fulfilled by it.

    What a platform renews by itself (`how` = platform) fulfils no demand: after a leak only a person's deed counts.

    Clause: 3.2.2.  Raises: BadInput at the field, also for the current one or an earlier one again; Stale when somebody replaced it
    first; SecretUnavailable.
    Events: vault:secret:replaced.  Races: the conditional UPDATE on `version` lets exactly one of two through.
    """
    moment = at or clock.now()
    rule = queries.rule_of(secret.kind)
    words = queries.words_of(secret.owner_kind, secret.owner_id, secret.label)
    taken = taken_in(secret.kind, plaintext, level=rule.level, words=words, at=moment)
    _refuse_known(secret, taken.text, all_versions=how != BY_PLATFORM)
    before, after = secret.version, secret.version + 1
    values = {
        "version": after, "replaced_at": moment, "facts": taken.facts, "expires_at": expires_at,
        "due_on": queries.due_day(rule, replaced_at=moment, facts=taken.facts, expires_at=expires_at),
    }  # fmt: skip
    if Secret.objects.filter(pk=secret.pk, version=before).update(**values) != 1:
        raise Stale(_("这份凭据刚才已被他人更换，请刷新后再看。"), code="secret_raced", clause="3.2.2")
    for name, value in values.items():
        setattr(secret, name, value)
    _add_version(secret, taken.text, by=by, at=moment)
    fulfilled = [] if how == BY_PLATFORM else _fulfil(secret, at=moment)
    data = {"kind": secret.kind, "from": before, "to": after, "how": how, "fulfilled": fulfilled}
    trail.record(VaultEvent.SECRET_REPLACED, target=secret, by=by, version=str(after), data=data, at=at)
    return secret


@guarded("3.2.2")
@transaction.atomic
def store_generated(
    *, kind: str, owner_kind: str, owner_id: int, label: str, by: Member | None, at: dt.datetime | None = None
) -> Secret:
    """A first secret that nobody has seen: made here, read only by a check-out.

    Clause: 3.2.2.  Raises: as `store_secret`; RuleBroken for a kind that only the platform can give.  Events: vault:secret:stored.
    """
    return store_secret(
        kind=kind, owner_kind=owner_kind, owner_id=owner_id, label=label, plaintext=_made(kind), how=GENERATED, by=by, at=at
    )  # fmt: skip


@guarded("3.2.2")
@transaction.atomic
def rotate_secret(*, secret: Secret, by: Member | None, at: dt.datetime | None = None) -> Secret:
    """One click: the next version is made here, neither the old nor the new one is shown; the trail has the version numbers.

    Clause: 3.2.2.  Raises: RuleBroken for a kind that only the platform can give, Stale, SecretUnavailable.
    Events: vault:secret:replaced.
    """
    return replace_secret(secret=secret, plaintext=_made(secret.kind), how=GENERATED, by=by, at=at)


def _made(kind: str) -> str:
    facts = facts_of(kind)
    if not facts.made:
        raise RuleBroken(
            _("%(kind)s只能由平台给出，不能在这里生成。") % {"kind": facts.kind.label},
            code="secret_cannot_be_made",
            clause="3.2.2",
            advice=_("请先在平台后台重置，再把新的录入保险箱。"),
        )
    return generated_password(facts.made) if facts.kind == SecretKind.PASSWORD else generated_text(facts.made)


def _fulfil(secret: Secret, *, at: dt.datetime) -> list[str]:
    waiting = RotationDemand.objects.filter(secret=secret, fulfilled_at=None)
    reasons = sorted(waiting.values_list("reason", flat=True))
    waiting.update(fulfilled_at=at, fulfilled_version=secret.version)
    return reasons


@sensitive_variables("text")
def _refuse_known(secret: Secret, text: str, *, all_versions: bool) -> None:
    """Never the same again. A version that cannot be opened any more is no reason to refuse its replacement.

    Compared in memory: nothing is stored by which somebody with a copy of the database could try guesses (decision 0023).
    """
    ring = queries.trusted_ring()
    for version in queries.versions_of(secret) if all_versions else [queries.current_version(secret.ref)]:
        try:
            same = queries.opened(version, ring) == text
        except SecretUnavailable:
            continue
        if same and version.n == secret.version:
            raise _known(_("新凭据与现在的相同，没有更换。"), "secret_same")
        if same:
            raise _known(_("这份凭据以前用过（第 %(n)d 版），没有更换。") % {"n": version.n}, "secret_reused")


def _known(message: str, code: str) -> BadInput:
    advice = _("请先在平台后台重置，再录入新的。")
    return BadInput(message, code=code, clause="3.2.2", advice=advice, fields={"plaintext": [message + advice]})


@sensitive_variables("plaintext")
def _add_version(secret: Secret, plaintext: str, *, by: Member | None, at: dt.datetime) -> None:
    version = SecretVersion(secret=secret, n=secret.version, stored_by=by, stored_at=at)
    sealed = seal_message(sealing_ring(), plaintext, queries.aad_of(version))
    version.kid, version.nonce, version.ciphertext = sealed.kid, sealed.nonce, sealed.ciphertext
    version.wrap_nonce, version.wrapped_dek = sealed.wrap_nonce, sealed.wrapped_dek
    version.save(force_insert=True)
