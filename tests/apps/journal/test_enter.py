"""Facts enter the log in order, and stay."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from sanxin.apps.journal import actions, queries
from sanxin.apps.journal.models import Entry, Leaf
from sanxin.foundation.actor import System
from sanxin.foundation.refusal import Refusal
from sanxin.record.proofs import extends, includes

pytestmark = pytest.mark.django_db
AT = datetime(2022, 3, 1, 9, tzinfo=UTC)
CLERK = System("test")


def enter(stream: str = "project/x", **payload: object) -> actions.Receipt:
    return actions.enter(
        actor=CLERK, stream=stream, verb="visited", subject="dwelling/402", payload=payload,
        occurred_at=AT, recorded_at=AT, neighbourhood=7,
    )  # fmt: skip


def test_every_entry_is_provable_and_the_log_only_grows() -> None:
    receipts = [enter(f"project/{n % 3}", n=n, area_m2=Decimal("56.20"), tiny=1e-07) for n in range(9)]
    head = queries.tree_head()
    for earlier in receipts:
        proof = queries.prove_inclusion(earlier.index)
        assert includes(
            leaf=bytes.fromhex(earlier.leaf_hash), index=earlier.index, size=head.size,
            proof=proof, root=bytes.fromhex(head.root),
        )  # fmt: skip
        assert extends(
            earlier_size=earlier.size, earlier_root=bytes.fromhex(earlier.root), size=head.size,
            root=bytes.fromhex(head.root), proof=queries.prove_growth(earlier.size),
        )  # fmt: skip
        assert queries.record_matches(earlier.index)
    assert queries.first_break() is None
    assert queries.tree_head(4).root == receipts[3].root


def test_a_closed_stream_commits_its_count_and_takes_no_more() -> None:
    enter(), enter()
    closing = actions.close_stream(actor=CLERK, stream="project/x", occurred_at=AT, recorded_at=AT)
    with scope(neighbourhood=7):
        newest = queries.lines(stream="project/x")[0]
    assert (newest.index, newest.record and newest.record["payload"]) == (closing.index, {"count": 2})
    with pytest.raises(Refusal, match="closed"):
        enter()


def test_erasing_a_text_leaves_every_proof_valid_and_is_itself_on_record() -> None:
    receipt = enter(note="private")
    erasure = actions.erase(
        actor=CLERK, index=receipt.index, reason="PIPL 47", occurred_at=AT, recorded_at=AT
    )
    assert queries.record_matches(receipt.index) is None
    assert queries.first_break() is None
    head = queries.tree_head()
    assert head.size == erasure.size == 2
    assert includes(
        leaf=bytes.fromhex(receipt.leaf_hash), index=0, size=2, proof=queries.prove_inclusion(0),
        root=bytes.fromhex(head.root),
    )  # fmt: skip
    with pytest.raises(Refusal, match="no entry"):
        actions.erase(actor=CLERK, index=receipt.index, reason="again", occurred_at=AT, recorded_at=AT)


def test_entries_are_read_only_within_a_neighbourhood() -> None:
    enter()
    with pytest.raises(ScopeError):
        Entry.objects.count()
    with scope(neighbourhood=8):
        assert queries.lines() == ()
    with scope(neighbourhood=[7, 8]):
        assert len(queries.lines(subject="dwelling/402")) == 1


def test_no_leaf_can_be_changed_or_removed() -> None:
    enter()
    for attempt in (
        lambda: Leaf.objects.update(commitment="0" * 64),
        lambda: Leaf.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert queries.first_break() is None


def test_a_leaf_cannot_be_replaced_or_the_log_cut_off() -> None:
    enter()
    statement = "TRUNCATE journal_leaf CASCADE" if connection.vendor == "postgresql" else (
        'INSERT OR REPLACE INTO journal_leaf SELECT "index", sequence, previous, \'00\', leaf_hash, '
        "root_after, stream_id FROM journal_leaf"
    )  # fmt: skip
    connection.check_constraints()  # PostgreSQL truncates nothing that waits for a check
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Leaf.objects.get().commitment != "00"
