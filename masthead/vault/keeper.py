"""The keeper that `core.secrets` asks. Opening by the machine is no event: each call to a platform would flood the trail."""

from django.utils.translation import gettext as _

from masthead.core.errors import BadInput
from masthead.core.secrets import SecretUnavailable
from masthead.vault import actions, queries
from masthead.vault.envelope import CannotOpen, open_message, packed, seal_message, unpacked


class VaultKeeper:
    """Implements `core.secrets.SecretKeeper`."""

    def resolve(self, ref: str) -> str:
        """The current plaintext behind `vault:<id>`. Raises SecretUnavailable."""
        return queries.opened(queries.current_version(ref))

    def seal(self, text: str, context: str) -> str:
        """A sealed text that opens only with the same context. Raises SecretUnavailable without key."""
        return packed(seal_message(actions.sealing_ring(), text, queries.SEAL + context))

    def unseal(self, sealed: str, context: str) -> str:
        """The text again. Raises SecretUnavailable for another context, another key or changed bytes."""
        ring = queries.trusted_ring()
        try:
            return open_message(ring, unpacked(sealed), queries.SEAL + context)
        except CannotOpen:
            raise SecretUnavailable(
                _("加密保存的内容无法打开：密钥不符，或数据被改动过。"),
                code="sealed_cannot_open",
                clause="3.2.2",
                advice=_("请恢复正确的密钥文件后重试。"),
            ) from None

    def renew(self, ref: str, text: str) -> None:
        """A newer version from the platform itself. Raises SecretUnavailable when there is no such secret."""
        secret = queries.current_version(ref).secret
        try:
            actions.replace_secret(secret=secret, plaintext=text, by=None, how="platform")
        except BadInput as same:
            if same.code != "secret_same":
                raise
