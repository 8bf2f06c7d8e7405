"""Values are sealed and fingerprinted alike one by one and many at a time."""

import base64
import hashlib
import hmac

import pytest

from rencai.kernel.sealing import SealBroken, new_keyring

NUMBERS = ["629900199001011234", "", "19900000001"]


@pytest.mark.parametrize("provider", ["aes", "sm4"])
def test_many_sealed_at_once_open_each_in_its_own_place(provider: str) -> None:
    ring = new_keyring(provider)
    sealed = ring.seal_all([(number, f"people|id|{row}") for row, number in enumerate(NUMBERS)])
    assert [ring.open(one, f"people|id|{row}") for row, one in enumerate(sealed)] == NUMBERS
    assert sealed[1] == ""
    with pytest.raises(SealBroken):
        ring.open(sealed[0], "people|id|2")


def test_the_same_value_is_sealed_differently_each_time() -> None:
    first, second = new_keyring().seal_all([("19900000001", "here")] * 2)
    assert first != second


@pytest.mark.parametrize("damage", ["!", "é", " "])
def test_an_altered_seal_does_not_open(damage: str) -> None:
    ring = new_keyring()
    sealed = ring.seal("19900000001", "here")
    with pytest.raises(SealBroken):
        ring.open(sealed + damage, "here")


def test_a_fingerprint_is_the_hmac_of_purpose_and_value() -> None:
    ring = new_keyring("aes")
    wanted = hmac.digest(ring.index_key, b"id|629900199001011234", hashlib.sha256)[:16]
    [found, blank] = ring.index_all(["629900199001011234", ""], "id")
    assert base64.urlsafe_b64decode(found + "==") == wanted
    assert (ring.index("629900199001011234", "id"), blank) == (found, "")


@pytest.mark.parametrize("provider", ["aes", "sm4"])
def test_fingerprints_differ_by_purpose_and_by_ring(provider: str) -> None:
    ring, other = new_keyring(provider), new_keyring(provider)
    assert len({ring.index("1234", "id"), ring.index("1234", "tail"), other.index("1234", "id")}) == 3
