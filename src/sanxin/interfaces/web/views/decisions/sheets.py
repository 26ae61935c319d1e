"""Taking one dwelling's ballot: a paper sheet read, an answer at the door, a proxy's."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods

from sanxin.apps.decisions import actions
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.organisation.queries import NOT_FOUND, Verb, account_named, colleagues
from sanxin.foundation.finding import Because
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.views import given

KEY_LENGTH = 20
WAYS = (
    ("paper", "纸质票（两人各录一次）", "A paper sheet (read by two people)"),
    ("door", "上门当面答复", "Answered at the door"),
    ("proxy", "书面委托", "By written proxy"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(visit: Visit, asked: str, dwelling: str) -> HttpResponse:
    """Show a dwelling's sheet and take its ballot in one of the three ways the team has."""
    found = decisions.load_round_for(visit.actor, asked, Verb.BALLOT_CAST, visit.at)
    lines = decisions.roll_of(visit.actor, asked, visit.at)
    line = next((one for one in lines if one.dwelling == dwelling), None)
    if line is None:
        raise Refusal(NOT_FOUND.because())
    if visit.method == "POST":
        return _take(visit, asked, line)
    context = {
        "here": "compounds",
        "asked": found,
        "decision": found.decision,
        "card": found.decision.compound,
        "line": line,
        "options": ("for", "against", "abstain"),
        "colleagues": colleagues(visit.actor, visit.at),
        "key": get_random_string(KEY_LENGTH),
        "ways": WAYS,
    }
    return render(visit, "web/decisions/sheet.html", context)


def _take(visit: Visit, asked: str, line: decisions.RollSheet) -> HttpResponse:
    replaces = (line.ballot or "") if visit.POST.get("correct") == "yes" else ""
    told: dict[str, Any] = {
        "actor": visit.actor, "round": asked, "dwelling": line.dwelling, "choice": visit.POST.get("choice", "")
    }  # fmt: skip
    key = visit.POST.get("key", "")[:60]
    done: actions.BallotReceipt | Because | None
    match visit.POST.get("channel"):
        case "paper":
            done = actions.read_sheet(**told, photo=_photo(visit), replaces=replaces, **visit.when)
        case "proxy":
            done = actions.cast_ballot(
                **told, channel="proxy", key=key, document=_photo(visit), replaces=replaces,
                proxy_holder=given.needed(visit, "holder"), **visit.when,
            )  # fmt: skip
        case channel:
            witness = f"staff:{account_named(given.needed(visit, 'witness'))}"
            done = actions.cast_ballot(
                **told, channel=str(channel), key=key, witness=witness, replaces=replaces, **visit.when
            )
    _tell(visit, line.sheet, done)
    if isinstance(done, actions.BallotReceipt):
        return redirect("sheet", asked=asked, dwelling=line.dwelling)  # where its receipt is printed
    found = decisions.load_round_for(visit.actor, asked, Verb.BALLOT_CAST, visit.at)
    return redirect("decision", decision=found.decision.public_id)


def _photo(visit: Visit) -> bytes:
    upload = visit.FILES.get("photo")
    return upload.read() if upload else b""


def _tell(visit: Visit, sheet_number: int, done: actions.BallotReceipt | Because | None) -> None:
    if isinstance(done, Because):
        messages.error(visit, done.say(visit.language))
    elif done is None:
        messages.success(visit, (
            f"第 {sheet_number} 号票已录入一次，请另一个人复核录入。" if visit.language == "zh"
            else f"Sheet {sheet_number} is read once; somebody else is to read it again."
        ))  # fmt: skip
    else:
        messages.success(visit, (
            f"第 {sheet_number} 号票已计入。请打印回执交给住户：存证第 {done.index} 条，根 {done.root[:20]}@{done.size}"
            if visit.language == "zh"
            else f"Sheet {sheet_number} is counted. Print its receipt for the household: entry {done.index},"
            f" root {done.root[:20]}@{done.size}"
        ))  # fmt: skip
