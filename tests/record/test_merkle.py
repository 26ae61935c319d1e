"""The Merkle tree against the published vectors and a naive reading of the RFC."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin.record.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash, root_of
from sanxin.record.proofs import consistency_proof, extends, includes, inclusion_proof

VECTORS = json.loads((Path(__file__).parents[1] / "golden" / "merkle_vectors.json").read_text())
HASHES = [leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves"]]

leaf_hashes = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


def naive_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = next(2**e for e in range(20) if 2**e < len(leaves) <= 2 ** (e + 1))
    return node_hash(naive_root(leaves[:k]), naive_root(leaves[k:]))


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = next(2**e for e in range(20) if 2**e < len(leaves) <= 2 ** (e + 1))
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(m: int, leaves: list[bytes], *, whole: bool) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = next(2**e for e in range(20) if 2**e < len(leaves) <= 2 ** (e + 1))
    if m <= k:
        return [*naive_subproof(m, leaves[:k], whole=whole), naive_root(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], whole=False), naive_root(leaves[:k])]


def test_the_published_roots_come_out() -> None:
    assert [root_of(HASHES[:n]).hex() for n in range(9)] == VECTORS["roots"]
    assert VECTORS["node_hashes"][0] == [h.hex() for h in HASHES]


@pytest.mark.parametrize("case", VECTORS["inclusion"], ids=lambda c: c["id"])
def test_every_published_inclusion_vector_is_judged_as_stated(case: dict[str, Any]) -> None:
    judged = includes(
        leaf=bytes.fromhex(case["leaf_hash"]), index=case["leaf_index"], size=case["tree_size"],
        proof=[bytes.fromhex(h) for h in case["proof"] or []], root=bytes.fromhex(case["root"]),
    )  # fmt: skip
    assert judged is case["valid"]


@pytest.mark.parametrize("case", VECTORS["consistency"], ids=lambda c: c["id"])
def test_every_published_consistency_vector_is_judged_as_stated(case: dict[str, Any]) -> None:
    judged = extends(
        earlier_size=case["size1"], earlier_root=bytes.fromhex(case["root1"]), size=case["size2"],
        root=bytes.fromhex(case["root2"]), proof=[bytes.fromhex(h) for h in case["proof"] or []],
    )  # fmt: skip
    assert judged is case["valid"]


@given(leaf_hashes)
def test_a_growing_tree_has_the_root_of_the_rfc(leaves: list[bytes]) -> None:
    assert root_of(leaves) == naive_root(leaves)


@given(leaf_hashes, st.data())
def test_inclusion_proofs_are_those_of_the_rfc_and_hold_for_one_place_only(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root, size = inclusion_proof(leaves, index), root_of(leaves), len(leaves)
    assert list(proof) == naive_path(index, leaves)
    assert includes(leaf=leaves[index], index=index, size=size, proof=proof, root=root)
    assert not includes(leaf=bytes(32), index=index, size=size, proof=proof, root=root) or leaves[
        index
    ] == bytes(32)
    assert not includes(leaf=leaves[index], index=index, size=size, proof=[*proof, root], root=root)


@given(leaf_hashes, st.data())
def test_consistency_proofs_are_those_of_the_rfc_and_tie_two_roots(
    leaves: list[bytes], data: st.DataObject
) -> None:
    earlier = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(leaves, earlier)
    assert list(proof) == naive_subproof(earlier, leaves, whole=True)
    told = {"earlier_size": earlier, "size": len(leaves), "root": root_of(leaves), "proof": proof}
    assert extends(earlier_root=root_of(leaves[:earlier]), **told)
    assert not extends(earlier_root=node_hash(b"another", b"tree"), **told)


def test_what_cannot_be_proven_is_refused() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(HASHES, 8)
    with pytest.raises(ValueError, match="no tree of 0"):
        consistency_proof(HASHES, 0)
    with pytest.raises(ValueError, match="peaks"):
        Frontier(3, ())
