import dataclasses
import os

import pytest

from masthead.vault.envelope import CannotOpen, KeyRing, open_message, packed, seal_message, unpacked

RING = KeyRing("k2", {"k1": os.urandom(32), "k2": os.urandom(32)})


def test_a_message_opens_with_the_same_ring_and_the_same_row() -> None:
    sealed = seal_message(RING, "云岭 secret", "v1|secret|1|1|accounts.account|7|app_secret")

    assert open_message(RING, sealed, "v1|secret|1|1|accounts.account|7|app_secret") == "云岭 secret"
    assert sealed.kid == "k2"


@pytest.mark.parametrize(
    "other", ["v1|secret|2|1|accounts.account|7|app_secret", "v1|secret|1|2|accounts.account|7|app_secret"]
)
def test_a_message_moved_to_another_row_does_not_open(other: str) -> None:
    sealed = seal_message(RING, "secret", "v1|secret|1|1|accounts.account|7|app_secret")

    with pytest.raises(CannotOpen):
        open_message(RING, sealed, other)


def test_an_old_key_version_still_opens_what_it_wrapped() -> None:
    old = seal_message(KeyRing("k1", RING.keys), "secret", "row")

    assert open_message(RING, old, "row") == "secret"


@pytest.mark.parametrize("part", ["nonce", "ciphertext", "wrap_nonce", "wrapped_dek"])
def test_one_changed_bit_anywhere_does_not_open(part: str) -> None:
    sealed = seal_message(RING, "secret", "row")
    value = getattr(sealed, part)
    changed = dataclasses.replace(sealed, **{part: bytes([value[0] ^ 1]) + value[1:]})

    with pytest.raises(CannotOpen):
        open_message(RING, changed, "row")


def test_two_seals_of_one_text_share_nothing() -> None:
    one, two = seal_message(RING, "secret", "row"), seal_message(RING, "secret", "row")

    assert one.ciphertext != two.ciphertext
    assert one.wrapped_dek != two.wrapped_dek


def test_a_packed_envelope_survives_a_text_column_and_junk_is_refused() -> None:
    sealed = seal_message(RING, "secret", "row")

    assert unpacked(packed(sealed)) == sealed
    for junk in ("", "v1.k2", "v2." + packed(sealed)[3:], packed(sealed) + "%"):
        with pytest.raises(CannotOpen):
            unpacked(junk)


def test_repr_of_ring_and_envelope_shows_no_key_and_no_bytes() -> None:
    sealed = seal_message(RING, "secret", "row")

    assert repr(RING) == "KeyRing(active='k2')"
    assert repr(sealed) == "Envelope(kid='k2')"
