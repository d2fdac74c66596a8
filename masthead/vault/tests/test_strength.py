import re

import pytest

from masthead.core.errors import BadInput
from masthead.org.models import Member
from masthead.vault import actions, queries
from masthead.vault.models import Level, Secret, SecretKind
from masthead.vault.strength import generated_password, strength_of
from masthead.vault.testing import STRONG, make_password


@pytest.mark.parametrize(
    ("password", "hint"),
    [
        ("short-9Kx", "至少 14 个字符"),
        ("poiuytrewqlkjhgf", "键盘上相邻"),
        ("aaaaaaaaaaaaaaaa", "重复"),
        ("abcdefghijklmnop", "连续"),
        ("passwordpassword", "重复"),
        ("woaini1314521woaini", "常见"),
        ("yunling-Qx83-vmte-Zp", "账号名称"),
        ("云岭茶事-Qx83-vmte-Zp", "账号名称"),
    ],
)
def test_a_weak_password_is_told_why_and_what_to_do(password: str, hint: str) -> None:
    found = strength_of(password, level=Level.HIGH, words=("云岭茶事", "yunling"))

    assert not found.good
    assert hint in "".join(found.hints)


def test_a_longer_class_asks_for_more() -> None:
    assert strength_of("Wq7-hplm-93vu", level=Level.MEDIUM).good
    assert not strength_of("Wq7-hplm-93vu", level=Level.HIGH).good


def test_what_the_generator_makes_is_strong_readable_and_never_the_same() -> None:
    made = {generated_password() for _n in range(200)}

    assert len(made) == 200
    assert all(strength_of(one, level=Level.HIGH, words=("云岭茶事",)).good for one in made)
    assert all(re.fullmatch(r"([A-HJ-NP-Za-km-z2-9]{5}-){3}[A-HJ-NP-Za-km-z2-9]{5}", one) for one in made)


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["12345678", "woaini1314woaini", "云岭茶事2026云岭茶事", "Wq7-hplm-93vu-Zetk-xo "])
def test_a_weak_password_is_refused_at_the_field_and_nothing_is_kept(he: Member, password: str) -> None:
    with pytest.raises(BadInput) as refused:
        make_password(plaintext=password, by=he)

    assert refused.value.code in ("password_weak", "password_blank")
    assert password not in str(refused.value.fields)
    assert list(refused.value.fields) == ["plaintext"]
    assert not Secret.objects.exists()


@pytest.mark.django_db
def test_a_generated_secret_conforms_and_nobody_has_seen_it(he: Member) -> None:
    secret = actions.store_generated(
        kind=SecretKind.PASSWORD, owner_kind="accounts.account", owner_id=1, label="云岭茶事", by=he
    )
    made = queries.opened(queries.current_version(secret.ref))

    assert strength_of(made, level=Level.HIGH, words=("云岭茶事",)).good
    assert made != STRONG
