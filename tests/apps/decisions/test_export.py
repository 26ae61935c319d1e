"""Exports, verified by an outsider: everything found again, and every kind of tampering named."""

import copy
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django_scopes import scopes_disabled

from sanxin.apps.decisions import actions, queries
from sanxin.apps.journal import actions as journal
from sanxin.apps.journal import queries as log
from sanxin.engines.tally.solve import solve
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.refusal import Refusal
from sanxin.journey.decide.rounds import roll_sha256
from sanxin.record.decision import outcome_of, tell
from sanxin.record.export import Export, NotAnExport, read_export
from sanxin.record.verify import Finding, against, receipt_holds, root_holds, verify
from tests.apps.decisions.test_ballots import by_phone, household_of
from tests.ballots import CLOSES, OPENS, Asked, ask
from tests.people import CLI, Cast
from tests.record.forger import Page, pack, pages_of, recounted, rehashed

THEN: When = {"occurred_at": CLOSES, "recorded_at": CLOSES}


@pytest.fixture(scope="module")
def asked(cast: Cast) -> Asked:
    """A decision that ran its whole course, with a correction, an objection and its reply."""
    asked = ask(cast)
    who = household_of(asked, 7)
    first = by_phone(asked, who, "against", "tap-1")
    objection = actions.raise_objection(
        actor=who,
        decision=asked.decision,
        dwelling=who.dwelling,
        words="采光",
        occurred_at=OPENS,
        recorded_at=OPENS,
    )
    for number in (*range(1, 7), *range(8, 22)):
        asked.cast_at_door(number, "against" if number == 20 else "for")
    by_phone(asked, who, "for", "tap-2", replaces=first.ballot)
    actions.close_due(actor=CLI, at=CLOSES)
    actions.answer_objection(actor=cast.secretary, objection=objection, words="已复核", **THEN)
    actions.declare(actor=cast.secretary, round=asked.round, **THEN)
    actions.conclude(actor=cast.secretary, decision=asked.decision, **THEN)
    return asked


@pytest.fixture(scope="module")
def packed(asked: Asked) -> bytes:
    return actions.export_project(actor=asked.cast.secretary, project=asked.project, grade="scoped", **THEN)


def opened(packed: bytes) -> Export:
    return read_export("x.zip", packed)


def broken(findings: list[Finding]) -> set[str]:
    return {one.because.code for one in findings if one.verdict == "broken"}


def found(packed: bytes) -> set[str]:
    return broken(verify(opened(packed), outside=True))


def declared(records: list[dict[str, Any]], number: int) -> dict[str, Any]:
    problem = tell(records).problem(number)
    return {"round": number, **json.loads(canonical_bytes(outcome_of(problem, solve(problem))))}


def test_an_untouched_export_holds_and_says_what_it_cannot_know(packed: bytes) -> None:
    findings = verify(opened(packed), outside=False)
    assert broken(findings) == set()
    assert {one.because.code for one in findings} >= {
        "verify.files", "verify.root", "verify.records", "verify.closed", "verify.roll", "verify.tally",
        "verify.conclusion", "verify.no_outside",
    }  # fmt: skip
    tally = next(one for one in findings if one.because.code == "verify.tally")
    assert "22 个" not in tally.because.say("zh")
    assert "第 1 轮由 22 张票重新计票：通过" in tally.because.say("zh")


def test_the_public_export_holds_no_household_and_says_that_it_cannot_be_counted_again(asked: Asked) -> None:
    packed = actions.export_project(actor=asked.cast.utility, project=asked.project, grade="public", **THEN)
    inside = b"".join(zipfile.ZipFile(BytesIO(packed)).read(name) for name in ("entries.jsonl", "log.jsonl"))
    assert not any(home.encode() in inside for home in asked.homes)
    findings = verify(opened(packed), outside=False)
    assert broken(findings) == set()
    assert "verify.cannot_recount" in {one.because.code for one in findings if one.verdict == "unknown"}
    with pytest.raises(Refusal, match="Not found"):
        actions.export_project(actor=asked.cast.utility, project=asked.project, grade="scoped", **THEN)
    with pytest.raises(Refusal, match="no export “whole”"):
        actions.export_project(actor=asked.cast.secretary, project=asked.project, grade="whole", **THEN)


def test_an_owner_in_scope_gets_every_ballot_and_that_is_on_record(asked: Asked) -> None:
    who = household_of(asked, 9)
    packed = actions.export_decision(actor=who, decision=asked.decision, grade="scoped", **THEN)
    assert found(packed) == set()
    with scopes_disabled():
        (given,) = log.records_of(f"decisions/exports/{asked.project}")
    assert given["actor"] == who.ref


def pages_where(pages: list[Page], verb: str, **payload: Any) -> list[int]:
    return [
        index for index, page in enumerate(pages)
        if page.record and page.record["verb"] == verb
        and all(page.record["payload"][key] == value for key, value in payload.items())
    ]  # fmt: skip


def dropped(pages: list[Page]) -> list[Page]:
    (at,) = pages_where(pages, "ballot.cast", sheet=12)
    return pages[:at] + pages[at + 1 :]


