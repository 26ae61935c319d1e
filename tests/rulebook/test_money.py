"""What a city pays and how it weighs its floors: read strictly, and never more than it says."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from sanxin.foundation.refusal import InputRefused
from sanxin.rulebook.money import subsidy_rule, weights_rule
from sanxin.rulebook.reader import NothingInForce, Rules, rules_in_force

DAY = date(2024, 6, 1)
WEIGHTS = {"weights": {1: "0", 2: "1.5"}, "each_further": "0.1", "within_floor": "dwelling"}


def pack(folder: Path, name: str, values: dict[str, Any]) -> Rules:
    """Lay an office's own ordinance over the rulebook."""
    file = folder / f"cn/shanghai/xuhui/money/{name}.yaml"
    file.parent.mkdir(parents=True)
    version = {"document": "约定", "clause": "-", "standing": "unverified", "checked_on": DAY, "source": "x"}
    head = {"id": f"money/{name}", "place": "cn/shanghai/xuhui", "topic": "money", "kind": "choice"}
    title = {"title": {"zh": "约定", "en": "agreed"}}
    file.write_text(yaml.safe_dump({**head, **title, "versions": [{**version, "values": values}]}), "utf-8")
    return rules_in_force("cn/shanghai/xuhui", DAY, pack=folder)


def test_a_share_is_capped_and_a_sum_never_more_than_the_cost() -> None:
    shanghai = subsidy_rule(rules_in_force("cn/shanghai", DAY))
    assert [shanghai.of(fen, 6) for fen in (10_001, 70_000_000, 90_000_000)] == [
        (4_000, None), (28_000_000, None), (28_000_000, None),
    ]  # fmt: skip
    chengdu = subsidy_rule(rules_in_force("cn/sichuan/chengdu", DAY))
    assert (chengdu.of(90_000_000, 6)[0], chengdu.of(5, 6)[0], chengdu.of(90_000_000, 5)[0]) == (
        20_000_000,
        5,
        0,
    )
    assert subsidy_rule(rules_in_force("cn/henan/zhengzhou", DAY)).paid_late
    assert not shanghai.paid_late


def test_a_subsidy_whose_amount_nobody_knows_says_so() -> None:
    for place in ("cn/beijing", "cn/guangdong/guangzhou", "cn/jiangsu/nanjing"):
        fen, why = subsidy_rule(rules_in_force(place, DAY)).of(90_000_000, 6)
        assert fen == 0
        assert why, place


def test_where_nothing_is_in_force_it_is_said() -> None:
    for read in (subsidy_rule, weights_rule):
        with pytest.raises(NothingInForce):
            read(rules_in_force("cn", DAY))


def test_guangzhous_floors() -> None:
    held = weights_rule(rules_in_force("cn/guangdong/guangzhou", DAY))
    assert held.of([1, 2, 6, 7, 9]) == {
        1: 0, 2: Fraction(1, 2), 6: Fraction(13, 10), 7: Fraction(14, 10), 9: Fraction(16, 10),
    }  # fmt: skip
    assert held.by_area


def test_an_office_s_own_table(tmp_path: Path) -> None:
    held = weights_rule(pack(tmp_path, "floor_weights", WEIGHTS))
    assert (held.of([2, 4]), held.by_area) == ({2: Fraction(3, 2), 4: Fraction(17, 10)}, False)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"weights": {}}, "weights"),
        ({"weights": None}, "weights"),
        ({"weights": {2: "1"}}, "weights"),
        ({"weights": {1: "0", 2: 1.5}}, "weights.2"),
        ({"weights": {1: "0", 2: "-1"}}, "weights.2"),
        ({"weights": {1: "0", 2: "1/0"}}, "weights.2"),
        ({"each_further": "much"}, "each_further"),
        ({"within_floor": "room"}, "within_floor"),
        ({"odd": 1}, "odd"),
    ],
)
def test_a_wrong_table_is_refused_by_file_and_key(tmp_path: Path, wrong: dict[str, Any], key: str) -> None:
    with pytest.raises(InputRefused, match=f"floor_weights.yaml, key .*{key}"):
        weights_rule(pack(tmp_path, "floor_weights", {**WEIGHTS, **wrong}))


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"share": "2"}, "share"),
        ({"fixed_yuan": -5}, "fixed_yuan"),
        ({"share": "1/2", "fixed_yuan": 5}, "fixed_yuan"),
        ({"fixed_yuan": None}, "reason"),
        ({"odd": 1}, "odd"),
    ],
)
def test_a_wrong_subsidy_is_refused_by_file_and_key(tmp_path: Path, values: dict[str, Any], key: str) -> None:
    with pytest.raises(InputRefused, match=f"lift_subsidy.yaml, key .*{key}"):
        subsidy_rule(pack(tmp_path, "lift_subsidy", values))
