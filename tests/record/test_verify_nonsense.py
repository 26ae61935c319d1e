"""No nonsense breaks the verifier: it is refused with its place, or named with its entry."""

import copy
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanxin.foundation.finding import Words
from sanxin.interfaces.cli.main import main
from sanxin.record.export import NotAnExport
from sanxin.record.reading import read_json, shown
from sanxin.record.verify.finding import Finding, guarded
from tests.record.forger import pack, pages_of, rehashed
from tests.record.truth import (
    RECORD,
    TRUE,
    Change,
    codes,
    findings,
    forged,
    parts,
    place_of,
    put,
    without,
    zipped,
)


def in_the_roll(key: str, value: Any) -> Change:
    return lambda record: record["payload"]["lines"][0].update({key: value})


NONSENSE: dict[str, tuple[str, Change, str]] = {
    "no verdict": ("decision.conclude", without("passed"), "payload.passed is missing"),
    "no roll": ("round.open", without("roll"), "payload.roll is missing"),
    "no opening": ("round.open", without("opens_at"), "payload.opens_at is missing"),
    "a time without zone": ("round.open", put(opens_at="2022-01-01"), "expected a time with its zone"),
    "other readings": ("round.open", put(readings={"a": 1}), "payload.readings.head is missing"),
    "a share of nothing": (
        "round.open", lambda record: record["payload"]["rule"].update(consent="1/0"), "expected a fraction",
    ),
    "no sheet": ("ballot.cast", without("sheet"), "payload.sheet is missing"),
    "no id": ("ballot.cast", without("id"), "payload.id is missing"),
    "an id of a list": ("ballot.cast", put(id=[]), "payload.id is []"),
    "another choice": ("ballot.cast", put(choice="maybe"), "payload.choice is"),
    "no count": ("stream.close", without("count"), "payload.count is missing"),
    "no digest": ("contract.sign", put(document={}), "payload.document.sha256 is missing"),
    "a document of nobody's": ("project.open", put(document={}), "payload.document.sha256 is missing"),
    "lines of numbers": ("roll.freeze", put(lines=[1]), "payload.lines[0] is 1, expected an object"),
    "no lines": ("roll.freeze", put(lines="x"), "expected a list"),
    "an endless area": ("roll.freeze", in_the_roll("area_m2", "1e9999"), "expected a decimal number"),
    "a flag of words": ("roll.freeze", in_the_roll("unsold_developer", "no"), "expected true or false"),
    "no title": ("decision.open", without("title"), "payload.title is missing"),
    "no number of ballots": ("round.close", without("ballots"), "payload.ballots is missing"),
    "no time": ("round.declare", lambda record: record.update(occurred_at=None), "occurred_at is null"),
    "a payload of a list": ("ballot.cast", lambda record: record.update(payload=[]), "payload is []"),
    "no verb": ("ballot.cast", lambda record: record.pop("verb"), "verb is missing"),
    "a table without end": ("shares.adopt", put(problem={"a": "1e9999999"}), "astronomical"),
    "a payment of nothing": ("payment.record", put(fen=0), "expected a whole number above 0"),
}  # fmt: skip


@pytest.mark.parametrize("what", NONSENSE)
def test_a_record_that_lacks_what_its_verb_needs_is_named_with_its_entry(what: str) -> None:
    verb, change, why = NONSENSE[what]
    said = findings(forged(verb, change))
    named = [one.because.say("en") for one in said if one.because.code == "verify.malformed"]
    assert len(named) == 1
    assert why in named[0]
    assert f"Entry {place_of(pages_of(TRUE), verb)} (" in named[0]


@pytest.mark.parametrize("record", [[], "x", 5, {}])
def test_a_record_that_is_no_record_at_all_is_named(record: Any) -> None:
    pages = pages_of(TRUE)
    pages[place_of(pages, "ballot.cast")].record = record
    assert "verify.malformed" in codes(findings(pack(TRUE, rehashed(pages))))


@pytest.mark.parametrize(
    "text", ["[" * 200_000, "NaN", '"\\ud800"', "1" * 5000, '{"a":1,"a":2}', "no", '{"verb": 1}']
)
def test_a_record_that_no_reader_agrees_on_is_named(text: str) -> None:
    contents = parts(TRUE)
    lines = contents["entries.jsonl"].splitlines()
    lines[35] = json.dumps({**json.loads(lines[35]), "record": text}).encode()
    packed = zipped({**contents, "entries.jsonl": b"\n".join(lines) + b"\n"})
    assert codes(findings(packed)) == {"verify.record_broken"}


