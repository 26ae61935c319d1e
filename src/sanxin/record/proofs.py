"""Proofs of a Merkle log, made and verified: RFC 9162 §2.1.3 (inclusion) and §2.1.4 (consistency)."""

from collections.abc import Sequence

from sanxin.record.merkle import HASH_BYTES, node_hash, root_of

Proof = tuple[bytes, ...]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> Proof:
    """Prove that a leaf stands in the tree over these leaf hashes: siblings from the leaf upwards.

    :raises IndexError: if there is no such leaf
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"leaf {index} is not in a tree of {len(leaves)}")
    proof: list[bytes] = []
    while len(leaves) > 1:
        half = _left_size(len(leaves))
        if index < half:
            proof.append(root_of(leaves[half:]))
            leaves = leaves[:half]
        else:
            proof.append(root_of(leaves[:half]))
            leaves, index = leaves[half:], index - half
    return tuple(reversed(proof))


def consistency_proof(leaves: Sequence[bytes], earlier_size: int) -> Proof:
    """Prove that the tree over these leaf hashes only grew since it had ``earlier_size`` leaves.

    :raises ValueError: if the earlier size is zero or beyond the tree
    """
    if not 0 < earlier_size <= len(leaves):
        raise ValueError(f"no tree of {earlier_size} leaves came before one of {len(leaves)}")
    proof: list[bytes] = []
    known = True  # the verifier holds the root of the part we are in
    while earlier_size != len(leaves):
        half = _left_size(len(leaves))
        if earlier_size <= half:
            proof.append(root_of(leaves[half:]))
            leaves = leaves[:half]
        else:
            proof.append(root_of(leaves[:half]))
            leaves, earlier_size, known = leaves[half:], earlier_size - half, False
    if not known:
        proof.append(root_of(leaves))
    return tuple(reversed(proof))


def includes(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof shows the leaf at its place in the tree of this size and root."""
    if not 0 <= index < size or not _are_hashes([leaf, root, *proof]):
        return False
    node, at, last = leaf, index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            at, last = _climb(at, last)
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def extends(
    *, earlier_size: int, earlier_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows that the later tree holds the earlier one unchanged.

    A tree of no leaves is outside the RFC and proves nothing.
    """
    if 0 < earlier_size == size:
        return not proof and earlier_root == root
    if not 0 < earlier_size < size or not _are_hashes([earlier_root, root, *proof]):
        return False
    path = list(proof)
    if earlier_size & (earlier_size - 1) == 0:  # a complete tree: its root starts the path
        path.insert(0, earlier_root)
    return bool(path) and _both_roots(path, earlier_size - 1, size - 1) == (earlier_root, root)


def _both_roots(path: list[bytes], at: int, last: int) -> tuple[bytes, bytes] | None:
    while at & 1:
        at, last = at >> 1, last >> 1
    earlier = later = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            earlier, later = node_hash(sibling, earlier), node_hash(sibling, later)
            at, last = _climb(at, last)
        else:
            later = node_hash(later, sibling)
        at, last = at >> 1, last >> 1
    return (earlier, later) if last == 0 else None


def _climb(at: int, last: int) -> tuple[int, int]:
    """Skip the levels where the last node has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _left_size(size: int) -> int:
    """Give the largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _are_hashes(nodes: Sequence[bytes]) -> bool:
    return all(len(node) == HASH_BYTES for node in nodes)
