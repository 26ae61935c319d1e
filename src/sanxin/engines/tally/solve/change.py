"""The canonical smallest change: which heads would have to answer otherwise to turn the outcome."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from sanxin.engines.tally.problem import Problem, Rule
from sanxin.engines.tally.result import Change, Move, State, Sums
from sanxin.engines.tally.solve.asked import sums_of
from sanxin.engines.tally.solve.cover import Item, Need, smallest_cover
from sanxin.engines.tally.solve.heads import Head

NOTHING = Fraction(0)


class Turn(NamedTuple):
    """A way to turn the outcome: what the heads' answers become, what each brings and what is needed."""

    to_state: State
    items: tuple[Item, ...]
    need: Need


def change_of(
    problem: Problem, heads: Sequence[Head], count: Sums, area: Sums, *, passed: bool
) -> Change | None:
    """Find the fewest heads that turn the outcome; among equals the smallest ids, then the first turn.

    None where even all who can answer would not do: too much is owned by nobody known.
    """
    rule = problem.rule
    turns = _ways_to_fail(rule, heads, count, area) if passed else (_way_to_pass(rule, heads, count, area),)
    found = [(smallest_cover(turn.items, turn.need), turn.to_state) for turn in turns if _enough(turn)]
    if not found:
        return None
    chosen, to_state = min(found, key=lambda one: (len(one[0]), one[0]))
    moves = (move for head in heads if head.id in {*chosen} for move in _moves(head, to_state))
    return Change(
        "fail" if passed else "pass",
        len(chosen),
        tuple(sorted(moves, key=lambda move: move.dwelling)),
        () if passed else _unresolved(problem),
    )


def _moves(head: Head, to_state: State) -> list[Move]:
    return [
        Move(dwelling.id, answer, to_state)
        for dwelling, answer, later in zip(
            head.dwellings, head.answers, head.moved(to_state).answers, strict=True
        )
        if answer != later
    ]


def _unresolved(problem: Problem) -> tuple[str, ...]:
    if problem.rule.family != "C":
        return ()
    return tuple(sorted(each.id for each in problem.objections if not each.resolved))


def _enough(turn: Turn) -> bool:
    """Tell whether all heads together turn it: where nobody can, that way is none."""
    need = turn.need
    return (
        sum(item.joins for item in turn.items) >= need.joins
        and sum(item.heads for item in turn.items) >= need.heads
        and sum(item.part for item in turn.items) >= need.part
        and sum(item.consent for item in turn.items) >= need.consent
    )


def _way_to_pass(rule: Rule, heads: Sequence[Head], count: Sums, area: Sums) -> Turn:
    """Write the tests as sums over the heads that come over to “for”, in whole numbers.

    Family A asks n/d of those taking part, so one who joins also raises what is asked:
    d·for − n·taking part ≥ 0. The others ask it of all.
    """
    n, d = rule.consent.as_integer_ratio()
    pn, pd = (rule.participation or NOTHING).as_integer_ratio()
    quorum = rule.participation is not None
    among = n if quorum else 0
    items = []
    for head in heads:
        joins = int(quorum and not head.takes_part)
        missing = head.cm2("missing")
        gained = d * (head.area_cm2 - head.cm2("for")) - among * missing
        turned = d * (not head.consents) - among * joins
        if head.can_answer and _moves(head, "for"):
            items.append(Item(head.id, joins, turned, pd * missing, gained))
    more = int(rule.strict)
    asked, asked_cm2 = (count.taking_part, area.taking_part) if quorum else (count.all, area.all)
    need = Need(
        joins=-(-pn * count.all // pd) - count.taking_part,
        heads=n * asked - d * count.in_favour + more,
        part=pn * area.all - pd * area.taking_part,
        consent=n * asked_cm2 - d * area.in_favour + more,
    )
    return Turn("for", tuple(items), need)


def _ways_to_fail(rule: Rule, heads: Sequence[Head], count: Sums, area: Sums) -> tuple[Turn, ...]:
    """One test broken is enough: consent by turning against, participation by staying away."""
    n, d = rule.consent.as_integer_ratio()
    pn, pd = (rule.participation or NOTHING).as_integer_ratio()
    quorum = rule.participation is not None
    among = n if quorum else 0
    less = int(not rule.strict)
    turns = []
    for basis, sums in enumerate((area, count)):
        asked = sums.taking_part if quorum else sums.all
        against = {head.id: _lost(head, "against")[basis] for head in heads}
        losses = {ident: d * lost.in_favour - among * lost.taking_part for ident, lost in against.items()}
        turns.append(_turn("against", losses, d * sums.in_favour - n * asked + less))
    for basis, sums in enumerate((area, count)):
        away = {head.id: pd * _lost(head, "missing")[basis].taking_part for head in heads}
        turns.append(_turn("missing", away, pd * sums.taking_part - pn * sums.all + 1))
    return tuple(turns)


def _lost(head: Head, to_state: State) -> tuple[Sums, Sums]:
    """Give what is lost, by area and by heads, if all that this head said yes to turns."""
    (count, area), (later_count, later_area) = sums_of([head]), sums_of([head.moved(to_state)])
    return _less(area, later_area), _less(count, later_count)


def _less(one: Sums, other: Sums) -> Sums:
    return Sums(0, one.taking_part - other.taking_part, one.in_favour - other.in_favour)


def _turn(to_state: State, losses: Mapping[str, int], need: int) -> Turn:
    items = (Item(ident, 0, 0, 0, lost) for ident, lost in losses.items() if lost > 0)
    return Turn(to_state, tuple(items), Need(0, 0, 0, need))
