"""Shares as a workbook whose formulas give the same fen: change a cost, an area or who pays, and every share moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from math import gcd, lcm
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sanxin.engines.sharing.problem import Dwelling, Problem
from sanxin.engines.sharing.solve import by_rule
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.money import FEN_PER_YUAN
from sanxin.foundation.refusal import Refusal
from sanxin.journey.share.words import RULES, WITHIN

CANNOT = Sentence(
    "share.workbook",
    zh="这份分摊写不成带公式的 Excel：{why}。请用 JSON 结果。",
    en="These shares cannot be a workbook with formulas: {why}. Use the JSON.",
)
MOST_ROWS, EXACT_IN_EXCEL = 2_000, 2**53
HUNDREDTHS, CM2_PER_M2 = 100, 10_000
FIRST, FLOOR_FIRST, HEAD_HEIGHT = 5, 4, 34
BY_FLOOR, GAMES = ("floor_weights", "ride_height", "elevator"), ("airport", "equal_benefit")
HEADS = (
    "室号\ndwelling", "楼层\nfloor", "面积 m²\narea", "参加\njoins", "出资\npays", "补偿（元）\ncompensation",
    "约定系数\nown weight", "计入\ncounts", "系数\nweight", "整数系数\nwhole weight", "建设·整分", "建设·余数", "建设·补一分",
    "建设（元）\ncapital", "维护·整分", "维护·余数", "维护·补一分", "维护（元）\nupkeep", "净额（元）\nnet",
    "程序算出\nas reckoned", "一致\nsame",
)  # fmt: skip
COSTS = (
    ("费用合计（元） all lines", "{total}"),
    ("其中住户分摊的每年维护（元） upkeep the dwellings share", "{upkeep}"),
    ("补贴（元） subsidy", "{subsidy}"),
    ("专项工程、维修资金与其他来源（元） programme, fund, other sources", "{other}"),
    ("补偿合计（元） compensation", "=SUM({compensation})"),
    ("住户分摊的建设费用（元） capital the dwellings share", "=B2-B3-B4-B5"),
    ("建设分摊基数（分） capital to raise, fen", "=ROUND((B7+B6)*100,0)"),
    ("维护分摊基数（分） upkeep, fen", "=ROUND(B3*100,0)"),
)
Formats = Mapping[str, Format]


class CannotWrite(Refusal):
    """Shares that a workbook cannot hold exactly."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the formulas stand on. The scales make weights and areas whole; ``weights`` are the whole weights by dwelling."""

    problem: Problem
    floors: tuple[int, ...]
    scale: int
    area_scale: int
    weights: Mapping[str, int]

    def column(self, letter: str) -> str:
        """Name a column of the dwellings."""
        return f"分摊!${letter}${FIRST}:${letter}${FIRST + len(self.problem.dwellings) - 1}"

    def of_floors(self, letter: str) -> str:
        """Name a column of the floors."""
        return f"楼层!${letter}${FLOOR_FIRST}:${letter}${FLOOR_FIRST + len(self.floors) - 1}"


def share_xlsx(outcome: Mapping[str, Any]) -> bytes:
    """Write shares as a workbook with live formulas; coloured cells are there to be changed.

    :raises CannotWrite: if a formula would not be exact, or somebody joins later or is relieved
    """
    plan = _plan(Problem.from_json(outcome["problem"]))
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        looks: dict[str, dict[str, Any]] = {
            "head": {"bold": True, "bg_color": "#efebe3", "text_wrap": True, "valign": "top"},
            "cell": {}, "input": {"bg_color": "#fbeed2"}, "yuan": {"num_format": "#,##0.00"},
            "yuan_input": {"num_format": "#,##0.00", "bg_color": "#fbeed2"},
        }  # fmt: skip
        formats = {name: book.add_format({"border": 1, **look}) for name, look in looks.items()}
        costs, dwellings = book.add_worksheet("费用"), book.add_worksheet("分摊")
        _costs(costs, outcome, plan, formats)
        _dwellings(dwellings, outcome, plan, formats)
        if plan.problem.rule in (*BY_FLOOR, *GAMES):
            _floors(book.add_worksheet("楼层"), plan, formats)
        dwellings.activate()
    return stream.getvalue()


