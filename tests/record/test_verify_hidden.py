"""What is hidden, erased, or enclosed twice is said by name, and never reads as “everything holds”."""

import copy
import io
import warnings
import zipfile
from dataclasses import replace

import pytest

from sanxin.record.export import NotAnExport, read_export
from sanxin.record.leaf import FIRST, Leaf, erasures_of
from sanxin.record.verify import against
from tests.record.forger import Page, pack, pages_of, rehashed
from tests.record.truth import RECORD, TRUE, codes, findings, forged, hidden, parts, place_of, put, zipped


def test_the_true_export_holds_and_says_what_it_cannot_reckon_again() -> None:
    said = findings(TRUE, root=True)
    assert codes(said) == set()
    assert codes(said, "unknown") == {"verify.not_closed"}
    assert codes(said, "holds") >= {
        "verify.rule", "verify.reached", "verify.passed", "verify.agreed", "verify.contract", "verify.ledger",
        "verify.pledges", "verify.pledges_as_shared", "verify.cover",
    }  # fmt: skip


def test_an_export_of_hashes_alone_is_broken_even_under_the_true_root() -> None:
    said = findings(hidden("project/", "decision/", "funding/"), root=True)
    assert codes(said) == {"verify.project_hidden"}
    assert "verify.records" not in codes(said, "holds")


def test_an_export_without_a_decision_is_broken_where_its_entries_name_one() -> None:
    said = findings(hidden("decision/"), root=True)
    assert codes(said) == {"verify.decision_hidden"}


def test_a_second_decision_that_is_not_opened_is_said_by_name() -> None:
    pages = pages_of(TRUE)
    other = copy.deepcopy(pages[place_of(pages, "consultation.reached")])
    other.record["payload"]["decision"] = "another"
    said = findings(pack(TRUE, rehashed([*pages, other])))
    assert codes(said) == set()
    assert [
        one.because.params["stream"] for one in said if one.because.code == "verify.stream_not_opened"
    ] == ["decision/another"]


def test_a_decision_that_only_a_subject_names_is_said_by_name_too() -> None:
    pages = pages_of(TRUE)
    other = copy.deepcopy(pages[place_of(pages, "project.proof")])
    other.record |= {"verb": "evidence.let_go", "subject": "decision/past", "payload": {}}
    said = findings(pack(TRUE, rehashed([*pages, other])))
    assert "“decision/past”" in next(
        one.because.say("zh") for one in said if one.because.code == "verify.stream_not_opened"
    )


def test_a_hidden_leaf_inside_a_stream_is_named_and_so_is_a_hidden_end() -> None:
    pages = pages_of(TRUE)
    at = place_of(pages, "ballot.cast", 3)
    inside = [Page(page.hash) if index == at else page for index, page in enumerate(pages)]
    said = findings(pack(TRUE, inside), root=True)
    assert "verify.chain_broken" in codes(said)
    end = place_of(pages, "round.declare", -1)
    cut = [Page(page.hash) if end <= index <= end + 2 else page for index, page in enumerate(pages)]
    assert codes(findings(pack(TRUE, cut), root=True)) == {"verify.passed_broken", "verify.agreed_not_passed"}


def test_an_empty_export_holds_nothing() -> None:
    assert codes(findings(pack(TRUE, []))) == {"verify.project_hidden"}


def test_an_export_in_which_no_decision_is_found_says_so() -> None:
    pages = pages_of(TRUE)
    at = place_of(pages, "project.open")
    said = findings(pack(TRUE, rehashed(pages[: at + 1])))
    assert codes(said) == set()
    assert {"verify.no_decision", "verify.ledger_closed"} <= codes(said, "unknown")


def test_a_decision_without_a_round_has_nothing_to_count_again() -> None:
    pages = pages_of(TRUE)
    said = findings(pack(TRUE, rehashed(pages[: place_of(pages, "decision.open") + 1])))
    assert "verify.nothing_asked" in codes(said, "unknown")