def added(pages: list[Page]) -> list[Page]:
    (at,) = pages_where(pages, "ballot.cast", sheet=12)
    (roll,) = pages_where(pages, "roll.freeze")
    extra = copy.deepcopy(pages[at])
    assert extra.record is not None
    line = pages[roll].record["payload"]["lines"][23]  # type: ignore[index]
    extra.record["payload"] |= {"id": "forged", "sheet": 24, "dwelling": line["dwelling"]}
    return [*pages[: at + 1], extra, *pages[at + 1 :]]


def doubled(pages: list[Page]) -> list[Page]:
    (at,) = pages_where(pages, "ballot.cast", sheet=12)
    return [*pages[: at + 1], copy.deepcopy(pages[at]), *pages[at + 1 :]]


def altered(pages: list[Page]) -> list[Page]:
    *_, at = pages_where(pages, "ballot.cast", sheet=20)
    pages[at].record["payload"]["choice"] = "for"  # type: ignore[index]
    return pages


def swapped(pages: list[Page]) -> list[Page]:
    (at,) = pages_where(pages, "roll.freeze")
    pages[at].record["payload"]["lines"][3]["area_m2"] = "999"  # type: ignore[index]
    return pages


def reordered(pages: list[Page]) -> list[Page]:
    (one,), (other,) = (
        pages_where(pages, "ballot.cast", sheet=12),
        pages_where(pages, "ballot.cast", sheet=13),
    )
    pages[one], pages[other] = pages[other], pages[one]
    return pages


def truncated(pages: list[Page]) -> list[Page]:
    return pages[:-3]


FORGERIES = [dropped, added, doubled, altered, swapped, reordered, truncated]


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_clumsy_forgery_shows_in_the_file_itself(
    packed: bytes, forge: Callable[[list[Page]], list[Page]]
) -> None:
    forged = pack(packed, forge(pages_of(packed)))
    clumsy = found(forged)
    if forge is truncated:
        # A log cut at its end with a manifest to match is whole in itself; only the open stream is said.
        assert clumsy == set()
        unknowns = {
            one.because.code for one in verify(opened(forged), outside=False) if one.verdict == "unknown"
        }
        assert {"verify.not_closed", "verify.no_outside"} <= unknowns
    else:
        assert clumsy


@pytest.mark.parametrize(
    ("forge", "named"),
    [
        (dropped, {"verify.count_broken", "verify.tally_broken", "verify.closed_broken"}),
        (added, {"verify.count_broken", "verify.tally_broken", "verify.closed_broken"}),
        (doubled, {"verify.ballot_twice"}),
        (altered, {"verify.tally_broken"}),
        (swapped, {"verify.roll_broken"}),
    ],
)
def test_a_forger_who_rehashes_but_does_not_recount_is_named(
    packed: bytes, forge: Callable[[list[Page]], list[Page]], named: set[str]
) -> None:
    assert named <= found(pack(packed, rehashed(forge(pages_of(packed)))))


def thorough(packed: bytes, forge: Callable[[list[Page]], list[Page]]) -> bytes:
    """Forge, count anew, fit the roll's fingerprint, hash anew: consistent in itself."""
    pages = forge(pages_of(packed))
    for at, roll in zip(pages_where(pages, "round.open"), pages_where(pages, "roll.freeze"), strict=True):
        lines = pages[roll].record["payload"]["lines"]  # type: ignore[index]
        pages[at].record["payload"]["roll"]["sha256"] = roll_sha256(lines)  # type: ignore[index]
    return pack(packed, recounted(pages, declared))


@pytest.mark.parametrize("forge", [dropped, added, altered, swapped, reordered, truncated])
def test_a_forger_who_makes_everything_anew_is_found_by_a_printed_root_a_receipt_or_another_export(
    asked: Asked, packed: bytes, forge: Callable[[list[Page]], list[Page]]
) -> None:
    forged = opened(thorough(packed, forge))
    true = opened(packed)
    assert broken(verify(forged, outside=True)) == set()
    root, size = true.manifest["root"], true.manifest["size"]
    assert root_holds(true, root, size).verdict == "holds"
    assert root_holds(true, root[:20], size).verdict == "holds"
    assert root_holds(forged, root, size).verdict == "broken"
    named = broken(list(against(forged, true)))
    expected = {
        dropped: {"verify.two_logs", "verify.ballot_only_there"},
        added: {"verify.two_logs", "verify.ballot_only_here"},
        altered: {"verify.two_logs", "verify.ballot_altered"},
        swapped: {"verify.two_logs", "verify.roll_swapped"},
        reordered: {"verify.two_logs", "verify.ballots_moved"},
        truncated: set(),
    }
    assert named == expected[forge]


def receipt(asked: Asked, number: int) -> dict[str, Any]:
    home = asked.homes[number - 1]
    proof = queries.proof_of(asked.cast.secretary, asked.round, home, CLOSES)
    assert proof is not None
    return json.loads(canonical_bytes(proof))  # type: ignore[no-any-return]


