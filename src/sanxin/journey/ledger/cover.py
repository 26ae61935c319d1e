"""Do the sources cover the uses, and by how much not; and what the households together have to bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.money import fen_from_yuan, yuan_text
from sanxin.foundation.refusal import Refusal
from sanxin.journey.ledger.books import Books

Source = Literal["residents", "subsidy", "programme", "fund", "sponsor"]
SOURCES: tuple[Source, ...] = get_args(Source)
SOURCE_WORDS: Mapping[str, Words] = {
    "residents": Words("居民自筹", "residents"),
    "subsidy": Words("财政补贴", "subsidy"),
    "programme": Words("改造项目资金", "renewal programme"),
    "fund": Words("维修资金", "maintenance fund"),
    "sponsor": Words("社会资助", "sponsor"),
}
MOST_NAMED = 12

NOT_THE_SUM = Sentence(
    "ledger.not_the_sum",
    "分摊表合计 {found} 元，应由居民承担的是 {wanted} 元，相差 {gap} 元。请按现在的费用重新计算分摊，或先更正费用和来源。",
    "The shares add up to {found} yuan; the residents' part is {wanted}, a difference of {gap}. "
    "Share the cost as it stands now, or correct costs and sources first.",
)
NO_SHARES = Sentence(
    "ledger.no_shares",
    "没有读到分摊：{what}。请贴上分摊结果的 JSON，或每户一行“9-402 12345.67”。",
    "No shares could be read: {what}. Paste the result of the sharing (JSON), or one line a dwelling such as “9-402 12345.67”.",
)
NEITHER = Words(
    "不是分摊结果，金额也不是整分", "it is not the result of a sharing, nor dwellings with whole fen"
)
NO_SUCH_HOME = Sentence(
    "ledger.no_such_home",
    "分摊表里有 {count} 户不在本项目范围：{homes}。请核对门栋和室号。",
    "{count} dwellings of the share table are not in this project: {homes}. Check stairwell and room.",
)
TWICE = Sentence(
    "ledger.home_twice",
    "分摊表里 {homes} 出现了两次。每户只写一行。",
    "{homes} stands twice in the share table. Write one line a dwelling.",
)
NOT_ON_RECORD = Sentence(
    "ledger.not_on_record",
    "{count} 户与表决存证的分摊表不一致：{homes}。账要和大家表决的那份表相同，请直接采用存证的那份。",
    "{count} dwellings differ from the share table on the decision's record: {homes}. The ledger follows the table that was"
    " decided on; take that one.",
)
NOT_THE_SAME = Words(
    "{home} 存证 {agreed} 元、这里 {found} 元", "{home} {agreed} yuan on record, {found} here"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the budget: a cost and who carries it, or a source. ``id`` names its accounts."""

    id: str
    side: Literal["cost", "source"]
    item: str
    source: Source


@dataclass(frozen=True, slots=True)
class SourceState:
    """One kind of source: what it is to carry, what is undertaken, and what has arrived, in fen."""

    source: Source
    uses_fen: int
    sources_fen: int
    arrived_fen: int

    @property
    def gap_fen(self) -> int:
        """Give what is still missing; 0 where it covers its uses."""
        return max(0, self.uses_fen - self.sources_fen)


@dataclass(frozen=True, slots=True)
class Cover:
    """Sources against uses, by kind. A gap of one kind is not filled by another without a line that says so."""

    states: tuple[SourceState, ...]
    residents_part_fen: int

    @property
    def uses_fen(self) -> int:
        """Add up every cost and compensation."""
        return sum(state.uses_fen for state in self.states)

    @property
    def sources_fen(self) -> int:
        """Add up what is undertaken."""
        return sum(state.sources_fen for state in self.states)

    @property
    def arrived_fen(self) -> int:
        """Add up what has arrived."""
        return sum(state.arrived_fen for state in self.states)

    @property
    def gap_fen(self) -> int:
        """Add up the gaps."""
        return sum(state.gap_fen for state in self.states)

    @property
    def is_covered(self) -> bool:
        """Tell whether works may start as far as money goes: something is to be paid, and nothing is missing."""
        return self.uses_fen > 0 and self.gap_fen == 0

    def to_json(self) -> dict[str, Any]:
        """Write it as the record keeps it."""
        return {
            "uses_fen": self.uses_fen,
            "sources_fen": self.sources_fen,
            "gap_fen": self.gap_fen,
            "by_source": {
                state.source: {"uses_fen": state.uses_fen, "sources_fen": state.sources_fen}
                for state in self.states
            },
        }


def cover(lines: Sequence[Line], kept: Books) -> Cover:
    """Hold sources against uses.

    A cost is carried by the source on its line and adds nothing to any household (R057). What another
    source gives beyond its own lines lowers what the residents carry, down to nothing and no further.
    """
    tagged = {source: _sum(lines, kept, "cost", source) for source in SOURCES}
    granted = {source: _sum(lines, kept, "source", source) for source in SOURCES[1:]}
    relief: dict[Source, int] = {}
    left = tagged["residents"]
    for source in SOURCES[1:]:
        relief[source] = min(left, max(0, granted[source] - tagged[source]))
        left -= relief[source]
    residents = SourceState(
        "residents",
        left + kept.debit("awards"),
        kept.total("pledged"),
        -kept.total("paid"),
    )
    others = (
        SourceState(each, tagged[each] + relief[each], granted[each], _arrived(lines, kept, each))
        for each in SOURCES[1:]
    )
    return Cover((residents, *others), left)