def test_a_stream_that_the_manifest_lists_and_the_log_hides_is_named() -> None:
    packed = zipped(parts(TRUE), streams=["decision/gone"])
    assert codes(findings(packed, root=True)) == {"verify.listed_not_opened"}


def test_a_decision_of_another_project_is_named() -> None:
    assert "verify.other_project" in codes(findings(forged("decision.open", put(project="x"))))
    assert codes(findings(zipped(parts(TRUE), project="x"), root=True)) >= {"verify.project_hidden"}


def test_two_exports_are_compared_by_what_they_open_and_not_by_their_hashes_alone() -> None:
    true = read_export("x.zip", TRUE)
    pages = pages_of(TRUE)
    pages[place_of(pages, "ballot.cast", 5)].record["payload"]["choice"] = "abstain"
    altered = read_export("x.zip", pack(TRUE, pages))
    assert codes(list(against(altered, true))) == {"verify.shown_otherwise"}
    shut = read_export("x.zip", hidden("decision/"))
    (there,) = [one for one in against(shut, true) if one.because.code == "verify.only_opened_there"]
    assert there.verdict == "unknown"
    assert there.because.params["count"] == 46
    (nothing,) = against(true, read_export("x.zip", pack(TRUE, [])))
    assert (nothing.verdict, nothing.because.code) == ("unknown", "verify.nothing_shared")


def test_the_public_export_says_of_the_ledger_that_it_is_not_reckoned_again() -> None:
    public = (RECORD / "yihaomen-public-export.zip").read_bytes()
    said = findings(public)
    assert codes(said) == set()
    assert {"verify.cover_unheld", "verify.ledger_closed", "verify.agreed_unheld"} <= codes(said, "unknown")


def test_where_two_logs_part_the_entries_of_project_and_ledger_are_named() -> None:
    true = read_export("x.zip", TRUE)
    dearer = read_export("x.zip", forged("contract.sign", put(amount_fen=1, variation="x")))
    named = [one for one in against(dearer, true) if one.verdict == "broken"]
    assert codes(named) == {"verify.two_logs", "verify.entry_only_here", "verify.entry_only_there"}
    assert {one.because.params["verb"] for one in named if "verb" in one.because.params} == {"contract.sign"}
    shut = read_export("x.zip", erased("payment.record"))
    assert not [
        one for one in against(shut, dearer) if one.because.params.get("stream", "").startswith("funding/")
    ]


def public(*dropped: str, passed: bool) -> bytes:
    """Give a public export, hashed anew, with the conclusion set and entries of some verbs dropped."""
    packed = (RECORD / "yihaomen-public-export.zip").read_bytes()
    pages = [
        page for page in pages_of(packed) if not (isinstance(page.record, dict) and page.record["verb"] in dropped)
    ]  # fmt: skip
    pages[place_of(pages, "decision.conclude")].record["payload"]["passed"] = passed
    return pack(packed, rehashed(pages), without="withheld")


def test_a_public_export_shows_a_conclusion_that_was_turned_or_that_nothing_declares() -> None:
    assert "verify.not_as_declared" in codes(findings(public(passed=False)))
    assert "verify.not_as_declared" not in codes(findings(public(passed=True)))
    assert "verify.not_as_declared" in codes(findings(public("round.declare", passed=True)))


def erased(*verbs: str, unrecorded: str = "") -> bytes:
    """Mark entries erased, each with its record beside its stream, but for one."""
    pages = pages_of(TRUE)
    model = pages[place_of(pages, "project.proof")]
    for at in [place_of(pages, verb) for verb in verbs]:
        gone = pages[at]
        pages[at] = replace(gone, record=None, salt="")
        if gone.record["verb"] != unrecorded:
            record = {**model.record, "verb": "entry.erase", "payload": {"index": at, "reason": "PIPL 47"}}
            beside = Leaf(erasures_of(gone.leaf.stream), 0, FIRST, "")
            pages.append(Page("", beside, model.salt, record))
    return pack(TRUE, rehashed(pages))


