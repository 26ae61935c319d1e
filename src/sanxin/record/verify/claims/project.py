"""What a project's entries say of its decisions, held against the decisions: reached, passed, agreed, signed, contracted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because, Sentence, Words
from sanxin.foundation.money import yuan_text
from sanxin.record.verify.chain import Rows, Streams
from sanxin.record.verify.finding import Finding, broken, holds, unknown
from sanxin.record.verify.forms import is_table

PASSED = Sentence(
    "verify.passed",
    "第 {index} 条写“{title}”通过：表决的结论在它之前，是通过",
    "Entry {index} says that “{title}” passed: the decision was concluded so before it",
)
PASSED_BROKEN = Sentence(
    "verify.passed_broken",
    "第 {index} 条写“{stream}”通过，表决的记录里没有这样的结论（或事项不同）：是加进来或改过的",
    "Entry {index} says that “{stream}” passed, but that decision has no such conclusion before it, or is of another matter",
)
REACHED = Sentence(
    "verify.reached",
    "“{stream}”第 {round} 轮开票之前，第 {index} 条记着 {dwellings} 户都已送达或上门过",
    "Before round {round} of “{stream}” opened, entry {index} records that all {dwellings} dwellings were reached or visited",
)
REACHED_BROKEN = Sentence(
    "verify.reached_broken",
    "“{stream}”第 {round} 轮开票之前，没有记着名册上 {dwellings} 户都已送达或上门过：记录被抽走或改过",
    "Before round {round} of “{stream}” opened, nothing records that all {dwellings} dwellings of its roll were reached or visited",
)
AGREED = Sentence(
    "verify.agreed",
    "第 {index} 条协议的总额 {yuan} 元、{dwellings} 户的每一个数，都与表决存证的分摊表相同",
    "The agreement of entry {index} is over {yuan} yuan, and every figure of its {dwellings} dwellings is as in the table of"
    " shares on record",
)
AGREED_OTHER = Sentence(
    "verify.agreed_other_figures",
    "第 {index} 条协议所用的分摊表（指纹 {told}）不是表决存证的那一份（指纹 {found}）：有一份被改过",
    "The agreement of entry {index} rests on another table of shares (fingerprint {told}) than the one on record ({found}):"
    " one of them was changed",
)
AGREED_BROKEN = Sentence(
    "verify.agreed_broken",
    "第 {index} 条协议的总额为 {found} 元，表决存证的分摊表是 {told} 元：数被改过",
    "The agreement of entry {index} is over {found} yuan, the table of shares on record over {told}: a figure was changed",
)
NOT_PASSED = Sentence(
    "verify.agreed_not_passed",
    "第 {index} 条协议所依据的“{stream}”，在它之前没有通过的结论",
    "The agreement of entry {index} rests on “{stream}”, which was not concluded as passed before it",
)
NO_TABLE = Sentence(
    "verify.agreed_unheld",
    "第 {index} 条协议的分摊表没有在这份导出里打开，协议的数不能重算",
    "The table of shares behind the agreement of entry {index} is not opened here, so its figures cannot be reckoned again",
)
TABLE_UNHELD = Sentence(
    "verify.table_unheld",
    "第 {index} 条协议出自较早的版本，没有写分摊表各户数字的指纹，只核对了总额 {yuan} 元",
    "The agreement of entry {index} comes of an earlier version and holds no fingerprint of each dwelling's figures; only its"
    " sum of {yuan} yuan was compared",
)
NOT_AGREED = Sentence(
    "verify.not_agreed",
    "第 {index} 条（{verb}）所依据的协议不在它之前的记录里：是加进来的",
    "Entry {index} ({verb}) rests on an agreement that no entry before it prepares: it was added",
)
SIGNED_BROKEN = Sentence(
    "verify.signed_broken",
    "第 {index} 条：签的不是那份协议，或签的户不在名册上",
    "Entry {index}: what was signed is not that agreement, or the dwelling is not on the roll",
)
CONTRACT = Sentence(
    "verify.contract",
    "第 {index} 条合同 {yuan} 元，与通过的方案相同",
    "The contract of entry {index} is for {yuan} yuan, as the plan that passed",
)
VARIED = Sentence(
    "verify.contract_varied",
    "第 {index} 条合同 {yuan} 元，通过的方案 {agreed} 元；变更的原因写的是“{variation}”",
    "The contract of entry {index} is for {yuan} yuan, the plan that passed for {agreed}; the variation on file: “{variation}”",
)
CONTRACT_BROKEN = Sentence(
    "verify.contract_broken",
    "第 {index} 条合同 {yuan} 元，写明通过的方案 {agreed} 元，与协议不符，或没有写变更的原因：数被改过",
    "The contract of entry {index} is for {yuan} yuan and calls {agreed} agreed: the agreement has another sum, or no"
    " variation is filed",
)
ALL_SIGNED = Sentence(
    "verify.all_signed",
    "第 {index} 条合同之前，出资的 {paying} 户里 {signed} 户签了协议{because}",
    "Before the contract of entry {index}, {signed} of the {paying} dwellings that pay signed the agreement{because}",
)
UNSIGNED_BECAUSE = Words("；没签的，写的是“{why}”", "; of the others it says “{why}”")
UNSIGNED_BROKEN = Sentence(
    "verify.unsigned_broken",
    "第 {index} 条合同写有 {told} 户出资户没签协议，记录里是 {found} 户，或没有写原因：签字或合同被改过",
    "The contract of entry {index} says that {told} dwellings that pay have not signed; by the record {found} have not, or no"
    " reason is given: a signature or the contract was changed",
)
PROOF_BROKEN = Sentence(
    "verify.proof_broken",
    "第 {index} 条把第 {leaf} 条当作“{verb}”的证明，那一条不是：证明站不住",
    "Entry {index} hands in entry {leaf} as proof of “{verb}”, and that entry is none",
)
GONE = Sentence(
    "verify.gone_may_explain",
    "{what}（相关的记录有已删除的，看不出是不是因此）",
    "{what} (some of the records it rests on are erased, and nobody can see whether that is why)",
)
# What a project proves to its gates by entries of its own stream.
OWN = frozenset({"consultation.reached", "decision.passed", "notice.run", "sources_cover_uses"})


@dataclass(frozen=True, slots=True)
class Site:
    """A project's rows, those of its decisions that are opened, by stream, and which entries are marked erased."""

    rows: Rows
    decisions: Mapping[str, Rows]
    erased: frozenset[int]

    def missing(self, stream: str = "") -> bool:
        """Tell whether some record of the project, or of one of its decisions, is erased."""
        return any(index in self.erased for index, _ in (*self.rows, *self.decisions.get(stream, ())))

    def before(self, index: int, verb: str, stream: str = "", **payload: Any) -> list[tuple[int, Any]]:
        """List what stands before an entry: verb's payloads of the project, or of a decision, with these values."""
        rows = self.decisions.get(stream, []) if stream else self.rows
        return [
            (at, record["payload"]) for at, record in rows
            if record is not None and at < index and record["verb"] == verb
            and all(record["payload"].get(key) == value for key, value in payload.items())
        ]  # fmt: skip


