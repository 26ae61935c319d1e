"""The siting values of the rulebook: wrong ones are refused by file and key, a catalogue may add schemes."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from sanxin.foundation.refusal import InputRefused
from sanxin.rulebook.reader import NothingInForce, Rules, rules_in_force
from sanxin.rulebook.shelf import HERE
from sanxin.rulebook.siting import siting_rules
from sanxin.rulebook.siting.works import LINE_KINDS

DAY = date(2022, 3, 1)
WORKS = (
    "works: {line_yuan_m: {"
    + ", ".join(f"{kind}: 7" for kind in LINE_KINDS)
    + "}, line_end_m: 2, pole_yuan: 1, pole_owner_yuan: 1, tree_yuan: 1, shed_yuan_m2: 1, green_yuan_m2: 1, "
    "approval_yuan: 0, transformer_yuan: {315: 9}}"
)
CATALOGUE = """\
schemes:
  - {id: tiny, entry: half_landing, zh: 小, en: Tiny, width_m: 1.2, depth_m: 1.2, bridge_width_m: 1.0,
     offset_reach_m: 0, offset_step_m: 0.1, standoffs_m: [1.5], power_kw: 8}
  - {id: half-landing-450, entry: half_landing, zh: 改, en: Changed, width_m: 1.7, depth_m: 1.7, bridge_width_m: 1.0,
     offset_reach_m: 0, offset_step_m: 0.1, standoffs_m: [1.5], power_kw: 9}
