"""What is said of a tally: the rule, the readings, each test, what would turn it, and which ballots are out."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from sanxin.engines.tally.problem import CM2_PER_M2, Readings, Rule
from sanxin.engines.tally.result import Forecast, Tally, Test
from sanxin.foundation.citation import Citation
from sanxin.foundation.finding import Because, Sentence, Term, Words
from sanxin.journey.decide.question import Question
from sanxin.rulebook.decisions import MatterRule

MATTERS = {
    each.code: each
    for each in (
        Term("lift_retrofit", "加装电梯", "a lift retrofit"),
        Term("use_common_ground", "占用小区共有部分", "using common ground"),
        Term("green_layout", "调整绿地布局", "re-arranging the green"),
        Term("move_trees", "迁移树木", "moving trees"),
        Term("raise_fund", "筹集维修资金", "raising the maintenance fund"),
        Term("use_fund", "使用维修资金", "using the maintenance fund"),
        Term("custom", "自定事项", "a matter of one's own"),
    )
}
SCOPES = {
    "stairwell": Words("门栋", "stairwell"),
    "building": Words("楼栋", "building"),
    "compound": Words("小区", "compound"),
}
KINDS = {
    "special": Words("特别事项", "a special matter"),
    "ordinary": Words("一般事项", "an ordinary matter"),
    None: Words("本地另定比例的事项", "a matter with shares of its own here"),
}
BASES = {"area": Words("面积", "area"), "heads": Words("人数", "heads")}
READING_WORDS: Mapping[str, Words] = {
    "owner_set": Words(
        "同一个（组）业主不论几套算一人",
        "one owner, or one set of co-owners, is one head however many dwellings",
    ),
    "dwelling": Words("一套算一人", "each dwelling is a head"),
    "linked": Words("有共同业主的几套算一人", "dwellings with any owner in common are one head"),
    "no_consent": Words("算参与，不算同意", "takes part and does not consent"),
    "void": Words("其表决票全部作废", "all its ballots are void"),
    "first_answer": Words("以先交的为准", "the first answer stands"),
    "no_part": Words("不算参与", "takes no part"),
    "follow_majority": Words("计入多数一方", "follows the majority"),
}
ABOUT = {
    "head": Words("人数", "heads"),
    "split": Words("一人名下几套意见不同", "a head that votes both ways"),
    "co_owners": Words("同一套的共有人意见不同", "co-owners of one dwelling who disagree"),
    "not_returned": Words("未交表决票", "ballots not returned"),
}
REFUSED = {
    "outside_roll": Words("不在业主名册内", "the dwelling is not on the roll"),
    "owner_unknown": Words("名册上没有这一户的业主，先补名册", "the roll names no owner of the dwelling; complete the roll first"),
    "not_an_owner": Words("交票人不是这一户的业主，也没有委托", "whoever handed it in is neither an owner nor a proxy"),
    "proxy_without_document": Words("委托投票没有委托书", "a proxy without a document"),
    "second": Words("这一户已有表决票，而本票没有写明替换它", "the dwelling has a ballot already, which this one does not replace"),
    "already_answered": Words("另一位共有人已交了相同意见的票", "a co-owner has handed in the same answer"),
    "co_owner_disagrees": Words("与另一位共有人的票相反", "it contradicts the ballot of a co-owner"),
}  # fmt: skip

MOST_SHOWN = 12  # a sentence; the file lists every move

MATTER = Sentence(
    "decide.matter",
    zh="“{matter}”属{kind}（{standing}）",
    en="“{matter}” is {kind} ({standing})",
)
OWN_RULE = Sentence(
    "decide.own_rule",
    zh="规则由题目给出，不是规则库的规定",
    en="The rule was handed in; it is not the rulebook's",
)
A = Sentence(
    "decide.rule.A",
    zh="要求面积和人数各有不少于 {participation} 参与，参与者中各有{than} {consent} 同意（{standing}）",
    en="At least {participation} of area and of heads must take part, and of those {than} {consent} consent ({standing})",
)
B = Sentence(
    "decide.rule.B",
    zh="要求全体业主的面积和人数各有{than} {consent} 同意（{standing}）",
    en="Of all area and of all heads {than} {consent} must consent ({standing})",
)
C = Sentence(
    "decide.rule.C",
    zh="要求全体业主的面积和人数各有{than} {consent} 同意，且没有未解决的异议（{standing}）",
    en="Of all area and of all heads {than} {consent} must consent, and no objection be unresolved ({standing})",
)
UNANIMITY = Sentence(
    "decide.rule.unanimity",
    zh="要求每一户都同意（{standing}）",
    en="Every dwelling must consent ({standing})",
)
READING = Sentence(
    "decide.reading", zh="{about}：{reading}（{standing}）", en="{about}: {reading} ({standing})"
)
PARTICIPATION = Sentence(
    "decide.test.participation",
    zh="参与（{basis}）：{have} / {of} {unit}，要求不少于 {required}，{met}",
    en="Participation by {basis}: {have} of {of} {unit}, at least {required} required, {met}",
)
CONSENT = Sentence(
    "decide.test.consent",
    zh="同意（{basis}）：{have} / {of} {unit}，要求{than} {required}，{met}",
    en="Consent by {basis}: {have} of {of} {unit}, {than} {required} required, {met}",
)
OBJECTIONS = Sentence(
    "decide.test.objections", zh="未解决的异议 {have} 件，{met}", en="Unresolved objections: {have}, {met}"
)
TURN = Sentence(
    "decide.turn",
    zh="若要{to}，最少要 {heads} 人改变：{moves}",
    en="For it to {to}, at least {heads} heads would have to change: {moves}",
)
SETTLE = Sentence(
    "decide.settle", zh="还要先解决异议 {objections}", en="Objections to be settled first: {objections}"
)
OPEN_OBJECTIONS = Sentence(
    "decide.open_objections",
    zh="异议 {objections} 还没有书面答复，答复之前不能结束表决",
    en="Objections {objections} have no written reply yet; the vote cannot be closed before they have",
)
EXCLUSIVE = Sentence(
    "decide.exclusive_part",
    zh="电梯若占用某户专有部分，须另得该户同意",
    en="If the lift stands on an owner's exclusive part, that owner must consent separately",
)
SCOPE_NOTE = Sentence("decide.scope_note", zh="{note}", en="{note}")
NOTE = Sentence("decide.note", zh="{note}", en="{note}")
OTHER_SCOPE = Sentence(
    "decide.other_scope",
    zh="规定由{asked}范围的业主表决，本题的名册是{scope}范围",
    en="The owners to be asked are those of the {asked}; the roll of this case is of the {scope}",
)
FOLLOWED = Sentence(
    "decide.follow_majority",
    zh="未交票的计入多数一方，依据“{basis}”；须有送达证明，法院看法不一，特别事项风险较大（{standing}）",
    en="Ballots not returned follow the majority, on the basis “{basis}”; prove delivery; courts differ, special matters are at risk ({standing})",
)
NO_CHANGE = Sentence(
    "decide.no_change",
    zh="采用“计入多数”时，每一张票还会带动未交的票，因此不给出最小改动",
    en="Where ballots not returned follow the majority each ballot also moves those, so no smallest change is given",
)
NOBODY_CAN = Sentence(
    "decide.nobody_can",
    zh="业主不明的户太多：能投票的人全部同意也通不过。请先把业主核实清楚，再重新征询",
    en="Too many dwellings have no known owner: it would not pass even if everybody who can vote were for. Find out who owns"
    " them, then ask again",
)
FORECAST = {
    "passes": Words("即使其余的都不利也会通过", "passes even if all the others turn out ill"),
    "fails": Words("即使其余的都同意也不会通过", "fails even if all the others consent"),
    "open": Words("还不能确定", "is still open"),
}
FORECAST_SAID = Sentence(
    "decide.forecast",
    zh="只作参考，不是承诺：按已记录的 {stances} 户意向不变，另有 {open} 户未定，结果{outcome}",
    en="For reference, not a promise: if the {stances} recorded stances hold, with {open} dwellings undecided, it {outcome}",
)


def standing_of(citation: Citation | None) -> Words:
    """Say how sure we are of a text; a rule of one's own stands on whoever handed it in."""
    if citation is None:
        return Words("题目给定", "as handed in")
    return Words(citation.standing.zh, citation.standing.en)