def test_an_erased_objection_reads_as_erased_and_not_as_a_contradiction() -> None:
    said = findings(erased("objection.raise"))
    assert codes(said) == set()
    assert "verify.erased_no_recount" in codes(said, "unknown")
    assert "第 82 条（decision/" in next(
        one.because.say("zh") for one in said if one.because.code == "verify.erased"
    )


def test_what_is_marked_erased_is_held_against_the_record_of_erasures() -> None:
    said = findings(erased("objection.raise", "ballot.cast", "payment.record"))
    assert codes(said) == set()
    assert sum(one.because.code == "verify.erased" for one in said) == 3
    for hidden_one in ("objection.raise", "payment.record"):
        said = findings(erased("objection.raise", "payment.record", unrecorded=hidden_one))
        assert codes(said) == {"verify.erased_unrecorded"}


def test_the_erasure_of_another_stream_excuses_nothing() -> None:
    pages = pages_of(erased("objection.raise"))
    beside = pages[-1]
    pages[-1] = replace(beside, leaf=replace(beside.leaf, stream="erasures/project/x"))
    assert "verify.erased_unrecorded" in codes(findings(pack(TRUE, rehashed(pages))))


def test_what_an_erased_entry_of_the_project_may_explain_is_not_called_broken() -> None:
    said = findings(erased("consultation.reached"))
    assert codes(said) == set()
    assert "verify.gone_may_explain" in codes(said, "unknown")
    documents = parts(TRUE)
    entries = documents["entries.jsonl"].splitlines()
    pages = pages_of(TRUE)
    for verb in ("agreement.prepare", "contract.sign"):
        at = place_of(pages, verb)
        row = next(n for n, line in enumerate(entries) if f'"index":{at},'.encode() in line)
        entries[row] = b'{"index":%d,"state":"erased"}' % at
    packed = zipped({**documents, "entries.jsonl": b"\n".join(entries) + b"\n"})
    assert codes(findings(packed, root=True)) == {"verify.erased_unrecorded"}
    assert "verify.document_unnamed" in codes(findings(packed, root=True), "unknown")


def test_an_erased_entry_of_the_ledger_leaves_nothing_to_reckon_again() -> None:
    said = findings(erased("payment.record"))
    assert codes(said) == set()
    assert {"verify.cover_unheld", "verify.ledger_closed"} <= codes(said, "unknown")


def test_two_records_for_one_entry_are_named() -> None:
    contents = parts(TRUE)
    lines = contents["entries.jsonl"].splitlines()
    twice = zipped({**contents, "entries.jsonl": b"\n".join([lines[40], *lines]) + b"\n"})
    assert codes(findings(twice, root=True)) == {"verify.record_twice"}


def test_a_file_that_is_in_the_package_twice_is_named() -> None:
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
        warnings.simplefilter("ignore")
        for name, part in [("entries.jsonl", b"forged, read first"), *parts(TRUE).items()]:
            archive.writestr(name, part)
    said = findings(packed.getvalue(), root=True)
    assert codes(said) == {"verify.file_twice"}
    assert "“entries.jsonl”" in next(one.because.say("zh") for one in said if one.verdict == "broken")


def test_a_file_that_the_manifest_has_not_is_named() -> None:
    contents = parts(TRUE)
    told = {name: "0" * 64 for name in contents if name != "manifest.json"}
    said = findings(zipped({**contents, "../../evil\n✓ .txt": b"x"}, files=told))
    assert r"“../../evil\n✓ .txt”" in " ".join(
        one.because.say("zh") for one in said if one.verdict == "broken"
    )


def test_a_package_that_swells_is_refused_before_it_fills_the_memory() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts(TRUE).items():
            archive.writestr(name, part)
        with archive.open("documents/bomb.pdf", "w") as bomb:
            for _ in range(60):
                bomb.write(bytes(1 << 20))
    with pytest.raises(NotAnExport, match=r"documents/bomb\.pdf too big unpacked"):
        read_export("x.zip", packed.getvalue())


def test_a_package_that_is_packed_in_another_way_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("manifest.json", b"{}")
    with pytest.raises(NotAnExport, match=r"manifest\.json it is packed in another way"):
        read_export("x.zip", packed.getvalue())