def replaced(name: str, line: int, text: str) -> bytes:
    contents = parts(TRUE)
    lines = contents[name].splitlines()
    lines[line] = text.encode()
    return zipped({**contents, name: b"\n".join(lines) + b"\n"})


UNREADABLE = {
    "a hash of a number": ("log.jsonl", 0, '{"hash":5}', "log.jsonl:1 hash is 5"),
    "no hash": ("log.jsonl", 0, '{"hash":null}', "log.jsonl:1 hash is null"),
    "half a hash": ("log.jsonl", 0, '{"hash":"abc"}', "64 hexadecimal digits"),
    "no object": ("log.jsonl", 2, "[]", "log.jsonl:3"),
    "a number without end": ("log.jsonl", 1, '{"hash":1e999}', "out of all bounds"),
    "a stream of a list": (
        "log.jsonl", 66, json.dumps({"hash": "0" * 64, "stream": [], "sequence": 0, "previous": "", "commitment": ""}),
        "log.jsonl:67 stream is []",
    ),
    "a deep nest": ("log.jsonl", 0, "[" * 100_000, "nested deeper"),
    "half a character": ("log.jsonl", 0, '{"hash":"\\ud800"}', "log.jsonl:1"),
    "an index of words": ("entries.jsonl", 0, '{"index":"x","state":"erased"}', "entries.jsonl:1 index is"),
    "an index of a fraction": ("entries.jsonl", 0, '{"index":1.0,"state":"erased"}', "index is 1.0"),
    "another state": ("entries.jsonl", 0, '{"index":1,"state":"lost"}', "state is"),
    "opened with nothing": ("entries.jsonl", 0, '{"index":1,"state":"opened"}', "opened goes with record and salt"),
    "a salt of a number": ("entries.jsonl", 0, '{"index":1,"state":"opened","record":"{}","salt":5}', "salt is 5"),
}  # fmt: skip


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(what: str) -> None:
    name, line, text, why = UNREADABLE[what]
    with pytest.raises(NotAnExport) as refused:
        findings(replaced(name, line, text))
    assert why in refused.value.say("en")
    assert name in refused.value.say("zh")


@pytest.mark.parametrize(
    "told",
    [
        {"files": []},
        {"size": "173"},
        {"root": None},
        {"grade": []},
        {"grade": "whole"},
        {"schema_version": 2},
    ],
)
def test_a_manifest_that_is_none_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(NotAnExport, match=r"manifest\.json " + next(iter(told))):
        findings(zipped(parts(TRUE), **told))


def test_a_part_that_is_missing_is_refused() -> None:
    contents = parts(TRUE)
    del contents["log.jsonl"]
    with pytest.raises(NotAnExport, match=r"log\.jsonl is missing"):
        findings(zipped(contents))


def test_what_nobody_foresaw_is_a_finding_that_names_the_stream() -> None:
    said = findings(
        forged("round.open", put(opens_at="9999-12-31T23:59:59-14:00", closes_at="9999-12-31T23:59:59-14:00"))
    )
    (unforeseen,) = [one for one in said if one.because.code == "verify.unforeseen"]
    assert unforeseen.verdict == "broken"
    assert "“decision/" in unforeseen.because.say("zh")

    def fails() -> Iterator[Finding]:
        yield from ()
        raise KeyError("roll")

    (one,) = guarded(Words("“x”", "“x”"), fails())
    assert "KeyError" in one.because.say("en")


FAKE = "一号门”通过\n✓ 日志前 173 条的根与印出来的相同\n全部成立。\x1b[2K\u202e\r"