def rule_said(rule: Rule, question: Question) -> list[Because]:
    """Say what kind of matter it is, what it requires, and what else it takes."""
    held = question.matter_rule
    citation = held.citations[-1] if held else None
    said = [] if held else [OWN_RULE.because()]
    if held:
        matter, kind, first = MATTERS[held.matter], KINDS[held.kind], held.citations[0]
        said.append(MATTER.because(first, matter=matter, kind=kind, standing=standing_of(first)))
    said.append(requirement_said(rule, citation))
    if held:
        said += _scope_said(held, question.decision.scope)
    if held and held.note:
        said.append(NOTE.because(held.citations[0], note=held.note))
    if held and held.exclusive_part:
        said.append(EXCLUSIVE.because(held.citations[0]))
    return said


def requirement_said(rule: Rule, citation: Citation | None) -> Because:
    """Say what a rule requires."""
    standing, than, consent = standing_of(citation), than_of(strict=rule.strict), str(rule.consent)
    if rule.family == "A":
        return A.because(
            citation, participation=str(rule.participation), than=than, consent=consent, standing=standing
        )
    if rule.family == "unanimity":
        return UNANIMITY.because(citation, standing=standing)
    sentence = B if rule.family == "B" else C
    return sentence.because(citation, than=than, consent=consent, standing=standing)


