"""Sealing: what only the house may read, and keyed digests by which it finds things again.

The house has one secret. Its keys are derived from it once, by name (HKDF); a person's key is random
and wrapped under the house's key, so destroying the wrapped key makes the person's data unreadable,
in every backup too. AES-256-GCM everywhere; the first byte names the format.
"""

import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = b"\x01"
KEY_BYTES = 32
NONCE_BYTES = 12


class Unreadable(Exception):
    """The sealed bytes do not open: another key, another purpose, or somebody touched them."""


@cache
def house_key(secret: str, purpose: str) -> bytes:
    """Give the house's key for one purpose."""
    info = f"sanxin:{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret.encode())


def new_key() -> bytes:
    """Give a fresh random key."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, content: bytes, context: str) -> bytes:
    """Encrypt bytes so that they open only with the same key and in the same context."""
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, content, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """Decrypt sealed bytes.

    :raises Unreadable: if key, context or bytes are not those that were sealed
    """
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if sealed[:1] != FORMAT:
        raise Unreadable(f"sealed format {sealed[:1]!r} is not known")
    try:
        return AESGCM(key).decrypt(nonce, body, context.encode())
    except InvalidTag as fault:
        raise Unreadable(f"{context}: not sealed with this key") from fault


def keyed_digest(key: bytes, text: str) -> str:
    """Give the keyed digest (HMAC-SHA-256) of a text in hexadecimal: equal texts, equal digests."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
