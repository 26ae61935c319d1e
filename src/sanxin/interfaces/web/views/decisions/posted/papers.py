"""Papers of a decision in PDF and Word: open letter, notice, ballots, result; a household's receipt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sanxin.apps.decisions import queries as decisions
from sanxin.apps.funding import queries as funding
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.registry import queries as registry
from sanxin.documents.papers import voting
from sanxin.documents.papers.agreement import AgreedShare, agreement, share_table
from sanxin.documents.papers.letter import Answer, eight_answers, open_letter
from sanxin.documents.papers.paper import Paper, Text
from sanxin.documents.papers.setting import papers_pdf
from sanxin.documents.papers.word import paper_docx
from sanxin.engines.tally.solve import solve
from sanxin.foundation.actor import Helper, Household
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.files import attachment
from sanxin.journey.decide.words import test_said
from sanxin.rulebook.reader import rules_in_force
from sanxin.rulebook.shelf import pack_in_force

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMES = {
    "letter": "公开信",
    "notice": "征询公告",
    "ballots": "表决票",
    "result": "表决结果",
    "minutes": "会议记录",
    "shares": "费用分摊表",
    "agreement": "协议",
}
PRINTED_ROOT = 20
INTRO = (
    "我们门栋正在商量加装电梯。装不装、怎么装、钱怎么分，由大家一起决定。",
    "下面把邻居们问得最多的八个问题和答案写清楚，每一条都注明依据。不清楚的，请当面问，或写下来交给居委会，都会得到答复。",
)  # fmt: skip
WAYS = {"paper": "纸质票", "phone": "手机", "door": "上门", "proxy": "委托"}


@require_safe
def paper(visit: Visit, decision: str, which: str) -> HttpResponse:
    """Hand out one of a decision's papers: by our layout, in Word also by the office's own template.

    ``?round=1`` asks for an earlier round's; without it, it is the last one's, or the last result there is.
    """
    stem, _, ending = which.rpartition(".")
    if stem not in NAMES or ending not in ("pdf", "docx"):
        raise Refusal(NOT_FOUND.because())
    if which == "agreement.pdf":
        return _agreement(visit, decision)
    found = decisions.load_decision_for(visit.actor, decision, Verb.DECISION_SEE, visit.at)
    made = _papers(visit, found, stem)
    return handed_out(f"{found.title}-{NAMES[stem]}", made, stem, ending)


def handed_out(title: str, made: Sequence[Paper], stem: str, ending: str) -> HttpResponse:
    """Hand out papers in PDF, or in Word: into the template ``stem`` if the office keeps one of its own."""
    if ending == "pdf":
        return attachment(f"{title}.pdf", papers_pdf(made), PDF)
    pack = pack_in_force()
    template = pack / "templates" / f"{stem}.docx" if pack else None
    kept = template if template is not None and template.is_file() else None
    return attachment(f"{title}.docx", paper_docx(made, kept), WORD)


@require_safe
def questions(visit: Visit, decision: str) -> HttpResponse:
    """Show everybody the eight questions and answers of the letter, for a phone; those whose rule changed are marked."""
    place, opened = decisions.place_and_day_of(decision)
    context = {
        "asked": decision,
        "answers": _answers(visit, place, opened),
        "intro": INTRO,
        "sees": _sees(visit, decision),
    }
    return render(visit, "web/decisions/questions.html", context)


@require_safe
def receipt(visit: Visit, asked: str) -> HttpResponse:
    """Hand out a household's receipt on paper, in large type."""
    if not isinstance(visit.actor, Household | Helper):
        raise Refusal(NOT_FOUND.because())
    found = decisions.load_round_for(visit.actor, asked, Verb.BALLOT_CAST, visit.at)
    own = decisions.own_ballot(visit.actor, asked, visit.actor.dwelling, visit.at)
    if own is None:
        raise Refusal(NOT_FOUND.because())
    home = registry.load_dwelling_for(visit.actor, visit.actor.dwelling, Verb.DWELLING_SEE, visit.at)
    return _receipt(visit, found, f"{home.stairwell.code}-{home.room}", *own, choice=own[0].choice)


@require_safe
def sheet_receipt(visit: Visit, asked: str, dwelling: str) -> HttpResponse:
    """Print the receipt of a dwelling's ballot, for whoever takes ballots: who voted on paper gets one to keep.

    What was chosen stands on it once the result is out, and not before.
    """
    found = decisions.load_round_for(visit.actor, asked, Verb.BALLOT_CAST, visit.at)
    lines = decisions.roll_of(visit.actor, asked, visit.at)
    line = next((one for one in lines if one.dwelling == dwelling), None)
    own = decisions.own_ballot(visit.actor, asked, dwelling, visit.at) if line else None
    if line is None or own is None:
        raise Refusal(NOT_FOUND.because())
    shown = own[0].choice if found.declared_at else None
    return _receipt(visit, found, f"{line.stairwell}-{line.room}", *own, choice=shown)