def project(streams: Streams, ident: str, erased: frozenset[int]) -> Iterator[Finding]:
    """Hold what the project's entries claim against its decisions, as far as they are opened."""
    decisions = {stream: rows for stream, rows in streams.items() if stream.startswith("decision/")}
    site = Site(streams.get(f"project/{ident}", []), decisions, erased)
    for stream, rows in decisions.items():
        for index, record in rows:
            if record is not None and record["verb"] == "round.open":
                yield _reached(site, stream, index, record["payload"])
    for index, record in site.rows:
        if record is not None and record["verb"] in CHECKS:
            yield from CHECKS[record["verb"]](site, index, record["payload"])


def _doubt(site: Site, because: Because, stream: str = "") -> Finding:
    """Call it broken, unless what is erased may be the reason."""
    if not site.missing(stream):
        return broken(because)
    return unknown(GONE.because(what=Words(because.say("zh"), because.say("en"))))


def _reached(site: Site, stream: str, index: int, laid_down: dict[str, Any]) -> Finding:
    told = {"stream": stream, "round": laid_down["round"], "dwellings": laid_down["roll"]["dwellings"]}
    said = site.before(index, "consultation.reached", decision=stream.removeprefix("decision/"))
    rounds = len(site.before(index, "round.open", stream)) + 1
    if len(said) < rounds or said[-1][1]["dwellings"] != told["dwellings"]:
        return _doubt(site, REACHED_BROKEN.because(None, **told))
    return holds(REACHED.because(None, index=said[-1][0], **told))


def _passed(site: Site, index: int, told: dict[str, Any]) -> Iterator[Finding]:
    stream = f"decision/{told['decision']}"
    if stream not in site.decisions:
        return
    opened = site.before(index, "decision.open", stream, matter=told["matter"])
    if not opened or not site.before(index, "decision.conclude", stream, passed=True):
        yield _doubt(site, PASSED_BROKEN.because(index=index, stream=stream), stream)
        return
    yield holds(PASSED.because(index=index, title=opened[0][1]["title"]))