def test_a_receipt_says_that_the_sheet_is_counted_and_proves_it(asked: Asked, packed: bytes) -> None:
    findings = list(receipt_holds(opened(packed), receipt(asked, 20)))
    assert {one.verdict for one in findings} == {"holds"}
    assert findings[-1].because.say("en") == "Your sheet No. 20 is counted: “against”"


def test_a_receipt_finds_its_own_altered_ballot_in_a_log_made_anew(asked: Asked, packed: bytes) -> None:
    forged = opened(thorough(packed, altered))
    assert broken(list(receipt_holds(forged, receipt(asked, 20)))) == {"verify.receipt_gone"}
    # What stood before the altered ballot is as it was; every ballot after it hangs on it.
    assert broken(list(receipt_holds(forged, receipt(asked, 12)))) == set()
    assert broken(list(receipt_holds(forged, receipt(asked, 21)))) == {"verify.receipt_gone"}


def test_a_forged_receipt_proves_nothing(asked: Asked, packed: bytes) -> None:
    told = receipt(asked, 20)
    told["record"]["payload"]["choice"] = "for"
    assert broken(list(receipt_holds(opened(packed), told))) == {"verify.receipt_forged"}


def test_a_replaced_ballot_s_receipt_says_what_counts_now(asked: Asked, packed: bytes) -> None:
    told = receipt(asked, 7)
    with scopes_disabled():
        kept = log.opening_of(told["index"])
        first = next(
            one for one in pages_of(packed)
            if one.record and one.record["verb"] == "ballot.cast" and one.record["payload"]["choice"] == "against"
            and one.record["payload"]["sheet"] == 7
        )  # fmt: skip
        at = next(index for index, page in enumerate(pages_of(packed)) if page.hash == first.hash)
        earlier = json.loads(canonical_bytes({"sheet": 7, **log.opening_of(at)}))
    assert kept["index"] == told["index"]
    findings = list(receipt_holds(opened(packed), earlier))
    assert (
        findings[-1].because.say("en").startswith("Your sheet No. 7 is on record; a later one corrected it")
    )


def test_one_log_shown_twice_is_one_log_and_growth_is_no_forgery(asked: Asked, packed: bytes) -> None:
    later = actions.export_project(actor=asked.cast.secretary, project=asked.project, grade="scoped", **THEN)
    (same,) = against(opened(later), opened(packed))
    assert (same.verdict, same.because.code) == ("holds", "verify.same_log")


def test_an_erased_record_leaves_every_proof_standing(asked: Asked, packed: bytes) -> None:
    told = receipt(asked, 20)
    (at,) = pages_where(pages_of(packed), "objection.raise")
    journal.erase(actor=CLI, index=at, reason="PIPL 47", **THEN)
    again = actions.export_project(actor=asked.cast.secretary, project=asked.project, grade="scoped", **THEN)
    export = opened(again)
    assert export.entries[at].state == "erased"
    assert root_holds(export, told["root"], told["size"]).verdict == "holds"
    said = verify(export, outside=True)
    assert [one.because.params["index"] for one in said if one.because.code == "verify.erased"] == [at]
    assert [one.because.code for one in said if one.verdict == "broken"] == []


def test_a_record_taken_out_or_put_in_is_named(packed: bytes) -> None:
    pages = pages_of(packed)
    contents = {
        name: zipfile.ZipFile(BytesIO(packed)).read(name)
        for name in zipfile.ZipFile(BytesIO(packed)).namelist()
    }
    lines = contents["entries.jsonl"].splitlines()
    without = {**contents, "entries.jsonl": b"\n".join(lines[:-1]) + b"\n"}
    assert {"verify.file_broken", "verify.record_missing"} <= found(zipped(without))
    foreign = next(index for index, page in enumerate(pages) if page.leaf is None)
    adrift = json.dumps({"index": foreign, "state": "opened", "record": "{}", "salt": "00"}).encode()
    assert "verify.record_adrift" in found(
        zipped({**contents, "entries.jsonl": contents["entries.jsonl"] + adrift})
    )
    assert "verify.file_broken" in found(zipped({**contents, "documents/more.pdf": b"x"}))


def zipped(contents: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 no",
        zipped({"manifest.json": b"{}"}),
        zipped({"manifest.json": b"[]", "log.jsonl": b"1", "entries.jsonl": b""}),
    ],
)
def test_what_is_no_export_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(NotAnExport, match="is not an export of a Sanxin record"):
        opened(content)


@pytest.mark.parametrize("who", ["household", "office"])
def test_nobody_is_given_single_votes_while_the_round_still_runs(cast: Cast, who: str) -> None:
    asked = ask(cast)
    asked.cast_at_door(5, "for")
    actor = household_of(asked, 7) if who == "household" else cast.secretary
    told: dict[str, Any] = {
        "actor": actor,
        "decision": asked.decision,
        "occurred_at": OPENS,
        "recorded_at": OPENS,
    }
    with pytest.raises(Refusal) as refused:
        actions.export_decision(grade="scoped", **told)
    assert refused.value.because.code == "decisions.export_still_open"
    assert actions.export_decision(grade="public", **told)