def _receipt(
    visit: Visit, found: decisions.Round, room: str, ballot: decisions.Ballot, kept: decisions.BallotReceipt,
    *, choice: str | None,
) -> HttpResponse:  # fmt: skip
    told = decisions.paper_of(visit.actor, found.decision.public_id, found.number, visit.at)
    taken = voting.Taken(
        kept.sheet, room, choice, WAYS[ballot.channel], ballot.occurred_at, kept.index,
        f"{kept.root[:PRINTED_ROOT]}@{kept.size}",
        visit.build_absolute_uri(f"{reverse('receipt', args=[found.public_id])}?s={kept.sheet}"),
    )  # fmt: skip
    return attachment(f"回执-{kept.sheet}号票.pdf", papers_pdf([voting.receipt(told, taken)]), PDF)


def _agreement(visit: Visit, decision: str) -> HttpResponse:
    """Hand out the very file that is signed, not one set anew."""
    found = decisions.load_decision_for(visit.actor, decision, Verb.DECISION_SEE, visit.at)
    content = decisions.agreement_file(visit.actor, decision, visit.at)
    return attachment(f"{found.title}-协议.pdf", content, PDF)


def _papers(visit: Visit, found: decisions.Decision, stem: str) -> Sequence[Paper]:
    rounds = decisions.round_states(visit.actor, found.public_id, visit.at)
    if stem == "letter":
        page = visit.build_absolute_uri(reverse("questions", args=[found.public_id]))
        scope = decisions.scope_words(found)
        fields = {"小区": found.compound.name, "范围": scope, "事项": found.title}
        answers = _answers(visit, found.compound.place, legal_day(found.occurred_at))
        return [open_letter(found.compound.name, scope, INTRO, answers, page, fields)]
    if stem == "shares":
        return [_shares(visit, found)]
    if stem == "agreement":
        return [_agreement_in_words(visit, found)]
    last = _meant(visit, rounds, stem)
    asked = decisions.paper_of(visit.actor, found.public_id, last.number, visit.at)
    if stem == "notice":
        return [voting.notice(asked)]
    if stem == "minutes":
        return [voting.minutes(asked)]
    if stem == "ballots":
        address = visit.build_absolute_uri(reverse("vote", args=[last.public_id]))
        lines = decisions.roll_of(visit.actor, last.public_id, visit.at)
        sheets = [
            voting.Sheet(one.sheet, f"{one.stairwell}-{one.room}", f"{address}?s={one.sheet}")
            for one in lines
        ]
        return voting.ballots(asked, sheets)
    assert last.outcome is not None  # noqa: S101 - only a round with one is meant
    tally = solve(decisions.problem_of(visit.actor, found.public_id, last.number, visit.at))
    told = [test_said(test).say("zh") for test in tally.tests]
    return [
        voting.result(
            asked, told, last.outcome, {WAYS[way]: count for way, count in last.in_by_channel.items()}
        )
    ]


def _agreement_in_words(visit: Visit, found: decisions.Decision) -> Paper:
    """Write the latest agreement to read and copy from; the file that is signed stays the one kept."""
    made = decisions.agreement_of(visit.actor, found.public_id, visit.at)
    if made is None:
        raise Refusal(NOT_FOUND.because())
    last = decisions.round_states(visit.actor, found.public_id, visit.at)[-1]
    asked = decisions.paper_of(visit.actor, found.public_id, last.number, visit.at)
    shares = [AgreedShare(*one) for one in made.shares]
    paper = agreement(asked, shares, made.total_fen, made.others)
    said = Text(
        f"这一份供阅读和摘抄。签字用 PDF 原件，它的指纹是 {made.document[:20]}；两份不一致的，以 PDF 为准。"
    )
    return replace(paper, blocks=[paper.blocks[0], said, *paper.blocks[1:]])


def _sees(visit: Visit, decision: str) -> bool:
    """Tell whether a decision and its papers are for this reader."""
    try:
        decisions.load_decision_for(visit.actor, decision, Verb.DECISION_SEE, visit.at)
    except Refusal:
        return False
    return True


def _meant(visit: Visit, rounds: Sequence[decisions.RoundState], stem: str) -> decisions.RoundState:
    """Find the round a paper is asked of: the one named, or the last that has such a paper."""
    number = visit.GET.get("round")
    fits = [
        one
        for one in rounds
        if (stem != "result" or one.outcome is not None) and number in (None, str(one.number))
    ]
    if not fits:
        raise Refusal(NOT_FOUND.because())
    return fits[-1]


def _shares(visit: Visit, found: decisions.Decision) -> Paper:
    """Write the share table on record, for whoever may see each household's line."""
    over = found.stairwell
    adopted = funding.adopted_shares(visit.actor, over.public_id, visit.at) if over else None
    if adopted is None or not decisions.sees_each(visit.actor, found, visit.at):
        raise Refusal(NOT_FOUND.because())
    head = journal.tree_head()
    root = f"{head.root[:PRINTED_ROOT]}@{head.size}"
    return share_table(found.compound.name, decisions.scope_words(found), adopted.title, adopted.told, root)


def _answers(visit: Visit, place: str, opened: date) -> list[Answer]:
    """Answer by today's rules, and mark what changed since the decision was opened."""
    return eight_answers(rules_in_force(place, legal_day(visit.at)), rules_in_force(place, opened))
