"""The Merkle tree of RFC 6962 §2.1 / RFC 9162 §2.1 over SHA-256: hashes and growing roots."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"
HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """Give the hash of a leaf."""
    return hashlib.sha256(LEAF_PREFIX + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of the node above two nodes."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A growing tree: its size and the roots of its complete subtrees, largest first.

    That is all an append needs, so a log of millions grows in O(log n) and little memory.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves does not have {len(self.peaks)} peaks")

    def append(self, leaf: bytes) -> "Frontier":
        """Give the tree with one more leaf, named by its hash."""
        peaks, node, size = list(self.peaks), leaf, self.size
        while size & 1:
            node, size = node_hash(peaks.pop(), node), size >> 1
        return Frontier(self.size + 1, (*peaks, node))

    @property
    def root(self) -> bytes:
        """Give the root of the whole tree."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Give the root of a tree over leaf hashes, read once."""
    frontier = Frontier()
    for leaf in leaves:
        frontier = frontier.append(leaf)
    return frontier.root
