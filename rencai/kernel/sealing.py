"""Seals personal values so that each can be read only in the row and field it was written for."""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SM3, HashAlgorithm
from cryptography.hazmat.primitives.hmac import HMAC

NONCE_BYTES = 12
TAG_BYTES = 16


class SealBroken(Exception):
    """The value was altered, moved to another row or field, or sealed under a key that is not here."""


class Provider(Protocol):
    """An authenticated cipher with a 96-bit nonce and a 128-bit tag, and the keyed digest that goes with it."""

    key_bytes: int

    def encrypt(self, key: bytes, nonce: bytes, text: bytes, place: bytes) -> bytes: ...
    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes: ...
    def digest(self, key: bytes, text: bytes) -> bytes: ...


class _Digests:
    """HMAC whose key is scheduled once: each digest goes on from a copy of that state, a third of the work."""

    def __init__(self, algorithm: HashAlgorithm) -> None:
        self._algorithm = algorithm
        self._keyed: dict[bytes, HMAC] = {}

    def digest(self, key: bytes, text: bytes) -> bytes:
        if key not in self._keyed:
            self._keyed[key] = HMAC(key, self._algorithm)
        mac = self._keyed[key].copy()
        mac.update(text)
        return mac.finalize()


class AesProvider:
    """AES-256-GCM with HMAC-SHA256."""

    key_bytes = 32

    def __init__(self) -> None:
        self._ciphers: dict[bytes, AESGCM] = {}
        self.digest = _Digests(SHA256()).digest

    def _cipher(self, key: bytes) -> AESGCM:
        if key not in self._ciphers:
            self._ciphers[key] = AESGCM(key)
        return self._ciphers[key]

    def encrypt(self, key: bytes, nonce: bytes, text: bytes, place: bytes) -> bytes:
        return self._cipher(key).encrypt(nonce, text, place)

    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
        return self._cipher(key).decrypt(nonce, sealed, place)


class Sm4Provider:
    """SM4-GCM with HMAC-SM3, the national algorithms (GB/T 32907, GB/T 32905)."""

    key_bytes = 16

    def __init__(self) -> None:
        self.digest = _Digests(SM3()).digest

    def encrypt(self, key: bytes, nonce: bytes, text: bytes, place: bytes) -> bytes:
        encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(place)
        return encryptor.update(text) + encryptor.finalize() + encryptor.tag

    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
        body, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
        decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(place)
        return decryptor.update(body) + decryptor.finalize()


PROVIDERS: dict[str, Provider] = {"aes": AesProvider(), "sm4": Sm4Provider()}


@dataclass(frozen=True)
class Keyring:
    """The keys of one installation: `keys` by id (each with its provider's name), `current` seals, all open.

    The index key never rotates on its own: changing it means building every blind index again.
    """

    current: str
    keys: dict[str, tuple[str, bytes]]
    index_provider: str
    index_key: bytes

    def seal(self, text: str, place: str) -> str:
        """`place` names the row and field (`table|column|primary key`). Returns `key id.base64`; "" stays ""."""
        if not text:
            return ""
        return self.seal_all([(text, place)])[0]

    def seal_all(self, values: Iterable[tuple[str, str]]) -> list[str]:
        """Many (text, place) sealed as `seal` does, in order."""
        name, key = self.keys[self.current]
        encrypt, before = PROVIDERS[name].encrypt, f"{self.current}."
        sealed = []
        for text, place in values:
            if not text:
                sealed.append("")
                continue
            nonce = os.urandom(NONCE_BYTES)
            body = nonce + encrypt(key, nonce, text.encode(), place.encode())
            sealed.append(before + binascii.b2a_base64(body, newline=False).decode())
        return sealed

    def open(self, sealed: str, place: str) -> str:
        """The text sealed for `place`. Raises SealBroken for anything else."""
        if not sealed:
            return ""
        key_id, _, body = sealed.partition(".")
        if key_id not in self.keys:
            raise SealBroken(f"密钥 {key_id} 不在本机密钥库中，无法读取该字段。")
        name, key = self.keys[key_id]
        try:
            raw = binascii.a2b_base64(body, strict_mode=True)
            return PROVIDERS[name].decrypt(key, raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise SealBroken("该字段的密文被改动过或被移到了别的记录上。") from error

    def index(self, value: str, purpose: str) -> str:
        """A keyed fingerprint of 16 bytes (22 characters), for equality search; different for each purpose."""
        return self.index_all([value], purpose)[0]

    def index_all(self, values: Iterable[str], purpose: str) -> list[str]:
        """The fingerprints of many values, in order."""
        digest, key, before = PROVIDERS[self.index_provider].digest, self.index_key, f"{purpose}|"
        return [
            base64.urlsafe_b64encode(digest(key, f"{before}{value}".encode())[:16]).decode().rstrip("=")
            if value
            else ""
            for value in values
        ]

    def with_new_key(self, provider: str) -> "Keyring":
        """The same ring with one more key, which seals from now on."""
        key_id = f"k{len(self.keys) + 1}"
        keys = {**self.keys, key_id: (provider, secrets.token_bytes(PROVIDERS[provider].key_bytes))}
        return Keyring(key_id, keys, self.index_provider, self.index_key)

    def write(self, path: Path) -> None:
        """Write the ring as a file that only its owner can read; an existing file is replaced in one step."""
        content = {
            "current": self.current,
            "keys": {k: [name, base64.b64encode(key).decode()] for k, (name, key) in self.keys.items()},
            "index": [self.index_provider, base64.b64encode(self.index_key).decode()],
        }
        temporary = path.with_suffix(".new")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)


def new_keyring(provider: str = "aes") -> Keyring:
    """A ring with one fresh random key."""
    return Keyring(
        "k1",
        {"k1": (provider, secrets.token_bytes(PROVIDERS[provider].key_bytes))},
        provider,
        secrets.token_bytes(32),
    )


def read_keyring(path: Path) -> Keyring:
    """Read a ring written by `Keyring.write`. Raises OSError or ValueError if it can't be used."""
    content = json.loads(path.read_text())
    keys = {k: (name, base64.b64decode(key)) for k, (name, key) in content["keys"].items()}
    index_provider, index_key = content["index"]
    return Keyring(content["current"], keys, index_provider, base64.b64decode(index_key))
