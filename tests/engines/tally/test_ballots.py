"""Which ballots count: one answer a dwelling, replaced only in so many words, and no stranger's."""

from dataclasses import replace
from typing import Any

import pytest

from sanxin.engines.tally.check import check
from sanxin.engines.tally.problem import Ballot, Problem
from sanxin.engines.tally.solve import solve
from tests.engines.tally.rolls import SPECIAL, dwellings

ROLL = (
    *dwellings(3, d01="王芳", d02="王芳、李强"),
    replace(dwellings(4)[3], owners=()),
    replace(dwellings(5)[4], owners=(), unsold_developer=True),
)


def ballot(ident: str, dwelling: str, choice: Any, by: str | None = None, **more: Any) -> Ballot:
    return Ballot(ident, dwelling, choice, by=by, **more)


@pytest.mark.parametrize(
    ("ballots", "in_favour", "refused"),
    [
        ([ballot("a", "01", "for", "王芳")], 1, {}),
        ([ballot("a", "01", "for")], 1, {}),
        ([ballot("a", "77", "for", "王芳")], 0, {"a": "outside_roll"}),
        ([ballot("a", "04", "for", "王芳")], 0, {"a": "owner_unknown"}),
        ([ballot("a", "05", "for", "开发商")], 1, {}),
        ([ballot("a", "01", "for", "李强")], 0, {"a": "not_an_owner"}),
        ([ballot("a", "01", "for", "外甥", channel="proxy")], 0, {"a": "proxy_without_document"}),
        ([ballot("a", "01", "for", "外甥", channel="proxy", proxy_document="委托书 3 号")], 1, {}),
        ([ballot("a", "01", "for", "王芳"), ballot("b", "01", "against", "王芳")], 1, {"b": "second"}),
        ([ballot("a", "01", "for", "王芳"), ballot("b", "01", "against")], 1, {"b": "second"}),
        ([ballot("a", "01", "for"), ballot("b", "01", "against", "王芳")], 1, {"b": "second"}),
        ([ballot("a", "01", "for", "王芳"), ballot("b", "01", "against", "王芳", replaces="a")], 0, {}),
        ([ballot("a", "01", "for", "王芳"), ballot("b", "01", "against", "王芳", replaces="x")], 1, {"b": "second"}),
        ([ballot("a", "01", "for", "李强"), ballot("b", "01", "for", "王芳", replaces="a")], 1, {"a": "not_an_owner"}),
        ([ballot("a", "01", "against", "外甥", channel="proxy", proxy_document="委托书"), ballot("b", "01", "for", "王芳", replaces="a")], 1, {}),
        ([ballot("a", "02", "for", "王芳"), ballot("b", "02", "for", "李强")], 1, {"b": "already_answered"}),
        ([ballot("a", "02", "for", "王芳"), ballot("b", "02", "against", "李强", replaces="a")], 0, {"b": "co_owner_disagrees"}),
        (
            [ballot("a", "02", "for", "王芳"), ballot("b", "02", "against", "李强"), ballot("c", "02", "for", "李强", replaces="b")],
            1, {"c": "already_answered"},
        ),
        ([ballot("a", "01", "for", at="2026-03-02"), ballot("b", "01", "against", at="2026-03-01")], 0, {"a": "second"}),
        ([ballot("a", "01", "for", at="2026-03-01T08:30"), ballot("b", "01", "against", at="2026-03-01T00:20Z")], 0, {"a": "second"}),
    ],
)  # fmt: skip
def test_a_ballot_counts_or_is_refused_with_its_reason(
    ballots: list[Ballot], in_favour: int, refused: dict[str, str]
) -> None:
    problem = Problem(SPECIAL, ROLL, tuple(ballots))
    tally = solve(problem)
    assert {each.id: each.why for each in tally.refused} == refused
    assert tally.heads.in_favour == in_favour
    assert check(problem, tally) == ()