"""


def rules() -> Rules:
    return rules_in_force("cn/shanghai", DAY)


def test_a_catalogue_adds_schemes_and_overrides_those_of_the_same_id() -> None:
    laid_over = rules().with_catalogue("ours.yaml", CATALOGUE.encode())
    schemes = {scheme.id: scheme for scheme in siting_rules(laid_over).schemes}
    assert (schemes["tiny"].width_m, schemes["half-landing-450"].width_m) == (1.2, 1.7)
    assert len(schemes) == len(siting_rules(rules()).schemes) + 1
    assert laid_over.digest() != rules().digest()


def test_a_scheme_that_says_no_price_takes_that_of_its_id_else_of_its_entry() -> None:
    schemes = {
        each.id: each
        for each in siting_rules(rules().with_catalogue("ours.yaml", CATALOGUE.encode())).schemes
    }
    known = {each.id: each for each in siting_rules(rules()).schemes}
    assert schemes["half-landing-450"].price_yuan == known["half-landing-450"].price_yuan
    assert (schemes["tiny"].price_yuan, schemes["tiny"].overhead_m) == (
        known["half-landing-630"].price_yuan, known["half-landing-630"].overhead_m,
    )  # fmt: skip


def test_an_office_lays_its_own_unit_costs_over_ours() -> None:
    laid_over = siting_rules(rules().with_catalogue("quotes.yaml", WORKS.encode()))
    assert (laid_over.works.pole_yuan, laid_over.works.line_yuan("water", 2.0)) == (1, 14)
    assert [rung.rated_kva for rung in laid_over.works.rungs] == [315.0]
    assert laid_over.works.citation.document == "quotes.yaml"
    assert len(laid_over.schemes) == len(siting_rules(rules()).schemes)


def test_the_last_catalogue_laid_over_is_the_one_that_counts() -> None:
    twice = rules().with_catalogue("a.yaml", b"schemes: []").with_catalogue("ours.yaml", CATALOGUE.encode())
    assert "tiny" in {scheme.id for scheme in siting_rules(twice).schemes}


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"- 1", "/"),
        (b"lifts: []", "lifts"),
        (b"schemes: []", "schemes"),
        (CATALOGUE.replace("width_m: 1.2", "width_m: 0.1").encode(), "schemes[0].width_m"),
        (CATALOGUE.replace("width_m: 1.2", "width_m: true").encode(), "schemes[0].width_m"),
        (CATALOGUE.replace("power_kw: 8", "power_kw: 8, special: 1").encode(), "schemes[0].special"),
        (CATALOGUE.replace("[1.5]", "[]", 1).encode(), "schemes[0].standoffs_m"),
        (CATALOGUE.replace("[1.5]", "[x]", 1).encode(), "schemes[0].standoffs_m"),
        (CATALOGUE.replace("entry: half_landing", "entry: roof").encode(), "schemes[0].entry"),
        (CATALOGUE.replace("zh: 小", "zh: 3").encode(), "schemes[0].zh"),
        (CATALOGUE.replace("power_kw: 8", "power_kw: 8, price_yuan: 1.5").encode(), "schemes[0].price_yuan"),
        (
            CATALOGUE.replace(
                "power_kw: 8", "power_kw: 8, price_yuan: 9, price_range_yuan: [10, 20]"
            ).encode(),
            "schemes[0].price_range_yuan",
        ),
        (CATALOGUE.replace("power_kw: 8", "power_kw: 8, car_width_m: 9").encode(), "schemes[0].car_width_m"),
        (CATALOGUE.replace("power_kw: 8", "power_kw: 8, load_kg: heavy").encode(), "schemes[0].load_kg"),
        (b"works: {pole_yuan: 1}", "works.line_yuan_m"),
        (b"works: {helicopter_yuan: 1}", "works.helicopter_yuan"),
        (WORKS.replace("pole_yuan: 1", "pole_yuan: 1.5").encode(), "works.pole_yuan"),
        (WORKS.replace("{315: 9}", "[315]").encode(), "works.transformer_yuan"),
        (WORKS.replace("{315: 9}", "{315: -9}").encode(), "works.transformer_yuan.315"),
        (b"\xff\xfe", "the whole file"),
    ],
)
def test_a_wrong_catalogue_is_refused_by_its_own_name_and_key(content: bytes, key: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        siting_rules(rules().with_catalogue("ours.yaml", content))
    (fault,) = refusal.value.faults
    assert (fault.file, fault.place.en.removeprefix("key ")) == ("ours.yaml", key)


@pytest.mark.parametrize(
    ("file", "good", "bad", "key"),
    [
        ("fire_separation", "ratings: [1, 1]", "ratings: [1, 5]", "ratings"),
        ("fire_separation", "ratings: [1, 1]", "ratings: [1]", "ratings"),
        ("underground_lines", "up_to: 200, ", "", "water"),
        ("underground_lines", "sewer:", "brine:", "brine"),
        ("underground_lines", "up_to: 200", "over: 200", "over"),
        ("remedies", "relocate: ordinary", "relocate: easy", "relocate"),
        ("fire_lane", "clear_width_m: 4.0", "clear_width_m: -4.0", "clear_width_m"),
        ("power", "load_ratio", "ratio", "ratio"),
        ("diversity", "[1.0, 0.85", "[0.5, 0.85", "factors"),
        ("diversity", "[1.0, 0.85", "[1.5, 0.85", "factors"),
    ],
)
def test_a_wrong_value_in_the_rulebook_is_refused_by_file_and_key(
    tmp_path: Path, file: str, good: str, bad: str, key: str
) -> None:
    root = copied(tmp_path)
    path = root / f"cn/siting/{file}.yaml"
    path.write_text(path.read_text("utf-8").replace(good, bad, 1), "utf-8")
    with pytest.raises(InputRefused) as refusal:
        siting_rules(rules_in_force("cn/shanghai", DAY, root=root))
    (fault,) = refusal.value.faults
    assert fault.file == f"cn/siting/{file}.yaml"
    assert key in fault.place.en


def test_siting_without_an_ordinance_it_needs_is_an_answer(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "cn/siting/overhead.yaml").unlink()
    with pytest.raises(NothingInForce, match="siting/overhead"):
        siting_rules(rules_in_force("cn/shanghai", DAY, root=root))


def test_siting_can_do_without_the_cable_zone_and_the_boundary_ordinance(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for file in ("cn/siting/buried_cables", "cn/siting/land_boundary", "cn/shanghai/siting/land_boundary"):
        (root / f"{file}.yaml").unlink()
    limits = siting_rules(rules_in_force("cn/shanghai", DAY, root=root)).limits
    clearance = limits.clearance("power_cable")
    assert clearance
    assert (clearance.greatest_m, limits.citation_of("land_boundary")) == (0.6, None)


def copied(into: Path) -> Path:
    shutil.copytree(HERE / "cn", into / "cn")
    return into
