"""The open letter, and eight questions with eight answers, each by a rule that can be looked up (R040)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sanxin.documents.papers.paper import Block, Code, Paper, Text
from sanxin.foundation.citation import Citation, written
from sanxin.journey.decide.words import requirement_said
from sanxin.rulebook.decisions import MatterRule, matter_rule
from sanxin.rulebook.reader import NothingInForce, Rules


@dataclass(frozen=True, slots=True)
class Question:
    """One of the eight: what people ask, the ordinance that answers, and the answer where it is in force."""

    asked: str
    ordinance: str
    answer: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer as it stands on a day; ``changed`` since the day it was given out before."""

    asked: str
    said: str
    cited: str
    changed: bool


CONSENT = "decisions/lift_retrofit"
QUESTIONS = (
    Question("要多少户同意才能装？", CONSENT, "按下面这份规定，面积和人数要同时达到；开始征询时公告里写明的规则为准。"),
    Question("一户有好几套，或夫妻共有一套，怎么算人数？", "decisions/reading_head", "同一个业主有几套只算一人，一套的共有人合算一人；面积按套计。"),
    Question("会不会挡光？挡多少？", "sunlight/added_facilities", "每扇窗装前装后的日照都算到分钟，写在您家的页面上；规定摆在旁边。"),
    Question("钱怎么分？一楼要不要出？", "money/cost_default", "由本门栋业主协商约定，方案和每一户的金额在表决前公布；没有约定的，按这份规定。"),
    Question("有没有补贴？", "money/lift_subsidy", "补贴的比例和上限按当年文件，已列入分摊表；没有核实的写明“仅供参考，以房管部门答复为准”。"),
    Question("能不能用维修资金、公积金？", "money/maintenance_fund", "可用的范围和手续按这份规定，用不用由业主另行表决。"),
    Question("公示多少天？不同意怎么办？", "notices/lift_plan", "公示期内可以书面提出异议，每一条都必须书面答复；没有答复完，不能以通过结案。"),
    Question("装好以后谁管、谁修、谁检验？", "upkeep/inspection", "协议里写明使用管理单位、维保单位和费用；电梯按这份规定定期检验。"),
)  # fmt: skip
NO_RULE = "没有现行规定"
NOT_FOUND = "规则库没有查到本地现行的规定，请以房管部门的答复为准。"


def eight_answers(rules: Rules, given_out: Rules | None = None) -> list[Answer]:
    """Answer the eight questions by the rules of a day; ``given_out`` are those of the day they were printed before."""
    return [_answer(one, rules, given_out) for one in QUESTIONS]


def _answer(question: Question, rules: Rules, given_out: Rules | None) -> Answer:
    if question.ordinance == CONSENT:
        return _how_many(question, rules, given_out)
    held = rules.find(question.ordinance)
    before = given_out.find(question.ordinance) if given_out else held
    cited = f"{held.ordinance.title.zh}：{_written(held.version.citation)}" if held else NO_RULE
    return Answer(question.asked, question.answer if held else NOT_FOUND, cited, changed=before != held)


def _how_many(question: Question, rules: Rules, given_out: Rules | None) -> Answer:
    """Answer how many must agree with the very shares in force, as the notice and the ballot say them."""
    held, before = _shares(rules), _shares(given_out or rules)
    changed = before != held
    if held is None or held.rule is None:
        return Answer(question.asked, NOT_FOUND, NO_RULE, changed)
    said = [requirement_said(held.rule, held.citations[-1]).say("zh")]
    said += [held.scope_note.zh] if held.scope_note else []
    cited = "；".join(_written(one) for one in held.citations)
    return Answer(question.asked, "。".join([*said, question.answer]), cited, changed)


def _shares(rules: Rules) -> MatterRule | None:
    try:
        return matter_rule(rules, "lift_retrofit")
    except NothingInForce:
        return None


def _written(citation: Citation) -> str:
    return f"{written(citation.document, citation.clause)}（{citation.standing.zh}）"


def open_letter(
    compound: str,
    scope: str,
    intro: Sequence[str],
    answers: Sequence[Answer],
    page: str,
    fields: Mapping[str, str],
) -> Paper:
    """Write the open letter with its eight questions and answers; ``page`` is where the same text stands to be read."""
    blocks: list[Block] = [Text(f"致{compound}{scope}各位邻居：", "large"), *[Text(one) for one in intro]]
    blocks.append(Code(page, "手机上看同一份内容，请扫码。谁都可以看，不用登录；规定有变化，那里会写明。"))
    blocks.append(Text("加装电梯八问八答", "heading"))
    for number, one in enumerate(answers, 1):
        blocks.append(Text(f"{number}. {one.asked}", "heading"))
        blocks.append(Text(one.said))
        mark = "（这条规定在上次印发之后有变化）" if one.changed else ""
        blocks.append(Text(f"依据：{one.cited}{mark}", "small"))
    return Paper("公开信", blocks, fields=fields)
