"""An owner of the lowest kind: `test.account`, kept by 何静怡 and 吴晓舟, of 宣传部. It lets access be tested without any upper room."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from masthead.org.models import Member, Unit
from masthead.org.queries import may
from masthead.org.testing import give_factor, sign_in
from masthead.vault import actions
from masthead.vault.custody import CUSTODY, Custody
from masthead.vault.models import Secret, SecretKind

OWNER = "test.account"
PASSWORD_TEXT = "Canary-云岭-7d1f93!"  # pragma: allowlist secret
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # pragma: allowlist secret


@dataclass
class Keeping:
    """What the owner's room would say; a test may change it."""

    custodians: dict[int, str] = field(default_factory=dict)
    core: bool = False


@pytest.fixture
def keeping(units: dict[str, Unit], he: Member, wu: Member) -> Iterator[Keeping]:
    """Registers the kind for one test."""
    said, press = Keeping({he.pk: "账号管理员", wu.pk: "备岗管理员"}), units["宣传部"]
    entry = Custody(
        OWNER, custodians=lambda _pk: said.custodians, is_core=lambda _pk: said.core,
        visible_to=lambda member, name: [1, 2] if may(member, name, unit_id=press.pk) else [], label=lambda _pk: "云岭茶事",
        held_by=lambda member: [1, 2] if member.pk in said.custodians else [], owners=lambda: [1, 2],
        unit_id=lambda _pk: press.pk, url=lambda _pk: "/", reads="",
    )  # fmt: skip
    CUSTODY.add(OWNER, entry)
    yield said
    CUSTODY._entries.pop(OWNER)


def store(kind: str = SecretKind.PASSWORD, text: str = PASSWORD_TEXT, owner_id: int = 1) -> Secret:
    return actions.store_secret(
        kind=kind, owner_kind=OWNER, owner_id=owner_id, label="云岭茶事", plaintext=text, by=None
    )


@pytest.fixture
def password(keeping: Keeping) -> Secret:
    """The sign-in password of the account."""
    return store()


@pytest.fixture
def seed(keeping: Keeping) -> Secret:
    """Its TOTP seed."""
    return store(SecretKind.TOTP, SEED)


@pytest.fixture
def browser(db: None) -> Callable[..., Client]:
    """A browser whose person has just shown the second factor."""

    def signed_in(member: Member, *, factor: bool = True, **headers: Any) -> Client:
        client = Client(headers=headers or None)
        if factor:
            give_factor(member)
        sign_in(client, member)
        session = client.session
        now = time.time() if factor else 0.0
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": now},
            *([{"method": "mfa", "type": "totp", "at": now}] if factor else []),
        ]
        session.save()
        return client

    return signed_in
