"""Taking ballots: by telephone screen, at the door, by proxy, and from paper read by two people."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Unpack

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django_scopes import scope

from sanxin.apps.decisions.access import load_line_for
from sanxin.apps.decisions.models import Ballot, Channel, RollLine, Round, SheetReading
from sanxin.apps.decisions.writing import enter
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.tenancy import add_row
from sanxin.foundation.actor import Actor, Helper, Household, Staff
from sanxin.foundation.calendar import CHINA, When
from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.record.sealing import house_key, keyed_digest

# Asked while others wait, so composed once: how many ballots stand in this one's way, and is its round open.
FREE = """
SELECT (SELECT count(*) FROM decisions_ballot WHERE round_id = %s AND key = %s)
     + (SELECT count(*) FROM decisions_ballot WHERE line_id = %s AND replaced_at IS NULL),
       (SELECT count(*) FROM decisions_round WHERE id = %s AND closed_at IS NULL AND opens_at <= %s AND closes_at > %s)
"""
NOT_OPEN = Sentence(
    "decisions.not_open",
    "第 {number} 轮从 {opens_at} 到 {closes_at}，此刻不收票。",
    "Round {number} runs from {opens_at} to {closes_at}; no ballot is taken now.",
)
NO_OWNER = Sentence(
    "decisions.no_owner",
    "名册上第 {sheet} 号票没有登记业主，票收了也不能计。请先核实产权，在下一轮更正名册。",
    "Sheet {sheet} has no owner on the roll, so its ballot could not count. Clear up who owns it before the next round.",
)
NOT_AN_OWNER = Sentence(
    "decisions.not_an_owner",
    "“{by}”不是第 {sheet} 号票登记的业主。",
    "“{by}” is not an owner on sheet {sheet}.",
)
NO_CHOICE = Sentence(
    "decisions.no_choice",
    "“{found}”不是这张票上的选项。",
    "“{found}” is no option of this sheet.",
)
ALREADY = Sentence(
    "decisions.already",
    "第 {sheet} 号票已经投过（{channel}，{at}），没有再计一次。要改主意，请选“更正”，以后一张为准，都留底。",
    "Sheet {sheet} was handed in already ({channel}, {at}) and is not counted again. To change it, choose “correct”: both are kept.",
)
NOT_THAT_ONE = Sentence(
    "decisions.not_that_one",
    "要更正的不是第 {sheet} 号票现在计入的那一张。请刷新后再试。",
    "The ballot to be corrected is not the one that counts for sheet {sheet} now. Reload and try again.",
)
OTHER_USE = Sentence(
    "decisions.key_used",
    "同一个提交编号已用于另一张票。请刷新页面后重新提交。",
    "This mark was used for another ballot already. Reload the page and hand it in again.",
)
NO_WITNESS = Sentence(
    "decisions.no_witness",
    "上门代收的票要有另一名工作人员见证，不能是收票人自己。",
    "A ballot taken at the door needs a witness who is somebody else than the one who takes it.",
)
NO_DOCUMENT = Sentence(
    "decisions.no_document",
    "委托投票要有写明这一事项的书面委托，以及受托人是谁。请拍下委托书再录入。",
    "A proxy needs its written authority for this matter, and who holds it. Photograph it, then enter the ballot.",
)
TOO_MANY = Sentence(
    "decisions.too_many_proxies",
    "这位受托人已代 {count} 户投票，达到本轮约定的上限。",
    "This holder has voted for {count} dwellings already, the most that this round allows.",
)
NO_PHOTO = Sentence(
    "decisions.no_photo",
    "要附一张照片（JPEG）：纸质票或委托书的原件。请用手机拍照，或另存为 .jpg。",
    "A photograph (JPEG) of the sheet or the authority is needed. Take it with a phone, or save it as .jpg.",
)
READ_TWICE = Sentence(
    "decisions.read_twice",
    "第 {sheet} 号票要由另一个人复核录入，不能由同一个人录两次。",
    "Sheet {sheet} is to be read by somebody else the second time.",
)
READ_DIFFERENTLY = Sentence(
    "decisions.read_differently",
    "第 {sheet} 号票两次录入不一样。两次都已留底、都没有计票；请两人一起看原票，再各录一次。",
    "The two readings of sheet {sheet} differ. Both are kept and neither counts: look at the sheet together, then read it again.",
)


@dataclass(frozen=True, slots=True)
class BallotReceipt:
    """What a household keeps: its ballot, the sheet's number, and where the log holds it."""

    ballot: str
    sheet: int
    index: int
    size: int
    leaf_hash: str
    root: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A ballot as it is handed in. Files are named by the digest under which the journal keeps them."""

    dwelling: str
    choice: str
    channel: str
    key: str
    by: str = ""
    replaces: str = ""
    witness: str = ""
    proxy_document: str = ""
    proxy_holder: str = ""
    photo: str = ""


@journal.once_more
def cast_ballot(
    *, actor: Actor, round: str, dwelling: str, choice: str, channel: str, key: str,  # noqa: A002 - the field's word
    by: str = "", replaces: str = "", witness: str = "", document: bytes = b"", proxy_holder: str = "",
    **when: Unpack[When],
) -> BallotReceipt:  # fmt: skip
    """Take one ballot; sent again with the same key, it is the same ballot and gives the same receipt.

    ``replaces`` names the ballot that this one corrects; ``document`` is a JPEG of a proxy's authority.
    Paper goes by ``read_sheet``.

    :raises Refusal: if the round does not take it, saying why
    """
    _refuse_neighbour(actor, dwelling, channel)
    line = load_line_for(actor, round, dwelling, Verb.BALLOT_CAST, when["occurred_at"])
    with transaction.atomic():
        journal.hold_log()  # only from here on does anybody wait for us: a frozen roll may be read before
        authority = _kept(line.round, document, when) if document else ""
        handed = Handed(dwelling, choice, channel, key, by, replaces, witness, authority, proxy_holder)
        _refuse_channel(actor, line.round, handed)
        return _take(actor, line, handed, when)


@transaction.atomic
def read_sheet(
    *, actor: Actor, round: str, dwelling: str, choice: str, photo: bytes,  # noqa: A002
    replaces: str = "", **when: Unpack[When],
) -> BallotReceipt | Because | None:  # fmt: skip
    """Read a paper sheet. The second person who reads the same makes it a ballot; None after the first.

    Two that differ are both kept and make none; what comes back then says so.

    :raises Refusal: if the same person reads twice, or the round does not take the sheet
    """
    if not isinstance(actor, Staff):
        raise Refusal(NOT_FOUND.because())
    journal.hold_log()  # two who read one sheet at the same time come one after the other
    line = load_line_for(actor, round, dwelling, Verb.BALLOT_CAST, when["occurred_at"])
    asked = line.round
    _refuse_choice(asked, choice)
    with scope(neighbourhood=asked.neighbourhood_id):
        waiting = SheetReading.objects.filter(line=line, settled_at=None).first()
        if waiting is not None and waiting.actor == actor.ref:
            raise Refusal(READ_TWICE.because(sheet=line.sheet))
        kept = _kept(asked, photo, when)
        told = {"round": asked.number, "sheet": line.sheet, "choice": choice, "photo": kept}
        made = SheetReading.objects.create(
            neighbourhood_id=asked.neighbourhood_id, round=asked, line=line, choice=choice, photo=kept,
            actor=actor.ref, **when,
        )  # fmt: skip
        enter(actor, asked.decision, "sheet.read", told, when)
        if waiting is None:
            return None
        both = SheetReading.objects.filter(pk__in=[waiting.pk, made.pk])
        if waiting.choice != choice:
            both.update(settled_at=when["recorded_at"])
            return READ_DIFFERENTLY.because(sheet=line.sheet)
        handed = Handed(dwelling, choice, Channel.PAPER, f"sheet:{made.pk}", replaces=replaces, photo=kept, witness=waiting.actor)  # fmt: skip
        receipt = _take(actor, line, handed, {**when, "occurred_at": waiting.occurred_at})
        both.update(settled_at=when["recorded_at"], ballot=Ballot.objects.get(public_id=receipt.ballot))
    return receipt


def _kept(asked: Round, photo: bytes, when: When) -> str:
    if not photo.startswith(journal.JPEG):
        raise Refusal(NO_PHOTO.because())
    return journal.keep_evidence(
        neighbourhood=asked.neighbourhood_id, content=photo, media_type="image/jpeg", **when
    )


def _refuse_neighbour(actor: Actor, dwelling: str, channel: str) -> None:
    at_home = isinstance(actor, Household | Helper)
    if at_home and (channel != Channel.PHONE or dwelling != actor.dwelling):  # type: ignore[union-attr]
        raise Refusal(NOT_FOUND.because())


def _refuse_channel(actor: Actor, asked: Round, handed: Handed) -> None:
    """Hold each way of handing in against what it needs."""
    match handed.channel:
        case Channel.PHONE if isinstance(actor, Household | Helper):
            return
        case Channel.DOOR:
            if not handed.witness or handed.witness == actor.ref:
                raise Refusal(NO_WITNESS.because())
        case Channel.PROXY:
            if not handed.proxy_document or not handed.proxy_holder.strip():
                raise Refusal(NO_DOCUMENT.because())
            _refuse_many(asked, handed)
        case other:
            raise Refusal(NO_CHOICE.because(found=other))


def _refuse_many(asked: Round, handed: Handed) -> None:
    if asked.proxies_per_holder is None:
        return
    with scope(neighbourhood=asked.neighbourhood_id):
        held = Ballot.objects.filter(round=asked, proxy_holder=_holder(handed), replaced_at=None)
        count = held.exclude(line__dwelling__public_id=handed.dwelling).count()
    if count >= asked.proxies_per_holder:
        raise Refusal(TOO_MANY.because(count=count))


def _holder(handed: Handed) -> str:
    """Name the holder of a proxy by keyed digest: the same person is the same, and nobody reads who."""
    name = "".join(handed.proxy_holder.split())
    return keyed_digest(house_key(settings.SECRET_KEY, "proxy"), name) if name else ""


def _take(actor: Actor, line: RollLine, handed: Handed, when: When) -> BallotReceipt:
    """Take a ballot; whoever calls holds the log."""
    asked = line.round
    with scope(neighbourhood=asked.neighbourhood_id):
        known: list[Ballot] = []
        if not _is_free(line, handed, when):
            known = list(
                Ballot.objects.filter(Q(round=asked, key=handed.key) | Q(line=line, replaced_at=None))
            )
            again = next((one for one in known if one.key == handed.key), None)
            if again is not None:
                return _same(again, line, handed)
            _refuse_time(asked, when)
        _refuse_choice(asked, handed.choice)
        owners = json.loads(line.owners)
        if not owners:
            raise Refusal(NO_OWNER.because(sheet=line.sheet))
        if handed.by and handed.by not in owners:
            raise Refusal(NOT_AN_OWNER.because(by=handed.by, sheet=line.sheet))
        earlier = _earlier(known, line, handed, when)
        made = Ballot(
            neighbourhood_id=asked.neighbourhood_id, round=asked, line=line, by=handed.by, choice=handed.choice,
            channel=handed.channel, replaces=earlier, proxy_document=handed.proxy_document,
            proxy_holder=_holder(handed), photo=handed.photo, witness=handed.witness, actor=actor.ref,
            key=handed.key, **when,
        )  # fmt: skip
        receipt = enter(actor, asked.decision, "ballot.cast", _payload(asked, line, made, handed), when)
        made.leaf_index, made.size = receipt.index, receipt.size
        add_row(made)
    return BallotReceipt(made.public_id, line.sheet, **asdict(receipt))


def _is_free(line: RollLine, handed: Handed, when: When) -> bool:
    """Tell whether a round is open and nothing stands in a ballot's way, as nearly always.

    Who closes a round holds the log as well, so that no ballot comes after the count.
    """
    at = connection.ops.adapt_datetimefield_value(when["occurred_at"])
    with connection.cursor() as cursor:
        cursor.execute(FREE, [line.round_id, handed.key, line.pk, line.round_id, at, at])
        return bool(cursor.fetchone() == (0, 1))


def _payload(asked: Round, line: RollLine, made: Ballot, handed: Handed) -> dict[str, Any]:
    return {
        "round": asked.number, "id": made.public_id, "sheet": line.sheet, "dwelling": handed.dwelling,
        "by": handed.by or None, "choice": handed.choice, "channel": handed.channel,
        "replaces": handed.replaces or None, "proxy_document": handed.proxy_document or None,
        "photo": handed.photo or None, "witness": handed.witness or None,
    }  # fmt: skip


def _same(again: Ballot, line: RollLine, handed: Handed) -> BallotReceipt:
    if again.line_id != line.pk or again.choice != handed.choice:
        raise Refusal(OTHER_USE.because())
    return receipt_of(again, line)


def receipt_of(ballot: Ballot, line: RollLine) -> BallotReceipt:
    """Give a ballot's receipt again."""
    kept = journal.receipt_at(ballot.leaf_index)
    return BallotReceipt(ballot.public_id, line.sheet, **asdict(kept))


