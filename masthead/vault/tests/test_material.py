"""Seeds of one-time passwords, recovery codes, certificate files."""

import base64
import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken
from masthead.org.models import Member
from masthead.trail.models import Event
from masthead.vault import actions, queries
from masthead.vault.material import certificate_text, read_certificate, read_codes, read_seed
from masthead.vault.models import CodeShown, Secret, SecretKind
from masthead.vault.testing import certificate_p12, certificate_pem

# RFC 6238, appendix B: the secret is the ASCII text "1234567890…" as long as the digest.
KEYS = {"SHA1": b"12345678901234567890", "SHA256": b"1234567890" * 3 + b"12", "SHA512": b"1234567890" * 6 + b"1234"}
VECTORS = [
    (59, "94287082", "46119246", "90693936"),
    (1111111109, "07081804", "68084774", "25091201"),
    (1111111111, "14050471", "67062674", "99943326"),
    (1234567890, "89005924", "91819424", "93441116"),
    (2000000000, "69279037", "90698825", "38618901"),
    (20000000000, "65353130", "77737706", "47863826"),
]


@pytest.mark.parametrize(("seconds", "sha1", "sha256", "sha512"), VECTORS)
def test_codes_are_those_of_rfc_6238(seconds: int, sha1: str, sha256: str, sha512: str) -> None:
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    for algorithm, expected in (("SHA1", sha1), ("SHA256", sha256), ("SHA512", sha512)):
        key = base64.b32encode(KEYS[algorithm]).decode()
        seed = read_seed(f"otpauth://totp/Tea:he?secret={key}&digits=8&algorithm={algorithm}&issuer=Tea")
        assert seed.code_at(moment) == expected
        assert read_seed(seed.as_text()) == seed


def test_a_typed_key_may_have_spaces_and_small_letters() -> None:
    assert read_seed("gezd gnbv gy3t qojq gezd gnbv gy3t qojq").key == KEYS["SHA1"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1234567890", "不是有效的 Base32"),
        ("GEZDGNBV", "太短"),
        ("otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=1", "不是基于时间"),
        ("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=4", "不受支持"),
        ("otpauth://totp/x", "太短"),
    ],
)
def test_a_malformed_seed_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refused:
        read_seed(text)
    assert "复制密钥文本" in refused.value.advice


def stored_seed(by: Member) -> Secret:
    key = base64.b32encode(KEYS["SHA1"]).decode()
    return actions.store_secret(
        kind=SecretKind.TOTP, owner_kind="accounts.account", owner_id=1, label="云岭茶事", plaintext=key, by=by
    )


@pytest.mark.django_db
def test_a_code_is_shown_once_a_step_to_a_person_and_that_is_an_event(he: Member, wu: Member) -> None:
    secret, moment = stored_seed(he), dt.datetime.fromtimestamp(59, dt.UTC)

    assert actions.show_code(secret=secret, by=he, at=moment).digits == "287082"
    with pytest.raises(RuleBroken, match="已经给您显示过") as refused:
        actions.show_code(secret=secret, by=he, at=moment)
    assert "1 秒" in refused.value.advice
    assert actions.show_code(secret=secret, by=wu, at=moment).digits == "287082"
    assert actions.show_code(secret=secret, by=he, at=moment + dt.timedelta(seconds=1)).seconds_left == 30

    assert CodeShown.objects.count() == 3
    events = Event.objects.filter(name="vault:code:shown")
    assert events.count() == 3
    assert "287082" not in str(list(events.values()))


@pytest.mark.django_db
def test_only_a_seed_gives_codes(he: Member) -> None:
    codes = actions.store_secret(
        kind=SecretKind.RECOVERY, owner_kind="accounts.account", owner_id=1, label="云岭茶事", plaintext="ab12-cd34\nef56-gh78", by=he
    )  # fmt: skip

    assert codes.facts == {"count": 2}
    with pytest.raises(RuleBroken, match="没有验证码"):
        actions.show_code(secret=codes, by=he)


@pytest.mark.parametrize("text", ["", "a", "same-1\nsame-1", "x" * 65])
def test_recovery_codes_must_look_like_codes(text: str) -> None:
    with pytest.raises(BadInput, match="恢复码"):
        read_codes(text)


CERTIFICATES = [
    (b"", "", "读不懂"),
    (b"-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n", "", "读不懂"),
    (b"\x30\x82 nonsense", "x", "读不懂"),
    (certificate_pem(days=-1, starts_in=-30), "", "已经过期"),
    (certificate_pem(days=60, starts_in=30), "", "还没有生效"),
    (certificate_pem(passphrase="right"), "", "有口令保护"),
    (certificate_pem(passphrase="right"), "wrong", "口令不正确"),
    (certificate_p12("right"), "wrong", "口令不正确"),
    (certificate_pem(with_key=False) + b"-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n", "", "读不懂"),
]


@pytest.mark.parametrize(("data", "passphrase", "words"), CERTIFICATES)
def test_a_certificate_that_cannot_be_used_is_refused_in_words(data: bytes, passphrase: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refused:
        read_certificate(certificate_text(data, passphrase), at=clock.now())
    assert refused.value.advice


def test_a_key_of_another_certificate_is_refused() -> None:
    mixed = certificate_pem(with_key=False) + certificate_pem().partition(b"-----END CERTIFICATE-----\n")[2]

    with pytest.raises(BadInput, match="不是一对"):
        read_certificate(certificate_text(mixed, ""), at=clock.now())


@pytest.mark.parametrize(
    ("data", "passphrase"),
    [(certificate_pem(), ""), (certificate_pem(passphrase="right"), "right"), (certificate_p12("right"), "right")],
)
def test_a_good_certificate_gives_its_public_facts(data: bytes, passphrase: str) -> None:
    facts = read_certificate(certificate_text(data, passphrase), at=clock.now())

    assert "云岭茶业" in facts["subject"]
    assert facts["private_key"] is True
    assert facts["not_before"] < facts["not_after"]


@pytest.mark.django_db
def test_a_certificate_is_due_in_time_before_it_ends_and_an_owner_may_have_two(he: Member) -> None:
    def store(slot: str) -> Secret:
        return actions.store_secret(
            kind=SecretKind.CERTIFICATE, owner_kind="accounts.account", owner_id=1, label="云岭茶事", slot=slot,
            plaintext=certificate_text(certificate_pem(days=60), ""), by=he,
        )  # fmt: skip

    pay = store("商户证书")
    store("推送证书")

    assert pay.due_on in {clock.today() + dt.timedelta(days=n) for n in (45, 46)}
    assert queries.secrets_kept("accounts.account", 1).count() == 2
    with pytest.raises(RuleBroken, match="已有同类凭据"):
        store("商户证书")