def _scope_said(held: MatterRule, scope: str | None) -> list[Because]:
    if scope in held.scopes:
        return []
    citation, said = held.citations[0], []
    if scope is not None:
        asked = Words(
            "或".join(SCOPES[each].zh for each in held.scopes),
            " or ".join(SCOPES[each].en for each in held.scopes),
        )
        said.append(OTHER_SCOPE.because(citation, asked=asked, scope=SCOPES[scope]))
    return said + ([SCOPE_NOTE.because(citation, note=held.scope_note)] if held.scope_note else [])


def readings_said(question: Question, taken: Readings) -> list[Because]:
    """Say how each word was read."""
    return [
        READING.because(
            each.citation,
            about=ABOUT[each.name],
            reading=READING_WORDS[getattr(taken, each.name)],
            standing=standing_of(each.citation),
        )
        for each in question.readings
    ]


def than_of(*, strict: bool) -> Words:
    """Say “more than” or “at least”."""
    return Words("超过", "more than") if strict else Words("不少于", "at least")


def test_said(test: Test) -> Because:
    """Say one test."""
    met = Words("达到", "met") if test.met else Words("未达到", "not met")
    if test.name == "objections":
        return OBJECTIONS.because(have=test.have, met=met)
    unit = Words("平方米", "m²") if test.basis == "area" else Words("人", "heads")
    basis, required = BASES[test.basis], str(test.required)
    have, of = amount(test, test.have), amount(test, test.of)
    if test.name == "participation":
        return PARTICIPATION.because(basis=basis, unit=unit, required=required, met=met, have=have, of=of)
    than = than_of(strict=test.strict)
    return CONSENT.because(basis=basis, unit=unit, required=required, met=met, have=have, of=of, than=than)


def turn_said(tally: Tally, readings: Readings) -> list[Because]:
    """Say what would turn the outcome."""
    change = tally.change
    if change is None:
        return [(NO_CHANGE if readings.not_returned == "follow_majority" else NOBODY_CAN).because()]
    said = []
    if change.moves:
        states = {"missing": "未交", "against": "反对", "abstain": "弃权", "split": "不一致", "for": "同意"}
        shown, more = change.moves[:MOST_SHOWN], len(change.moves) - MOST_SHOWN
        moves = Words(
            "、".join(
                f"{each.dwelling}（{states[each.from_state]}→{states[each.to_state]}）" for each in shown
            )
            + (f"……另 {more} 户" if more > 0 else ""),
            ", ".join(f"{each.dwelling} ({each.from_state} → {each.to_state})" for each in shown)
            + (f" … and {more} more dwellings" if more > 0 else ""),
        )
        to = Words("通过", "pass") if change.to == "pass" else Words("不通过", "fail")
        said.append(TURN.because(to=to, heads=change.heads, moves=moves))
    if change.objections:
        said.append(SETTLE.because(objections="、".join(change.objections)))
    return said


def forecast_said(forecast: Forecast) -> Because:
    """Say what recorded stances leave open."""
    outcome = FORECAST[forecast.outcome]
    return FORECAST_SAID.because(stances=forecast.stances, open=forecast.open, outcome=outcome)


def amount(test: Test, value: int) -> int | float:
    """Give a figure of a test in its unit: heads, or m² from cm²."""
    return m2(value) if test.basis == "area" else value


def m2(cm2: int) -> int | float:
    """Give whole cm² as m²: a whole number where it is one, else the shortest decimal, which is exact here."""
    exact = Decimal(cm2) / CM2_PER_M2
    return int(exact) if exact == int(exact) else float(exact)


def short(test: Test) -> int:
    """Give how much a test lacks as things stand: the least more that would meet it."""
    if test.name == "objections":
        return test.have
    least = Fraction(test.of) * test.required
    needed = least.__floor__() + 1 if test.strict else least.__ceil__()
    return max(0, needed - test.have)
