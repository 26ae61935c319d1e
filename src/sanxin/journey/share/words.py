"""What a household is told of its share: the rule, what it stands on, and each thing that moves it."""

from collections.abc import Iterator
from fractions import Fraction

from sanxin.engines.sharing.problem import Dwelling, Problem
from sanxin.engines.sharing.result import Share, Shares
from sanxin.foundation.finding import Because, Sentence, Words
from sanxin.foundation.money import yuan_text
from sanxin.journey.share.formula import number
from sanxin.rulebook.money import WeightsRule

MOST_NAMED = 12
RULES = {
    "equal": Words("每户相同", "equal for every dwelling"),
    "area": Words("按建筑面积", "by floor area"),
    "floor_weights": Words("按楼层系数", "by weights of the floors"),
    "ride_height": Words("按乘梯高度（楼层减一）", "by the height ridden (floor less one)"),
    "elevator": Words(
        "电梯规则：一层算 1，每高一层加 0.5", "elevator rule: 1 for the first floor, 0.5 more for each above"
    ),
    "equal_benefit": Words(
        "同等受益：比单独装一部，每户省下同样的钱", "equal benefit: each saves the same against a lift of its own"
    ),
    "airport": Words(
        "逐层分段：每升一层增加的费用由用到它的住户平分", "airport game: each further floor is shared by those who ride it"
    ),
    "custom": Words("按约定的每户系数", "by weights agreed for each dwelling"),
}  # fmt: skip
WITHIN = {
    "dwelling": Words("", ""),
    "dwelling_area": Words("，再乘面积", ", times area"),
    "floor_then_area": Words("，同层按面积", ", within a floor by area"),
}
SUMS = Sentence(
    "share.sums",
    zh="费用合计 {total} 元；专项工程和维修资金承担 {borne} 元，其他来源 {other} 元，补贴 {subsidy} 元；"
    "住户分摊 {left} 元（建设 {capital} 元，每年维护 {upkeep} 元）",
    en="The lines come to {total} yuan; programme and fund bear {borne}, other sources {other}, the subsidy {subsidy}; "
    "the dwellings share {left} (capital {capital}, upkeep of a year {upkeep})",
)
SUBSIDY = Sentence(
    "share.subsidy", zh="补贴 {yuan} 元（{standing}）", en="The subsidy is {yuan} yuan ({standing})"
)
NO_SUBSIDY = Sentence("share.subsidy.none", zh="没有计入补贴：{why}", en="No subsidy is counted: {why}")
PAID_LATE = Sentence(
    "share.subsidy.paid_late",
    zh="补贴在电梯使用登记之后才发，此前要由住户垫付",
    en="The subsidy is paid only after the lift is registered for use; until then the dwellings lay it out",
)
CITY_WEIGHTS = Sentence(
    "share.weights",
    zh="楼层系数用本地参考表（{standing}）；协议另有约定的，按协议",
    en="The weights of the floors are the city's reference table ({standing}); what the agreement says goes before it",
)
BY_RULE = Sentence(
    "share.rule",
    zh="规则：{rule}{within}；{carries} 户出资，{signs} 户签字不出资，{out} 户不参加",
    en="The rule: {rule}{within}; {carries} dwellings pay, {signs} sign without paying, {out} take no part",
)
COMPENSATION = Sentence(
    "share.compensation.total",
    zh="补偿合计 {yuan} 元，与建设费用一起按同一规则筹集",
    en="Compensation of {yuan} yuan in all is raised with the capital, by the same rule",
)
RELIEF = Sentence(
    "share.hardship.total",
    zh="困难减免合计 {yuan} 元，由没有减免的出资住户按各自分摊额的比例承担",
    en="Relief of {yuan} yuan in all is carried by the other payers in proportion to their shares",
)
LATE = Sentence(
    "share.late.total",
    zh="{count} 户后加入：各按加入后的人数交自己的一份和年利率 {rate} 的利息，先付的各户按自己少摊的数退回",
    en="Joining later: {count}. Each pays its share of the new sharing with interest of {rate} a year, "
    "and each who paid before gets back by how much its own share fell",
)
IN_CORE = Sentence(
    "share.core.holds",
    zh="任何一群住户单独装一部，都不会比现在便宜",
    en="No group of dwellings would pay less for a lift of its own",
)
NOT_IN_CORE = Sentence(
    "share.core.fails",
    zh="{dwellings} 合计付 {pays} 元，单独装到他们的最高层只要 {alone} 元",
    en="{dwellings} pay {pays} yuan together; a lift to their own highest floor alone would cost {alone}",
)
NOT_RECKONED = Sentence(
    "share.not_reckoned", zh="{rule}：算不出，{why}", en="By the rule “{rule}” it cannot be reckoned: {why}"
)
PAYS = Sentence(
    "share.pays", zh="第 {floor} 层，{area}；应付 {yuan} 元", en="Floor {floor}, {area}; pays {yuan} yuan"
)
RECEIVES = Sentence(
    "share.receives",
    zh="第 {floor} 层，{area}；应收 {yuan} 元",
    en="Floor {floor}, {area}; receives {yuan} yuan",
)
RECKONED = Sentence(
    "share.reckoned",
    zh="建设部分的算式：{formula} {equals} {yuan} 元",
    en="Its part of the capital: {formula} {equals} {yuan} yuan",
)
OUT = Sentence("share.out", zh="没有参加，不分摊", en="Takes no part, and carries nothing")
SIGNS = Sentence(
    "share.signs_only", zh="签字但不出资，不分摊", en="Signs but does not pay, and carries nothing"
)
COMPENSATED = Sentence(
    "share.compensation",
    zh="分摊 {gross} 元，减去给本户的补偿 {yuan} 元",
    en="A part of {gross} yuan, less {yuan} yuan of compensation to this dwelling",
)
UPKEEP = Sentence("share.upkeep", zh="其中每年运行维护 {yuan} 元", en="Of this {yuan} yuan a year are upkeep")
RELIEVED = Sentence(
    "share.hardship",
    zh="因困难减 {yuan} 元，由其他住户承担，批准人 {approver}",
    en="{yuan} yuan less for hardship, carried by the others, approved by {approver}",
)
CARRIES = Sentence(
    "share.hardship.carries",
    zh="其中约 {yuan} 元是为别户的困难减免多承担的",
    en="Of this about {yuan} yuan are carried for the hardship of others",
)
JOINS_LATE = Sentence(
    "share.late",
    zh="晚 {days} 天加入，年利率 {rate}，交的钱退给先付的住户",
    en="Joins {days} days late at {rate} a year; what it pays goes back to those who paid before",
)