def _sum(lines: Sequence[Line], kept: Books, side: str, source: str) -> int:
    account = "planned" if side == "cost" else "granted"
    return sum(kept.debit(account, one.id) for one in lines if (one.side, one.source) == (side, source))


def _arrived(lines: Sequence[Line], kept: Books, source: str) -> int:
    return sum(kept.credit("received", one.id) for one in lines if one.source == source)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One dwelling's row of a share table, in fen: what it brings, and what it receives for its loss."""

    dwelling: str
    gross_fen: int
    compensation_fen: int = 0

    @property
    def net_fen(self) -> int:
        """Give what it brings less what it receives."""
        return self.gross_fen - self.compensation_fen


def read_shares(written: Any) -> tuple[ShareRow, ...]:
    """Read a share table: the result of ``sanxin share`` as JSON, or dwellings with their fen.

    Fen below 0 are what a dwelling receives. Rows of nothing are left out.

    :raises Refusal: if it is neither
    """
    try:
        if isinstance(written, Mapping) and "shares" in written:
            told = [(one["dwelling"], one["gross_fen"], one["compensation_fen"]) for one in written["shares"]]
        else:
            pairs = written.items() if isinstance(written, Mapping) else written
            told = [(home, fen, 0) for home, fen in pairs]
        rows = [_row(str(home), _whole(gross), _whole(receives)) for home, gross, receives in told]
    except (KeyError, TypeError, ValueError) as fault:
        raise Refusal(NO_SHARES.because(what=NEITHER)) from fault
    if any(row.compensation_fen < 0 for row in rows):
        raise Refusal(NO_SHARES.because(what=Words("补偿小于 0", "a compensation is below 0")))
    return tuple(row for row in rows if row.gross_fen or row.compensation_fen)


def rows_of_text(text: str) -> list[tuple[str, int]]:
    """Read one dwelling a line, its name and its yuan: ``9-402 12345.67``.

    :raises Refusal: naming the first line that cannot be read
    """
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.replace("，", " ").replace("\t", " ").split()
        if not parts:
            continue
        try:
            home, yuan = parts
            rows.append((home, fen_from_yuan(yuan.replace(",", ""))))
        except ValueError as fault:
            what = Words(f"第 {number} 行“{line.strip()[:40]}”", f"line {number}, “{line.strip()[:40]}”")
            raise Refusal(NO_SHARES.because(what=what)) from fault
    return rows


def refuse_other_sum(rows: Sequence[ShareRow], part_fen: int) -> None:
    """Make sure that a share table adds up to what the residents have to bring, to the fen.

    :raises Refusal: naming both sums
    """
    found = sum(row.gross_fen - row.compensation_fen for row in rows)
    if found != part_fen:
        raise Refusal(
            NOT_THE_SUM.because(
                found=yuan_text(found), wanted=yuan_text(part_fen), gap=yuan_text(found - part_fen)
            )
        )


def placed(rows: Sequence[ShareRow], homes: Mapping[str, str]) -> list[ShareRow]:
    """Name the dwellings of a share table by their ids; ``homes`` maps every name they may go by to the id.

    :raises Refusal: naming those that are not among them, or stand twice
    """
    unknown = [row.dwelling for row in rows if row.dwelling not in homes]
    if unknown:
        named = "、".join(unknown[:MOST_NAMED])
        raise Refusal(NO_SUCH_HOME.because(count=len(unknown), homes=named))
    ids = [homes[row.dwelling] for row in rows]
    doubled = [row.dwelling for row, one in zip(rows, ids, strict=True) if ids.count(one) > 1]
    if doubled:
        raise Refusal(TWICE.because(homes="、".join(doubled[:MOST_NAMED])))
    return [ShareRow(one, row.gross_fen, row.compensation_fen) for row, one in zip(rows, ids, strict=True)]


def refuse_other_rows(
    rows: Sequence[ShareRow], on_record: Mapping[str, ShareRow], names: Mapping[str, str]
) -> None:
    """Hold placed rows against those on a decision's record, by dwelling; one that no record names may be any.

    :raises Refusal: naming who differs, with both sums
    """
    here = {row.dwelling: row for row in rows}
    other = [home for home, row in on_record.items() if here.get(home, ShareRow(home, 0)) != row]
    if other:
        told = [
            (
                names.get(home, home),
                yuan_text(on_record[home].net_fen),
                yuan_text(here[home].net_fen if home in here else 0),
            )
            for home in other[:MOST_NAMED]
        ]
        said = Words(
            "；".join(
                NOT_THE_SAME.zh.format(home=home, agreed=agreed, found=found) for home, agreed, found in told
            ),
            "; ".join(
                NOT_THE_SAME.en.format(home=home, agreed=agreed, found=found) for home, agreed, found in told
            ),
        )
        raise Refusal(NOT_ON_RECORD.because(count=len(other), homes=said))


def _row(home: str, gross_fen: int, compensation_fen: int) -> ShareRow:
    return ShareRow(home, max(0, gross_fen), compensation_fen + max(0, -gross_fen))


def _whole(fen: Any) -> int:
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise TypeError(f"{fen!r}")
    return fen