def _plan(problem: Problem) -> Plan:
    """Ask whether formulas can give these shares, and reckon the whole weights they stand on."""
    carriers = [each for each in problem.dwellings if each.carries]
    if len(problem.dwellings) > MOST_ROWS:
        raise _cannot(f"超过 {MOST_ROWS} 户", f"more than {MOST_ROWS} dwellings")
    if len({each.late_days for each in carriers}) > 1:
        raise _cannot("有后加入的住户", "somebody joins later")
    if any(each.relief_fen for each in problem.dwellings):
        raise _cannot("有困难减免", "somebody is relieved")
    exact = by_rule(problem, carriers, 1) if carriers else None
    if exact is None:
        raise _cannot("没有人出资", "nobody pays")
    common = gcd(*exact.parts)
    if problem.rule == "equal_benefit":
        costs = gcd(*(_alone(problem, each.floor) for each in carriers))
        common = costs if problem.stand_alone else costs // FEN_PER_YUAN
    scale = lcm(HUNDREDTHS, *(each.denominator for each in _stated(problem)))
    fine = any((each.area_m2 or 0) * HUNDREDTHS % 1 for each in problem.dwellings)
    floors = tuple(sorted({each.floor for each in problem.dwellings}))
    weights = {each.id: part // common for each, part in zip(carriers, exact.parts, strict=True)}
    plan = Plan(problem, floors, scale, CM2_PER_M2 if fine else HUNDREDTHS, weights)
    paid_out = sum(each.compensation_fen for each in problem.dwellings)
    amount = max(problem.capital_fen + paid_out, problem.upkeep_fen, 1)
    if max(amount * max(map(abs, weights.values())), _on_the_way(plan, carriers)) >= EXACT_IN_EXCEL:
        raise _cannot("数太大，Excel 算不准到分", "its figures are too large for Excel to be exact")
    return plan


def _cannot(zh: str, en: str) -> CannotWrite:
    return CannotWrite(CANNOT.because(why=Words(zh, en)))


def _stated(problem: Problem) -> list[Fraction]:
    own = [each.weight for each in problem.dwellings if each.weight is not None]
    return [*(each.weight for each in problem.weights), *own]


def _alone(problem: Problem, floor: int) -> int:
    stated = {each.floor: each.fen for each in problem.stand_alone}
    return stated.get(floor, 0) if stated and floor > 1 else (floor - 1) * (1 if stated else FEN_PER_YUAN)


def _on_the_way(plan: Plan, carriers: list[Dwelling]) -> int:
    """Give the greatest number that the formulas pass through before the whole weights."""
    problem = plan.problem
    if problem.rule in GAMES:
        costs = [
            _alone(problem, floor) for floor in plan.floors if any(each.floor == floor for each in carriers)
        ]
        if problem.rule == "airport" and any(later < earlier for earlier, later in pairwise(costs)):
            raise _cannot("高层的单独造价低于低层", "a higher floor costs less than a lower one")
        riders = [max(1, sum(each.floor >= floor for each in carriers)) for floor in plan.floors]
        times = lcm(*riders) if problem.rule == "airport" else len(carriers)
        return max(costs) * times
    areas = {each.id: int((each.area_m2 or 0) * plan.area_scale) for each in problem.dwellings}
    times = 1
    if problem.rule in BY_FLOOR and problem.apply_to == "floor_then_area":
        whole = [
            sum(areas[each.id] for each in problem.dwellings if each.floor == floor) for floor in plan.floors
        ]
        least = max(1, gcd(*whole))
        times = lcm(*(max(1, area // least) for area in whole))
    greatest = max([Fraction(floor) for floor in plan.floors] + _stated(problem))
    return int(greatest * plan.scale) * max(1, *areas.values()) * times


def _costs(sheet: Worksheet, outcome: Mapping[str, Any], plan: Plan, formats: Formats) -> None:
    problem = plan.problem
    sheet.set_column(0, 0, 64)
    sheet.set_column(1, 1, 20)
    rule, within = RULES[problem.rule], WITHIN[problem.apply_to if problem.rule in BY_FLOOR else "dwelling"]
    sheet.write_row(
        0, 0, [f"{rule.zh}{within.zh}", "浅黄的格可以改 change the coloured cells"], formats["head"]
    )
    paid_out = sum(each.compensation_fen for each in problem.dwellings)
    given = {
        "total": outcome["total_cost_fen"], "upkeep": problem.upkeep_fen, "subsidy": outcome["subsidy_fen"],
        "other": outcome["other_fen"],
    }  # fmt: skip
    found = (
        paid_out / FEN_PER_YUAN,
        problem.capital_fen / FEN_PER_YUAN,
        problem.capital_fen + paid_out,
        problem.upkeep_fen,
    )
    for row, (label, written) in enumerate(COSTS, 1):
        sheet.write_string(row, 0, label, formats["cell"])
        if written.startswith("="):
            formula = written.format(compensation=plan.column("F"))
            sheet.write_formula(row, 1, formula, formats["yuan" if row < 7 else "cell"], found[row - 5])
        else:
            sheet.write_number(row, 1, given[written.strip("{}")] / FEN_PER_YUAN, formats["yuan_input"])

    over = '=IF(B7<0,"补贴与其他来源多于建设费用","")'
    sheet.write_formula("C7", over, None, "")


def _dwellings(sheet: Worksheet, outcome: Mapping[str, Any], plan: Plan, formats: Formats) -> None:
    sheet.set_column(0, len(HEADS) - 1, 11)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(FIRST - 1, 1)
    sheet.set_row(FIRST - 2, HEAD_HEIGHT)
    sheet.write_row(FIRST - 2, 0, HEADS, formats["head"])
    sheet.write_string(0, 0, "每户分摊 shares")
    sheet.write_string(1, 8, "合计", formats["cell"])
    whole = sum(plan.weights.values())
    sheet.write_formula("J2", f"=SUM({plan.column('J')})", formats["cell"], whole)
    paid = sum(each["fen"] for each in outcome["shares"]) / FEN_PER_YUAN
    sheet.write_formula("S2", f"=SUM({plan.column('S')})", formats["yuan"], paid)
    same = '=IF(ROUND((S2+费用!B4+费用!B5-费用!B2)*100,0)=0,"净额＋补贴＋其他来源＝费用合计，一分不差","合计不符")'
    sheet.write_formula("S1", same, formats["cell"], "净额＋补贴＋其他来源＝费用合计，一分不差")
    exact = f'=IF(MAX(费用!B8,费用!B9)*SUMPRODUCT(MAX(ABS({plan.column("J")})))<{EXACT_IN_EXCEL},"","数太大，算不准到分")'
    sheet.write_formula("J1", exact, formats["cell"], "")
    amounts = (outcome["problem"]["capital_fen"] + sum(each["compensation_fen"] for each in outcome["shares"]),
               plan.problem.upkeep_fen)  # fmt: skip
    for letter, over, amount in (("K", "B8", amounts[0]), ("O", "B9", amounts[1])):
        left = amount - sum(amount * each // whole for each in plan.weights.values())
        column = chr(ord(letter) + 2)
        sheet.write_formula(f"{column}2", f"=费用!{over}-SUM({plan.column(letter)})", formats["cell"], left)
    for row, (each, share) in enumerate(zip(plan.problem.dwellings, outcome["shares"], strict=True), FIRST):
        _given(sheet, row, each, plan, formats)
        _reckoned(sheet, row, each, share, plan, formats, amounts)


def _given(sheet: Worksheet, row: int, each: Dwelling, plan: Plan, formats: Formats) -> None:
    sheet.write_string(row - 1, 0, each.id, formats["cell"])
    sheet.write_number(row - 1, 1, each.floor, formats["cell"])
    if each.area_m2 is None:
        sheet.write_blank(row - 1, 2, None, formats["input"])
    else:
        sheet.write_number(row - 1, 2, float(each.area_m2), formats["input"])
    for column, flag in ((3, each.joins), (4, each.pays)):
        sheet.write_string(row - 1, column, "是" if flag else "否", formats["input"])
    sheet.write_number(row - 1, 5, each.compensation_fen / FEN_PER_YUAN, formats["yuan_input"])
    own = float(each.weight) if plan.problem.rule == "custom" and each.weight is not None else None
    if own is None:
        sheet.write_blank(row - 1, 6, None, formats["cell"])
    else:
        sheet.write_number(row - 1, 6, own, formats["input"])
    counts = f'=IF(D{row}="是",IF(E{row}="是",1,0),0)'
    sheet.write_formula(row - 1, 7, counts, formats["cell"], int(each.carries))
    sheet.data_validation(row - 1, 3, row - 1, 4, {"validate": "list", "source": ["是", "否"]})


def _reckoned(
    sheet: Worksheet, row: int, each: Dwelling, share: Mapping[str, Any], plan: Plan, formats: Formats,
    amounts: tuple[int, int],
) -> None:  # fmt: skip
    """Write the formulas of a row, each with its value for readers that do not reckon, or empty where only steps are shown."""
    whole, weight = sum(plan.weights.values()), plan.weights.get(each.id, 0)
    sheet.write_formula(row - 1, 8, f"=IF(H{row}=1,{_raw(row, plan)},0)", formats["cell"], "")
    own, all_of = f"I{row}", plan.column("I")
    common = f"MAX(1,GCD({all_of}))"
    if plan.problem.rule == "equal_benefit":
        over = f"(SUM({plan.column('H')})*{own}-SUM({all_of})+MAX({all_of}))/{common}"
        sheet.write_formula(row - 1, 9, f"=IF(H{row}=1,{over},0)", formats["cell"], weight)
    else:
        sheet.write_formula(row - 1, 9, f"={own}/{common}", formats["cell"], weight)
    fen = (share["gross_fen"] - share["upkeep_fen"], share["upkeep_fen"])
    _rounded(sheet, row, tuple("KLMN"), "费用!$B$8", plan, formats, (amounts[0] * weight, whole, fen[0]))
    _rounded(sheet, row, tuple("OPQR"), "费用!$B$9", plan, formats, (amounts[1] * weight, whole, fen[1]))
    sheet.write_formula(row - 1, 18, f"=N{row}+R{row}-F{row}", formats["yuan"], share["fen"] / FEN_PER_YUAN)
    sheet.write_number(row - 1, 19, share["fen"] / FEN_PER_YUAN, formats["yuan"])
    same = f'=IF(ROUND((S{row}-T{row})*100,0)=0,"是","改动后不同")'
    sheet.write_formula(row - 1, 20, same, formats["cell"], "是")


def _rounded(
    sheet: Worksheet,
    row: int,
    letters: tuple[str, ...],
    basis: str,
    plan: Plan,
    formats: Formats,
    known: tuple[int, int, int],
) -> None:
    """Write one sum down to the fen: rounded down, what was lost, the fen given back, and the yuan."""
    down, rest, more, paid = letters
    above, below, fen = known
    product, quotient = f"{basis}*J{row}", f"INT({basis}*J{row}/$J$2)"
    # Some programs take a quotient just below a whole number for that number: then one less.
    lowered = f"={quotient}-({quotient}*$J$2>{product})"
    sheet.write_formula(f"{down}{row}", lowered, formats["cell"], above // below)
    sheet.write_formula(f"{rest}{row}", f"={product}-{down}{row}*$J$2", formats["cell"], above % below)
    ties = f"分摊!${rest}${FIRST}:{rest}{row}"
    rank = f"SUMPRODUCT(1*({plan.column(rest)}>{rest}{row}))+SUMPRODUCT(1*({ties}={rest}{row}))"
    given = f"=IF({rank}<=${more}$2,1,0)"
    sheet.write_formula(f"{more}{row}", given, formats["cell"], fen - above // below)
    sheet.write_formula(
        f"{paid}{row}", f"=({down}{row}+{more}{row})/100", formats["yuan"], fen / FEN_PER_YUAN
    )


def _raw(row: int, plan: Plan) -> str:
    """Give the formula of a dwelling's weight, in whole numbers."""
    rule, area = plan.problem.rule, f"ROUND(C{row}*{plan.area_scale},0)"
    if rule in ("equal", "area", "custom"):
        return {"equal": "1", "area": area, "custom": f"ROUND(G{row}*{plan.scale},0)"}[rule]

    def of_floor(letter: str) -> str:
        return f"SUMIF({plan.of_floors('A')},B{row},{plan.of_floors(letter)})"

    if rule in GAMES:
        return of_floor("F" if rule == "airport" else "C")
    weight = f"ROUND({of_floor('B')}*{plan.scale},0)"
    more = {"dwelling": "", "dwelling_area": f"*{area}", "floor_then_area": f"*{area}*{of_floor('E')}"}
    return weight + more[plan.problem.apply_to]


def _floors(sheet: Worksheet, plan: Plan, formats: Formats) -> None:
    problem = plan.problem
    game, by_area = problem.rule in GAMES, problem.rule in BY_FLOOR and problem.apply_to == "floor_then_area"
    heads = ["楼层 floor", "单独装到本层的造价（元） cost alone" if game else "系数 weight"]
    if game:
        heads += ["造价（分）", "用到的户数 riders", "本段造价（分） step", "累计 each rider's part"]
    elif by_area:
        heads += ["全层面积（整数） whole area", "约去公因数", "同分母倍数"]
    sheet.set_column(0, len(heads) - 1, 22)
    sheet.set_row(FLOOR_FIRST - 2, HEAD_HEIGHT)
    sheet.write_row(
        FLOOR_FIRST - 2, 0, heads[: 3 if problem.rule == "equal_benefit" else None], formats["head"]
    )
    for row, floor in enumerate(plan.floors, FLOOR_FIRST):
        sheet.write_number(row - 1, 0, floor, formats["cell"])
        _floor(sheet, row, floor, problem, formats)
        if problem.rule == "airport":
            _step(sheet, row, plan, formats)
        elif by_area:
            _floor_area(sheet, row, plan, formats)
    if problem.rule == "airport" or by_area:
        sheet.write_formula("E2", f"=LCM({plan.of_floors('D')})", formats["cell"], "")


def _floor(sheet: Worksheet, row: int, floor: int, problem: Problem, formats: Formats) -> None:
    """Write what a floor costs alone or weighs: stated, to be changed, or by its height."""
    if problem.rule in GAMES:
        alone = _alone(problem, floor)
        sheet.write_number(row - 1, 1, alone / FEN_PER_YUAN, formats["yuan_input"])
        sheet.write_formula(row - 1, 2, f"=ROUND(B{row}*100,0)", formats["cell"], alone)
    elif problem.rule == "floor_weights":
        weight = next((each.weight for each in problem.weights if each.floor == floor), Fraction(0))
        sheet.write_number(row - 1, 1, float(weight), formats["input"])
    elif problem.rule == "ride_height":
        sheet.write_formula(row - 1, 1, f"=A{row}-1", formats["cell"], floor - 1)
    else:
        sheet.write_formula(row - 1, 1, f"=1+(A{row}-1)/2", formats["cell"], (floor + 1) / 2)


def _step(sheet: Worksheet, row: int, plan: Plan, formats: Formats) -> None:
    """Share each step of the cost among those who ride so far, and add up from below."""
    riders = f"=MAX(1,SUMPRODUCT(({plan.column('B')}>=A{row})*{plan.column('H')}))"
    below, so_far = (f"-C{row - 1}", f"F{row - 1}+") if row > FLOOR_FIRST else ("", "")
    sheet.write_formula(row - 1, 3, riders, formats["cell"], "")
    sheet.write_formula(row - 1, 4, f"=C{row}{below}", formats["cell"], "")
    sheet.write_formula(row - 1, 5, f"={so_far}E{row}*$E$2/D{row}", formats["cell"], "")


def _floor_area(sheet: Worksheet, row: int, plan: Plan, formats: Formats) -> None:
    """Bring the floors' areas to one denominator, so that weights within a floor stay whole."""
    area = f"=SUMPRODUCT(({plan.column('B')}=A{row})*ROUND({plan.column('C')}*{plan.area_scale},0))"
    sheet.write_formula(row - 1, 2, area, formats["cell"], "")
    sheet.write_formula(row - 1, 3, f"=MAX(1,C{row}/MAX(1,GCD({plan.of_floors('C')})))", formats["cell"], "")
    sheet.write_formula(row - 1, 4, f"=$E$2/D{row}", formats["cell"], "")
