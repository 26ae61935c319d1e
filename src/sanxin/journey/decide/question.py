"""A decision handed in and the rules in force → the tally's problem, or why there is none."""

from dataclasses import dataclass

from sanxin.engines.tally.problem import Problem, ProblemRefused
from sanxin.foundation.finding import Because, Sentence, Words
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.journey.decide.case import CODE, Case, CaseDecision
from sanxin.rulebook.decisions import MatterRule, Reading, chosen, matter_rule, readings
from sanxin.rulebook.leaf import CASE_REMEDY
from sanxin.rulebook.reader import NothingInForce, Rules

NO_RULE = Sentence(
    "decide.no_rule",
    zh="规则库给不出“{matter}”的比例：{why}。可在题目中写明规则（rule）。",
    en="The rulebook cannot say what “{matter}” requires: {why}. The case may name its own rule.",
)
FOLLOW = "follow_majority"


@dataclass(frozen=True, slots=True)
class Question:
    """What the engine is asked, by which rule and in which readings. ``matter_rule`` is None for a rule of one's own."""

    decision: CaseDecision
    problem: Problem
    matter_rule: MatterRule | None
    readings: tuple[Reading, ...]


def question_of(case: Case, decision: CaseDecision, rules: Rules) -> Question | Because:
    """Ask for the tally of one decision; if no rule is known for it, say why.

    :raises InputRefused: if the roll, a ballot or a reading cannot be used, naming the decision
    """
    try:
        held = None if decision.rule else matter_rule(rules, decision.matter)
        taken = readings(rules)
    except NothingInForce as silence:
        why = Words(silence.say("zh"), silence.say("en"))
        return NO_RULE.because(matter=decision.matter, why=why)
    rule = decision.rule or (held.rule if held else None)
    if rule is None:
        reason = held.reason if held and held.reason else Words("", "")
        return NO_RULE.because(held.citations[0] if held else None, matter=decision.matter, why=reason)
    options = {each.name: each.default for each in taken} | dict(decision.readings)
    if decision.follow_majority_basis:
        options["not_returned"] = FOLLOW
    elif options["not_returned"] == FOLLOW:
        raise _refused(
            case, decision, "basis_for_follow_majority",
            Words("书面依据（议事规则或管理规约的条款）", "its written basis, a clause of the owners' rules"),
        )  # fmt: skip
    try:
        problem = Problem(
            rule, decision.roll, decision.ballots, decision.objections, decision.stances, chosen(options)
        )
    except ProblemRefused as wrong:
        raise _refused(
            case,
            decision,
            "roll",
            Words("可以计票的名册和表决票", "a roll and ballots that can be counted"),
            wrong,
        ) from wrong
    return Question(decision, problem, held, taken)


def _refused(
    case: Case, decision: CaseDecision, key: str, expected: Words, why: ProblemRefused | None = None
) -> InputRefused:
    where = key if case.single else f"decisions[{case.decisions.index(decision)}].{key}"
    found = Words(why.say("zh"), why.say("en")) if why else Words("空", "nothing")
    place = Words(f"键 {where}", f"key {where}")
    return InputRefused([Fault(CODE, case.file, place, found, expected, CASE_REMEDY)])