def rule_said(problem: Problem, shares: Shares, city: WeightsRule | None) -> Iterator[Because]:
    """Say what holds for all: the rule, where its weights stand, what else is raised or moved, and the core."""
    carriers = [each for each in problem.dwellings if each.carries]
    signs = sum(each.joins and not each.pays for each in problem.dwellings)
    weighed = problem.rule in ("floor_weights", "ride_height", "elevator")
    yield BY_RULE.because(
        rule=RULES[problem.rule], within=WITHIN[problem.apply_to if weighed else "dwelling"],
        carries=len(carriers), signs=signs, out=len(problem.dwellings) - len(carriers) - signs,
    )  # fmt: skip
    if city and problem.rule == "floor_weights":
        standing = Words(city.citation.standing.zh, city.citation.standing.en)
        yield CITY_WEIGHTS.because(city.citation, standing=standing)
    if paid_out := sum(each.compensation_fen for each in problem.dwellings):
        yield COMPENSATION.because(yuan=yuan_text(paid_out))
    first = min((each.late_days for each in carriers), default=0)
    if late := sum(each.late_days > first for each in carriers):
        yield LATE.because(count=late, rate=number(problem.late_rate))
    if relief := sum(each.relief_fen for each in shares.shares):
        yield RELIEF.because(yuan=yuan_text(relief))
    if shares.in_core:
        yield IN_CORE.because()
    if group := shares.violation:
        named = "、".join(group.dwellings[:MOST_NAMED]) + ("……" if len(group.dwellings) > MOST_NAMED else "")
        yield NOT_IN_CORE.because(
            dwellings=named, pays=yuan_text(group.pays_fen), alone=yuan_text(group.alone_fen)
        )


def share_said(
    problem: Problem, each: Dwelling, share: Share, approver: str | None, formula: tuple[str, Fraction] | None
) -> Iterator[Because]:
    """Say one dwelling's share. ``formula``: its part of the capital before relief as a sum, and the value in fen."""
    if not each.carries:
        yield SIGNS.because() if each.joins else OUT.because()
    if each.carries or share.fen:
        yield _stated(each, share)
    if formula:
        yield from _reckoned(share, *formula)
    if share.compensation_fen:
        received = yuan_text(share.compensation_fen)
        yield COMPENSATED.because(gross=yuan_text(share.gross_fen), yuan=received)
    if share.upkeep_fen:
        yield UPKEEP.because(yuan=yuan_text(share.upkeep_fen))
    if share.relief_fen and approver:
        yield RELIEVED.because(yuan=yuan_text(share.relief_fen), approver=approver)
    if each.carries and each.late_days:
        yield JOINS_LATE.because(days=each.late_days, rate=number(problem.late_rate))


def _reckoned(share: Share, formula: str, value: Fraction) -> Iterator[Because]:
    """Say the sum and what it gives; in whole fen that is the share itself, unless relief moves it."""
    capital = share.gross_fen - share.upkeep_fen
    moved = capital + share.relief_fen - value
    given = capital if abs(moved) < 1 and not share.relief_fen else round(value)
    yield RECKONED.because(formula=formula, equals="=" if given == value else "≈", yuan=yuan_text(given))
    if abs(moved) >= 1:
        yield CARRIES.because(yuan=yuan_text(round(moved)))


def _stated(each: Dwelling, share: Share) -> Because:
    known = each.area_m2 is not None
    area = (
        Words(f"{each.area_m2} 平方米", f"{each.area_m2} m²") if known else Words("面积未知", "area unknown")
    )
    sentence = RECEIVES if share.fen < 0 else PAYS
    return sentence.because(floor=each.floor, area=area, yuan=yuan_text(abs(share.fen)))
