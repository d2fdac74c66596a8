"""An account's secrets go to the vault; the account keeps references."""

import datetime as dt

from django.views.decorators.debug import sensitive_variables

from masthead.accounts import queries
from masthead.accounts.models import Account
from masthead.core.errors import BadInput
from masthead.org.models import Member
from masthead.trail.guards import silent
from masthead.vault import actions as vault_actions
from masthead.vault import queries as vault_queries
from masthead.vault.models import SecretKind

REFS = {
    SecretKind.APP_SECRET: "secret_ref",
    SecretKind.CALLBACK_TOKEN: "callback_token_ref",
    SecretKind.CALLBACK_KEY: "callback_key_ref",
    SecretKind.GRANT: "grant_ref",
}


@silent("the vault records what it stores")
@sensitive_variables("text")
def keep_secret(
    *, account: Account, kind: SecretKind, text: str, by: Member | None, at: dt.datetime | None = None
) -> bool:
    """Store or replace a secret of the account and set its reference on the object (the caller saves). False = the same as before.

    A reference that was set aside (a grant for another app) comes back to the secret of that kind that the vault holds already.
    """
    secret = vault_queries.secrets_of(queries.OWNER_KIND, account.pk).get(kind)
    if secret is None:
        stored = vault_actions.store_secret(
            kind=kind,
            owner_kind=queries.OWNER_KIND,
            owner_id=account.pk,
            label=account.name,
            plaintext=text,
            by=by,
            at=at,
        )
        setattr(account, REFS[kind], stored.ref)
        return True
    setattr(account, REFS[kind], secret.ref)
    try:
        vault_actions.replace_secret(secret=secret, plaintext=text, by=by, at=at)
    except BadInput as same:
        if same.code != "secret_same":
            raise
        return False
    return True
