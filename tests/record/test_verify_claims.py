"""What the streams claim of one another is derived again: a forger who hashes all of it anew is named all the same."""

import copy
from typing import Any

import pytest

from sanxin.engines.tally.solve import solve
from sanxin.foundation.canonical import canonical_bytes, digest
from sanxin.record.decision import outcome_of, tell
from sanxin.record.reading import read_json
from tests.record.forger import Page, pack, pages_of, recounted, rehashed
from tests.record.truth import TRUE, Change, codes, findings, forged, place_of, put, without

Pages = list[Page]


def rule(**values: Any) -> Change:
    return lambda record: record["payload"]["rule"].update(values)


def in_source(record: dict[str, Any]) -> None:
    record["payload"]["by_source"]["residents"]["sources_fen"] = 99


ALTERED: dict[str, tuple[str, int, Change, str]] = {
    "a rule lowered": ("round.open", 1, rule(consent="1/2"), "verify.other_rule"),
    "a rule that is not the rulebook's": ("round.open", 1, rule(consent="1/2"), "verify.rule_broken"),
    "a round out of turn": ("round.open", 1, put(round=3), "verify.round_out_of_turn"),
    "a choice nobody had": ("round.open", 0, put(options=["for", "against"]), "verify.no_such_choice"),
    "a passing of another matter": ("decision.passed", 0, put(matter="raise_fund"), "verify.passed_broken"),
    "a conclusion turned": ("decision.conclude", 0, put(passed=False), "verify.passed_broken"),
    "a dwelling not reached": ("consultation.reached", 1, put(dwellings=23), "verify.reached_broken"),
    "reached for another decision": ("consultation.reached", 0, put(decision="x"), "verify.reached_broken"),
    "another sum agreed": ("agreement.prepare", 0, put(total_fen=1), "verify.agreed_broken"),
    "a dearer contract": ("contract.sign", 0, put(amount_fen=99_900_005), "verify.contract_broken"),
    "a dearer contract called agreed": (
        "contract.sign", 0, put(amount_fen=99_900_005, agreed_fen=99_900_005), "verify.contract_broken",
    ),
    "figures that are not the table's": (
        "agreement.prepare", 0, put(figures_sha256="0" * 64), "verify.agreed_other_figures",
    ),
    "everybody called signed": ("contract.sign", 0, put(unsigned=0), "verify.unsigned_broken"),
    "an unsigned share that nobody bears": (
        "contract.sign", 0, put(unsigned_because=" "), "verify.unsigned_broken",
    ),
    "a signature lent to a neighbour": (
        "agreement.sign", 0, lambda record: record["payload"].update(dwelling="zzz"), "verify.unsigned_broken",
    ),
    "a contract without agreement": ("agreement.prepare", 0, put(decision="x"), "verify.not_agreed"),
    "a proof of something else": ("project.proof", 0, put(verb="notice.run"), "verify.proof_broken"),
    "a proof yet to come": ("project.proof", 0, put(leaf=999), "verify.proof_broken"),
    "a payment of a stranger": ("payment.record", 3, put(dwelling="zzz"), "verify.ledger_not_on_roll"),
    "a pledge lowered": ("pledge.record", 7, put(fen=1), "verify.pledges_broken"),
    "a pledge left out": ("pledges.adopt", 0, put(dwellings=23), "verify.pledges_broken"),
    "a cost lowered": ("cost.plan", 0, put(fen=1), "verify.pledges_part_broken"),
    "a grant lowered": ("source.grant", 0, put(fen=1), "verify.cover_broken"),
    "a cover claimed": ("sources_cover_uses", 0, in_source, "verify.cover_broken"),
    "a pledge called a payment": ("pledge.record", 0, put(kind="payment"), "verify.ledger_entry_broken"),
    "money back that never came": (
        "payment.record", 0, lambda record: record.update(verb="refund.record") or put(kind="refund")(record),
        "verify.books_broken",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ALTERED)
def test_a_claim_that_its_grounds_do_not_bear_is_named(what: str) -> None:
    verb, nth, change, code = ALTERED[what]
    assert code in codes(findings(forged(verb, change, nth)))


def later(pages: Pages, verb: str, after: str, change: Change | None = None) -> Pages:
    """Put a copy of an entry after the last of a verb."""
    extra = copy.deepcopy(pages[place_of(pages, verb)])
    if change is not None:
        change(extra.record)
    at = place_of(pages, after, -1) + 1
    return rehashed([*pages[:at], extra, *pages[at:]])


@pytest.mark.parametrize("verb", ["roll.freeze", "round.open", "round.close"])
def test_what_is_laid_down_twice_is_named(verb: str) -> None:
    said = findings(pack(TRUE, later(pages_of(TRUE), verb, "objection.reply")))
    assert "verify.laid_down_twice" in codes(said)


def test_a_ballot_after_the_closing_is_named_even_where_all_is_counted_anew() -> None:
    pages = later(pages_of(TRUE), "ballot.cast", "round.summarise", put(id="forged", sheet=12))

    def declare(records: list[dict[str, Any]], number: int) -> dict[str, Any]:
        problem = tell(records).problem(number)
        return {"round": number, **read_json(canonical_bytes(outcome_of(problem, solve(problem))))}

    assert "verify.ballot_after_close" in codes(findings(pack(TRUE, recounted(pages, declare))))


def test_a_passing_that_comes_before_its_conclusion_is_named() -> None:
    pages = pages_of(TRUE)
    passed, at = pages.pop(place_of(pages, "decision.passed")), place_of(pages, "round.close", -1)
    said = findings(pack(TRUE, rehashed([*pages[:at], passed, *pages[at:]])))
    assert "verify.passed_broken" in codes(said)


def test_an_agreement_of_what_did_not_pass_is_named() -> None:
    pages = pages_of(TRUE)
    agreed, at = pages.pop(place_of(pages, "agreement.prepare")), place_of(pages, "round.close", -1)
    said = findings(pack(TRUE, rehashed([*pages[:at], agreed, *pages[at:]])))
    assert "verify.agreed_not_passed" in codes(said)


def test_a_conclusion_without_a_round_is_named() -> None:
    pages = pages_of(TRUE)
    first, last = place_of(pages, "roll.freeze"), place_of(pages, "round.declare", -1)
    kept = [
        page for index, page in enumerate(pages)
        if not (page.leaf and page.leaf.stream.startswith("decision/") and first <= index <= last)
    ]  # fmt: skip
    assert "verify.no_round" in codes(findings(pack(TRUE, rehashed(kept))))


def test_a_contract_may_vary_for_a_reason_on_file() -> None:
    said = findings(forged("contract.sign", put(amount_fen=60_000_000, variation="少一个弱电井")))
    assert codes(said) == set()
    assert "少一个弱电井" in next(
        one.because.say("zh") for one in said if one.because.code == "verify.contract_varied"
    )


def signed(sha256: str, dwelling: str, ident: str | None = None) -> bytes:
    """Add a signature to the agreement."""
    pages = pages_of(TRUE)
    at = place_of(pages, "agreement.prepare")
    extra = copy.deepcopy(pages[at])
    told = extra.record["payload"]
    extra.record |= {
        "verb": "agreement.sign",
        "payload": {
            "id": ident or told["id"], "decision": told["decision"], "dwelling": dwelling,
            "signed_sha256": sha256 or told["document"]["sha256"],
        },
    }  # fmt: skip
    return pack(TRUE, rehashed([*pages, extra]))


def test_a_signature_is_of_the_agreement_and_of_a_dwelling_on_the_roll() -> None:
    pages = pages_of(TRUE)
    home = pages[place_of(pages, "roll.freeze")].record["payload"]["lines"][0]["dwelling"]
    assert codes(findings(signed("", home))) == set()
    assert codes(findings(signed("0" * 64, home))) == {"verify.signed_broken"}
    assert codes(findings(signed("", "stranger"))) == {"verify.signed_broken"}
    assert codes(findings(signed("", home, "another"))) == {"verify.not_agreed"}


def with_entry(verb: str, **payload: Any) -> bytes:
    """Add an entry to the end of the ledger."""
    pages = pages_of(TRUE)
    extra = copy.deepcopy(pages[place_of(pages, "payment.record")])
    extra.record |= {"verb": verb, "payload": payload}
    return pack(TRUE, rehashed([*pages, extra]))


def payload_of(verb: str) -> dict[str, Any]:
    pages = pages_of(TRUE)
    return dict(pages[place_of(pages, verb)].record["payload"])


def test_an_entry_is_taken_back_once_and_for_its_own_sum() -> None:
    paid = payload_of("payment.record")
    back = {"id": "back", "kind": "payment", "fen": paid["fen"], "reverses": paid["id"], "reason": "记错一户"}
    assert codes(findings(with_entry("funding.reverse", **back))) == set()
    wrong = [{"fen": 1}, {"reverses": "nothing"}, {"id": paid["id"]}]
    for other in wrong:
        assert codes(findings(with_entry("funding.reverse", **{**back, **other}))) == {
            "verify.ledger_entry_broken"
        }


def test_money_moves_on_lines_of_the_budget_and_under_a_number_of_its_own() -> None:
    grant = payload_of("source.grant")
    moved = {**grant, "id": "moved", "kind": "transfer"}
    assert codes(findings(with_entry("transfer.record", **moved))) == set()
    assert codes(findings(with_entry("transfer.record", **{**moved, "line": "none"}))) == {
        "verify.ledger_entry_broken"
    }
    assert codes(findings(with_entry("transfer.record", **{**moved, "id": grant["id"]}))) == {
        "verify.ledger_entry_broken"
    }


def adopted_anew(change: Change) -> bytes:
    """Change what one dwelling owes and receives, and fit the table's fingerprint to it."""
    pages = pages_of(TRUE)
    change(pages[place_of(pages, "pledge.record", 0)].record)
    at = place_of(pages, "pledge.record", -1) + 1
    rows: list[dict[str, Any]] = []
    for page in pages[:at]:
        if page.record and page.record["verb"] == "pledge.record":
            told = page.record["payload"]
            rows.append({"dwelling": told["dwelling"], "gross_fen": told["fen"], "compensation_fen": 0})
    pages[place_of(pages, "pledges.adopt")].record["payload"]["sha256"] = digest(rows)
    return pack(TRUE, rehashed(pages))


def test_a_ledger_s_table_that_is_not_the_one_voted_on_is_said_and_a_wrong_sum_is_broken() -> None:
    pages = pages_of(TRUE)
    one, other = (place_of(pages, "pledge.record", nth) for nth in (0, 1))
    pages[one].record["payload"]["fen"] -= 100
    pages[other].record["payload"]["fen"] += 100
    rows = [
        {"dwelling": told["dwelling"], "gross_fen": told["fen"], "compensation_fen": 0}
        for page in pages
        if page.record and page.record["verb"] == "pledge.record" and (told := page.record["payload"])
    ]
    pages[place_of(pages, "pledges.adopt")].record["payload"]["sha256"] = digest(rows)
    said = findings(pack(TRUE, rehashed(pages)))
    assert codes(said) == set()
    assert (
        next(one for one in said if one.because.code == "verify.pledges_other_table").because.params["count"]
        == 2
    )
    assert "verify.pledges_part_broken" in codes(findings(adopted_anew(put(fen=1))))


def test_awards_belong_to_the_table_they_were_adopted_with() -> None:
    pages = pages_of(TRUE)
    at = place_of(pages, "pledge.record")
    for row, (place, fen) in enumerate([(at + 1, 500), (at, 300)]):
        award = copy.deepcopy(pages[at])
        told = award.record["payload"]
        home = told["dwelling"] if place == at + 1 else "ground"
        award.record |= {
            "verb": "compensation.agree",
            "payload": {**told, "id": f"a{row}", "kind": "award", "fen": fen},
        }
        award.record["payload"]["dwelling"] = home
        pages.insert(place, award)
    rows = [{"dwelling": "ground", "gross_fen": 0, "compensation_fen": 300}]
    for page in pages:
        if page.record and page.record["verb"] == "pledge.record":
            told = page.record["payload"]
            comp = 500 if len(rows) == 1 else 0
            rows.append({"dwelling": told["dwelling"], "gross_fen": told["fen"], "compensation_fen": comp})
    adopt = pages[place_of(pages, "pledges.adopt")].record["payload"]
    adopt |= {"sha256": digest(rows), "dwellings": 25}
    named = codes(findings(pack(TRUE, rehashed(pages))))
    # The fingerprint fits; what does not is the sum, as compensation lowers it, and a dwelling on no roll.
    assert {"verify.pledges_part_broken", "verify.ledger_not_on_roll"} <= named
    assert "verify.pledges_broken" not in named


def test_pledges_without_a_table_and_decisions_without_a_beginning_are_named() -> None:
    pages = pages_of(TRUE)
    del pages[place_of(pages, "pledges.adopt")]
    assert "verify.pledges_never_adopted" in codes(findings(pack(TRUE, rehashed(pages))))
    said = codes(findings(forged("decision.open", lambda record: record.update(verb="decision.begin"))))
    assert "verify.not_begun" in said
    assert "verify.untellable" not in said


def test_a_rulebook_that_this_program_has_not_is_said() -> None:
    said = findings(forged("round.open", put(rulebook_sha256="0" * 64)))
    assert codes(said) == set()
    assert "verify.other_rulebook" in codes(said, "unknown")
    assert "verify.other_rulebook" in codes(
        findings(forged("decision.open", put(place="nowhere"))), "unknown"
    )


def test_an_agreement_of_an_earlier_version_is_held_by_its_sum_alone_and_that_is_said() -> None:
    said = findings(forged("agreement.prepare", without("figures_sha256")))
    assert codes(said) == set()
    assert "verify.table_unheld" in codes(said, "unknown")
    assert "verify.agreed" not in codes(said, "holds")


def test_an_agreement_without_a_table_on_record_is_said() -> None:
    pages = pages_of(TRUE)
    del pages[place_of(pages, "shares.adopt")]
    count = pages[place_of(pages, "stream.close")].record["payload"]
    count["count"] -= 1
    pages[place_of(pages, "project.proof")].record["payload"]["leaf"] -= 1
    said = findings(pack(TRUE, rehashed(pages)))
    assert codes(said) == set()
    assert "verify.agreed_unheld" in codes(said, "unknown")