def _agreed(site: Site, index: int, told: dict[str, Any]) -> Iterator[Finding]:
    stream = f"decision/{told['decision']}"
    if stream not in site.decisions:
        yield unknown(NO_TABLE.because(index=index))
        return
    if not site.before(index, "decision.conclude", stream, passed=True):
        yield _doubt(site, NOT_PASSED.because(index=index, stream=stream), stream)
    adopted = site.before(index, "shares.adopt", stream)
    if not adopted or not is_table(adopted[-1][1]):
        yield unknown(NO_TABLE.because(index=index))
        return
    result = adopted[-1][1]["result"]
    wanted = result["total_cost_fen"]
    if told["total_fen"] != wanted:
        sums = {"found": yuan_text(told["total_fen"]), "told": yuan_text(wanted)}
        yield _doubt(site, AGREED_BROKEN.because(None, index=index, **sums), stream)
        return
    if "figures_sha256" not in told:
        yield unknown(TABLE_UNHELD.because(index=index, yuan=yuan_text(wanted)))
    elif (found := digest(result)) != told["figures_sha256"]:
        said = told["figures_sha256"]
        yield _doubt(site, AGREED_OTHER.because(index=index, told=said[:16], found=found[:16]), stream)
    else:
        yield holds(AGREED.because(index=index, yuan=yuan_text(wanted), dwellings=len(result["shares"])))


def _signed(site: Site, index: int, told: dict[str, Any]) -> Iterator[Finding]:
    prepared = site.before(index, "agreement.prepare", id=told["id"])
    if not prepared:
        yield _doubt(site, NOT_AGREED.because(index=index, verb="agreement.sign"))
        return
    stream = f"decision/{told['decision']}"
    rolls = site.before(index, "roll.freeze", stream)
    on_roll = {line["dwelling"] for _, roll in rolls for line in roll["lines"]}
    is_that_file = told["signed_sha256"] == prepared[-1][1]["document"]["sha256"]
    if not is_that_file or (stream in site.decisions and told["dwelling"] not in on_roll):
        yield _doubt(site, SIGNED_BROKEN.because(index=index), stream)


def _contracted(site: Site, index: int, told: dict[str, Any]) -> Iterator[Finding]:
    yield from _for_the_amount(site, index, told)
    stream = f"decision/{told['decision']}"
    adopted = site.before(index, "shares.adopt", stream) if stream in site.decisions else []
    if "unsigned" in told and adopted and is_table(adopted[-1][1]):
        yield _signed_by(site, index, told, adopted[-1][1])


def _signed_by(site: Site, index: int, told: dict[str, Any], table: dict[str, Any]) -> Finding:
    paying = {table["homes"][one["dwelling"]] for one in table["result"]["shares"] if _pays(one)}
    signatures = site.before(index, "agreement.sign", id=told["agreement"])
    signed = paying & {one["dwelling"] for _, one in signatures}
    left, why = len(paying) - len(signed), told.get("unsigned_because", "").strip()
    if told["unsigned"] != left or (left and not why):
        return _doubt(site, UNSIGNED_BROKEN.because(None, index=index, told=told["unsigned"], found=left))
    said = {"zh": UNSIGNED_BECAUSE.zh.format(why=why), "en": UNSIGNED_BECAUSE.en.format(why=why)}
    because = Words(**said) if left else Words("", "")
    return holds(
        ALL_SIGNED.because(None, index=index, paying=len(paying), signed=len(signed), because=because)
    )


def _pays(share: Mapping[str, int]) -> bool:
    return share["gross_fen"] > share["compensation_fen"]


def _for_the_amount(site: Site, index: int, told: dict[str, Any]) -> Iterator[Finding]:
    prepared = site.before(index, "agreement.prepare", decision=told["decision"])
    amount, agreed, variation = told["amount_fen"], told["agreed_fen"], told["variation"].strip()
    said = {"index": index, "yuan": yuan_text(amount)}
    if not prepared:
        yield _doubt(site, NOT_AGREED.because(index=index, verb="contract.sign"))
    elif agreed not in [one["total_fen"] for _, one in prepared] or (amount != agreed and not variation):
        yield _doubt(site, CONTRACT_BROKEN.because(None, agreed=yuan_text(agreed), **said))
    elif amount == agreed:
        yield holds(CONTRACT.because(None, **said))
    else:
        yield holds(VARIED.because(None, agreed=yuan_text(agreed), variation=variation, **said))


def _proven(site: Site, index: int, told: dict[str, Any]) -> Iterator[Finding]:
    """Hold a proof against the entry it names, where that is the project's own."""
    own = {at: record for at, record in site.rows if record is not None}
    leaf = told["leaf"]
    there = own[leaf]["verb"] if leaf in own else None
    if leaf >= index or (there or told["verb"]) != told["verb"] or (there is None and told["verb"] in OWN):
        yield _doubt(site, PROOF_BROKEN.because(index=index, leaf=leaf, verb=told["verb"]))


CHECKS = {
    "decision.passed": _passed, "agreement.prepare": _agreed, "agreement.sign": _signed,
    "contract.sign": _contracted, "project.proof": _proven,
}  # fmt: skip