def _refuse_time(asked: Round, when: When) -> None:
    asked.refresh_from_db(fields=["opens_at", "closes_at", "closed_at"])
    if asked.closed_at is None and asked.opens_at <= when["occurred_at"] < asked.closes_at:
        return
    opens, closes = _minute(asked.opens_at), _minute(asked.closes_at)
    raise Refusal(NOT_OPEN.because(number=asked.number, opens_at=opens, closes_at=closes))


def _refuse_choice(asked: Round, choice: str) -> None:
    if choice not in json.loads(asked.laid_down)["options"]:
        raise Refusal(NO_CHOICE.because(found=choice))


def _earlier(standing: list[Ballot], line: RollLine, handed: Handed, when: When) -> Ballot | None:
    """Find the ballot that this one takes the place of; without saying so, a second one is refused."""
    same = [one for one in standing if not (one.by and handed.by) or one.by == handed.by]
    if not handed.replaces:
        if same:
            channel, at = Channel(same[0].channel).label, _minute(same[0].occurred_at)
            raise Refusal(ALREADY.because(sheet=line.sheet, channel=channel, at=at))
        return None
    earlier = next((one for one in same if one.public_id == handed.replaces), None)
    if earlier is None or len(same) > 1:
        raise Refusal(NOT_THAT_ONE.because(sheet=line.sheet))
    Ballot.objects.filter(pk=earlier.pk).update(replaced_at=when["recorded_at"])
    return earlier


def _minute(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