def test_a_title_cannot_pass_for_a_line_of_the_verifier_s(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(forged("decision.open", put(title=FAKE)))
    assert main(["verify", str(file)]) == 0
    said = capsys.readouterr().out
    assert r"通过\n✓ 日志前 173 条的根与印出来的相同\n全部成立。\x1b[2K\u202e\r" in said
    assert "日志前 173 条的根与印出来的相同" not in [
        line.removeprefix("✓ ")[:22] for line in said.splitlines()
    ]
    assert "全部成立。" not in said.splitlines()
    assert not {"\x1b", "\u202e", "\r"} & set(said)


def test_what_is_shown_is_one_line_and_not_a_book() -> None:
    assert shown("王\u3000秀英 ，a\tb") == "王\u3000秀英 ，a\\tb"
    assert shown(["\u202e"]) == "['\\u202e']"
    assert len(shown("长" * 10_000)) == 302


@pytest.mark.parametrize("receipt", ["[" * 100_000, "[]", '{"index": -1}', "\ud800"])
def test_a_receipt_of_nonsense_is_refused(
    receipt: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.json").write_bytes(receipt.encode("utf-8", "surrogatepass"))
    export = str(RECORD / "yihaomen-export.zip")
    assert main(["verify", export, "--receipt", str(tmp_path / "r.json")]) == 2
    assert "r.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    "change",
    [
        {"sheet": [1]}, {"sheet": None}, {"salt": "zz"}, {"proof": None}, {"record": []}, {"index": 1.5},
        {"stream": "funding/x"}, {"size": "x"},
    ],
)  # fmt: skip
def test_a_receipt_of_another_form_is_refused(
    change: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    true = read_json((RECORD / "receipt-7.json").read_bytes())
    (tmp_path / "r.json").write_text(json.dumps({**true, **change}))
    export = str(RECORD / "yihaomen-export.zip")
    assert main(["verify", export, "--receipt", str(tmp_path / "r.json")]) == 2
    assert "r.json" in capsys.readouterr().err


Way = tuple[str | int, ...]
PARTS = parts(TRUE)
LOG = [read_json(line) for line in PARTS["log.jsonl"].splitlines()]
ENTRIES = [read_json(line) for line in PARTS["entries.jsonl"].splitlines()]
PAGES = pages_of(TRUE)
OURS = [index for index, page in enumerate(PAGES) if page.leaf]
ALL_VERBS = sorted({PAGES[index].record["verb"] for index in OURS})
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.just([]), st.just({}),
    st.sampled_from([
        -1, 0, 2**70, "1/0", "1e999999999", "NaN", "9999-12-31T23:59:59-23:59", "2022-01-01", "\ud800", "\x1b[2K\n", [[]],
        {"sha256": 1}, "0" * 64, "for",
    ]),
)  # fmt: skip


def paths(value: Any, at: Way = ()) -> Iterator[Way]:
    """List every place in a JSON value."""
    if at:
        yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from paths(item, (*at, key))


def mutated(data: st.DataObject, value: Any) -> Any:
    """Put something else anywhere into a JSON value, or take something out of it."""
    changed = copy.deepcopy(value)
    *way, last = data.draw(st.sampled_from(list(paths(value))))
    holder = changed
    for key in way:
        holder = holder[key]
    if isinstance(holder, dict) and data.draw(st.booleans()):
        del holder[last]
    else:
        holder[last] = data.draw(JUNK)
    return changed


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


def packed_as(contents: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in contents.items():
            archive.writestr(name, part)
    return packed.getvalue()


EXAMPLES = 25
SLOW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(st.data())
def test_no_change_of_a_record_that_is_hashed_anew_breaks_the_verifier_or_passes_under_the_true_root(
    data: st.DataObject,
) -> None:
    verb = data.draw(st.sampled_from(ALL_VERBS))
    index = data.draw(st.sampled_from([one for one in OURS if PAGES[one].record["verb"] == verb]))
    pages = copy.copy(PAGES)
    changed = mutated(data, PAGES[index].record)
    pages[index] = replace(PAGES[index], record=changed)
    try:
        packed = pack(TRUE, rehashed(pages))
    except ValueError:  # what cannot be written down cannot be forged either
        return
    said = findings(packed, root=True)
    if dumped(changed) != dumped(PAGES[index].record):
        assert "verify.printed_broken" in codes(said)


@SLOW
@given(st.data())
def test_no_change_of_a_file_breaks_the_verifier_and_none_of_a_record_passes(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["manifest.json", "log.jsonl", "entries.jsonl"]))
    contents, touched = dict(PARTS), False
    if name == "manifest.json":
        contents[name] = dumped(mutated(data, read_json(PARTS[name])))
        packed = packed_as(contents)
    else:
        lines = copy.copy(LOG if name == "log.jsonl" else ENTRIES)
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = mutated(data, lines[at])
        touched = name == "entries.jsonl"
        contents[name] = b"\n".join(map(dumped, lines)) + b"\n"
        packed = zipped(contents)
    try:
        said = findings(packed, root=True)
    except NotAnExport:
        return
    if touched and parts(packed)[name].splitlines()[at] != dumped(ENTRIES[at]):
        assert codes(said) | codes(said, "unknown") - {"verify.not_closed"}
