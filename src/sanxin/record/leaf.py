"""A leaf of the log: which stream, which place in it, what came before, and a digest that hides."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sanxin.foundation.canonical import canonical_bytes
from sanxin.record.merkle import HASH_BYTES, leaf_hash

SALT_BYTES = 32
FIRST = bytes(HASH_BYTES).hex()
ERASURES = "erasures/"


def erasures_of(stream: str) -> str:
    """Name the stream that holds what was erased of a stream: an export encloses it, and so says what is gone."""
    return f"{ERASURES}{stream}"


def commitment(salt: bytes, record: Any) -> str:
    """Give the salted digest of a record's canonical bytes, in hexadecimal.

    Without the salt nobody can guess the record back, not even a phone number out of all numbers.

    :raises ValueError: if the salt is not 32 bytes, or the record is not a value
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(salt + canonical_bytes(record)).hexdigest()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry of a stream as the log commits to it; hashes in hexadecimal."""

    stream: str
    sequence: int
    previous: str
    commitment: str

    @property
    def content(self) -> bytes:
        """Give the bytes that are hashed."""
        return canonical_bytes(
            {
                "commitment": self.commitment,
                "previous": self.previous,
                "sequence": self.sequence,
                "stream": self.stream,
            }
        )

    @property
    def hash(self) -> bytes:
        """Give the leaf's hash in the tree."""
        return leaf_hash(self.content)
