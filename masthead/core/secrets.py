"""Secret references. Only `vault` can decrypt; everybody else holds a reference and asks here at the last moment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from masthead.core.errors import DomainError
from masthead.core.registry import Registry


class SecretUnavailable(DomainError):
    """The secret cannot be had (no vault, wrong key, no such reference): fail closed."""

    status = 503
    default_code = "secret_unavailable"


class SecretKeeper(Protocol):
    """What `vault` offers. `context` binds a sealed text to its row: unsealing it elsewhere fails."""

    def resolve(self, ref: str) -> str: ...

    def seal(self, text: str, context: str) -> str: ...

    def unseal(self, sealed: str, context: str) -> str: ...

    def renew(self, ref: str, text: str) -> None: ...


_keeper: SecretKeeper | None = None


def set_keeper(keeper: SecretKeeper) -> None:
    """Called once by `vault`; a second keeper raises ValueError."""
    global _keeper  # noqa: PLW0603  one keeper a process is the point
    if _keeper is not None and _keeper is not keeper:
        raise ValueError("a keeper of secrets is registered already")
    _keeper = keeper


def _present() -> SecretKeeper:
    if _keeper is None:
        raise SecretUnavailable(_("保险箱没有启用，读不到凭据。"), advice=_("请管理员检查保险箱设置。"))
    return _keeper


def resolve(ref: str) -> str:
    """The plaintext behind `ref`. Keep it in a local variable only: never log, store or show it. Raises SecretUnavailable."""
    return _present().resolve(ref)


def seal(text: str, context: str) -> str:
    """Encrypt a short-lived secret (an access token) for a row of another room. Raises SecretUnavailable."""
    return _present().seal(text, context)


def unseal(sealed: str, context: str) -> str:
    """The text again, only with the same context. Raises SecretUnavailable."""
    return _present().unseal(sealed, context)


def renew(ref: str, text: str) -> None:
    """Put what the platform itself renewed (a refresh token) in the place of what `ref` names; the same again changes nothing.

    Raises SecretUnavailable; ValueError for an empty text: a good secret is never replaced by nothing.
    """
    if not text.strip():
        raise ValueError("an empty text never replaces a secret")
    _present().renew(ref, text)


@dataclass(frozen=True)
class SealedColumn:
    """A column that holds what `seal` wrote. `context` names the row's context; `keys` are the sealed entries of a JSON column.

    The vault walks these columns when keys change and when everything is verified, so a column that is not declared here is
    unreadable after the key it was sealed with is gone.
    """

    model: str
    column: str
    context: Callable[[Any], str]
    keys: tuple[str, ...] = ()


SEALED_COLUMNS: Registry[SealedColumn] = Registry("core.sealed_columns")


def sealed_column(
    model: str, column: str, *, context: Callable[[Any], str], keys: tuple[str, ...] = ()
) -> SealedColumn:
    """Declare a column with sealed texts (registrations.py only); `model` = "app.Model"."""
    return SEALED_COLUMNS.add(f"{model}.{column}", SealedColumn(model, column, context, keys), depth=2)
