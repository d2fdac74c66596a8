"""Reads about keys: the ring that may be used, what is wrapped by which key, every sealed text of the house."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Count, Model, Q
from django.utils.translation import gettext as _

from masthead.core.secrets import SEALED_COLUMNS, SealedColumn, SecretUnavailable
from masthead.vault.envelope import CannotOpen, KeyRing, check_value, open_message, packed_prefix, unpacked
from masthead.vault.keyring import load_ring, unavailable
from masthead.vault.models import KeyState, SecretVersion, VaultCheck, VaultKey

BATCH = 500
SEAL = "v1|seal|"


def trusted_ring() -> KeyRing:
    """The ring, held against what the database knows of its keys. Raises SecretUnavailable: any lost or wrong key shuts the whole vault.

    Load it after the row that it is to open: a rotation in between then never matters.
    """
    return trusted(load_ring(), list(VaultKey.objects.all()))


def trusted(ring: KeyRing, known: list[VaultKey]) -> KeyRing:
    """The same ring, if it is the one that the database knows. Raises SecretUnavailable."""
    for row in known:
        key = ring.keys.get(row.kid)
        if key is None and row.state != KeyState.RETIRED:
            raise unavailable(
                _("保险箱缺少密钥「%(kid)s」，凭据无法打开。") % {"kid": row.kid},
                _("请恢复含有该密钥的密钥文件备份；补齐之前不会读写任何凭据。"),
                "vault_key_lost",
            )
        if key is not None and row.check_value != check_value(row.kid, key):
            raise unavailable(
                _("保险箱密钥「%(kid)s」的内容不对，密钥不符。") % {"kid": row.kid},
                _("请恢复正确的密钥文件备份，不要另建同名密钥。"),
                "vault_key_wrong",
            )
        if row.kid == ring.active and row.state == KeyState.RETIRED:
            raise unavailable(
                _("保险箱正在使用已停用的密钥「%(kid)s」。") % {"kid": row.kid},
                _("密钥文件可能恢复成了旧版本，请换回最新的密钥文件。"),
                "vault_key_retired",
            )
    return ring


def known_keys() -> list[VaultKey]:
    """Every key ever used, newest first."""
    return list(VaultKey.objects.order_by("-known_at", "-pk"))


def last_check() -> VaultCheck | None:
    """The last time that everything was opened."""
    return VaultCheck.objects.select_related("by").order_by("-at", "-pk").first()


@dataclass(frozen=True)
class SealedText:
    """One sealed text of another room, where it lies, and what binds it. `at` = place inside a JSON column."""

    column: SealedColumn
    pk: int
    at: tuple[str | int, ...]
    context: str
    text: str = field(repr=False)

    @property
    def kid(self) -> str:
        """The key that wraps it; '' when it is no sealed text."""
        try:
            return unpacked(self.text).kid
        except CannotOpen:
            return ""

    def __str__(self) -> str:
        return f"{self.column.model}.{self.column.column} #{self.pk}"


def sealed_in(column: SealedColumn, row: Model) -> Iterator[SealedText]:
    """The sealed texts in one row of a declared column."""
    context, value = column.context(row), getattr(row, column.column)
    for at, text in _places(value, column.keys):
        yield SealedText(column, row.pk, at, context, text)


def rows_of(column: SealedColumn, *, after: int = 0, limit: int = BATCH) -> list[Any]:
    """The next rows of a column by key."""
    model = apps.get_model(column.model)
    return list(model._default_manager.filter(pk__gt=after).order_by("pk")[:limit])


def sealed_texts() -> Iterator[SealedText]:
    """Every sealed text of every room, in batches."""
    for column in SEALED_COLUMNS.values():
        yield from _texts_of(column)


def _texts_of(column: SealedColumn) -> Iterator[SealedText]:
    after = 0
    while rows := rows_of(column, after=after):
        after = rows[-1].pk
        for row in rows:
            yield from sealed_in(column, row)


def unsealed(found: SealedText, ring: KeyRing) -> str:
    """Its plaintext. Raises CannotOpen."""
    return open_message(ring, unpacked(found.text), SEAL + found.context)


@dataclass(frozen=True)
class KeyUse:
    """What one key wraps."""

    key: VaultKey
    on_ring: bool
    secrets: int
    sealed: int


def key_uses() -> list[KeyUse]:
    """All keys with the number of things that each wraps. Raises nothing: a vault without ring shows its rows all the same."""
    secrets = dict(SecretVersion.objects.values_list("kid").annotate(n=Count("pk")))
    known = known_keys()
    sealed = sealed_by_key([key.kid for key in known])
    return [KeyUse(k, k.kid in _ring_keys(), secrets.get(k.kid, 0), sealed[k.kid]) for k in known]


def sealed_by_key(kids: list[str]) -> Counter[str]:
    """How many sealed texts each key wraps, counted in the database: one query a table, however many rows there are."""
    counts = Counter(dict.fromkeys(kids, 0))
    plain: dict[str, list[SealedColumn]] = {}
    for column in SEALED_COLUMNS.values():
        if column.keys:  # entries of a JSON column lie at their own places: few, one a person
            counts.update(found.kid for found in _texts_of(column))
        else:
            plain.setdefault(column.model, []).append(column)
    for model, columns in plain.items():
        asked = {
            f"n{i}_{j}": Count("pk", filter=Q(**{f"{column.column}__startswith": packed_prefix(kid)}))
            for i, kid in enumerate(kids)
            for j, column in enumerate(columns)
        }
        told = apps.get_model(model)._default_manager.aggregate(**asked) if asked else {}
        for i, kid in enumerate(kids):
            counts[kid] += sum(told[f"n{i}_{j}"] for j in range(len(columns)))
    return counts


def wrapped_by(kid: str) -> int:
    """How many things would be lost with this key."""
    return SecretVersion.objects.filter(kid=kid).count() + sum(found.kid == kid for found in sealed_texts())


def _ring_keys() -> set[str]:
    try:
        return set(load_ring().keys)
    except SecretUnavailable:
        return set()


def _places(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if not keys:
        if value:
            yield (), str(value)
        return
    for key in keys:
        inner = (value or {}).get(key)
        if isinstance(inner, str) and inner:
            yield (key,), inner
        elif isinstance(inner, list):
            for number, text in enumerate(inner):
                yield (key, number), str(text)
