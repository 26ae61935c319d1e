"""The classes of records, as one table: what each is, why and until when it is kept, what letting go does, what stays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django_scopes import scopes_disabled

from sanxin.apps.consultation import actions as consultation
from sanxin.apps.decisions import actions as decisions
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.privacy.models import DataRequest
from sanxin.apps.privacy.terms import COUNTRY, term_of
from sanxin.apps.registry import queries as registry
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.citation import Citation
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.rulebook.reader import NothingInForce, rules_in_force

Ends = Literal["challenge", "days", "never"]
CHALLENGE = "decisions/challenge"


NO_DECISION = Sentence(
    "privacy.no_decision",
    "要保留的“{found}”不是任何一次表决的编号，什么都没有清理。请从 sanxin retain 的清单或表决页的网址里抄准。",
    "“{found}”, to be held back, is the id of no decision; nothing was let go. Copy it from sanxin retain or a decision's address.",
)


@dataclass(frozen=True, slots=True)
class RecordClass:
    """One class of records. ``ends`` says by what its term is set; one that never ends says why in ``until``."""

    code: str
    ends: Ends
    what: Words
    why: Words
    until: Words
    goes: Words
    stays: Words


@dataclass(frozen=True, slots=True)
class Kept:
    """A class with the term in force for it, and where that stands written, if a rule sets it."""

    kind: RecordClass
    until: Words
    citation: Citation | None


_NONE = Words("不按时间清理", "nothing is let go by time")
_WINDOW = Words(
    "表决结案满 {years} 年（业主可以起诉撤销的期限；从结案那天算，还在诉讼的由管理员指定保留）",
    "{years} year(s) after the decision is concluded, while owners may sue to revoke it (from the conclusion; what is before a court is held back)",
)

_NO_WINDOW = Words(
    "一直保留：没有查到这里的撤销期限", "for good: no rule on challenging a decision is held for this place"
)

CLASSES: tuple[RecordClass, ...] = (
    RecordClass(
        "ballot_photographs", "challenge", Words("选票和委托书的照片", "photographs of ballots and of proxies"),
        Words("有人不服表决结果时要拿出来核对", "to be checked if somebody challenges the result"), _WINDOW,
        Words("删除照片和打开它的密钥，备份里的也打不开", "the photograph and its key go; copies in backups no longer open"),
        Words("每张票投了什么、什么时候投的、证明", "what each ballot said, when, and its proof"),
    ),
    RecordClass(
        "visit_words", "challenge", Words("走访备注、“有条件同意”的条件原话", "notes of visits, and the words of conditions"),
        Words("按各家的顾虑改方案，也说明走访确实做过", "to plan for what each home fears, and to show the visits were made"), _WINDOW,
        Words(
            "删除原话；同一户还有别的表决没过期，就一起留着。旧备份里的原话要等旧备份删掉",
            "the words go; they stay while another decision over the home is not past. An earlier backup holds them until it is thrown away",
        ),
        Words(
            "哪天谁去过、结果怎样、意向是什么；存证里原话的指纹",
            "who came when, with what outcome, and the stance; in the journal, the digest of the words",
        ),
    ),
    RecordClass(
        "requests", "days", Words("个人信息请求和答复的原话", "the words of requests about one's data, and of their answers"),
        Words("答复以后还可能有争议", "there may be a dispute after the answer"),
        Words("答复后 {days} 天", "{days} days after the answer"),
        Words("删除原话和打开它的密钥，备份里的也打不开", "the words and their key go; copies in backups no longer open"),
        Words("哪天提的、哪一类、怎么答复的", "when it was asked, of what kind, and how it was answered"),
    ),
    RecordClass(
        "looks", "days", Words("谁看过哪家资料的记录", "notes of who looked at what is a household's own"),
        Words("让住户知道谁看过", "so that a household knows who looked"), Words("{days} 天", "{days} days"),
        Words("删除这些记录", "the notes go"), Words("删除了多少条、哪天之前的", "how many went, and from before when"),
    ),
    RecordClass(
        "cards", "days", Words("用过的、过期的住户卡片和验证码", "household cards and codes that are used or expired"),
        Words("查验证码为什么不能用", "to see why a code does not work"),
        Words("用过或过期后 {days} 天", "{days} days after they are used or expire"),
        Words("删除卡片编号和验证码指纹", "the card's number and its code's digest go"),
        Words("哪天发过卡、哪天用过", "when a card was issued and when it was used"),
    ),
    RecordClass(
        "households", "days", Words("结束了的住户登录", "households' sessions that ended"),
        Words("查是谁在哪天登录过", "to see who was in when"), Words("结束后 {days} 天", "{days} days after they end"),
        Words("删除登录凭据", "the token goes"), Words("住户自己投的票、提的话", "what the household voted and said"),
    ),
    RecordClass(
        "helpers", "days", Words("代办人的姓名、签了字的委托书的照片", "helpers' names, and photographs of the sheets that were signed for them"),
        Words("有人问起是谁代办的，能说清楚", "to say who acted, should somebody ask"),
        Words(
            "代办结束满 {days} 天；这一户还有没过撤销期限的表决，就一起留着",
            "{days} days after the help ended; they stay while a decision over the home may still be challenged",
        ),
        Words(
            "删除姓名、照片和打开照片的密钥。旧备份里的姓名要等旧备份删掉",
            "the name, the photograph and its key go. An earlier backup holds the name until it is thrown away",
        ),
        Words(
            "有人代办过、从哪天到哪天、办了什么；照片的指纹",
            "that somebody helped, from when until when, and what they did; the photograph's digest",
        ),
    ),
    RecordClass(
        "sessions", "days", Words("浏览器的登录状态", "browser sessions"), Words("记住已经登录", "to know who is signed in"),
        Words("过期后 {days} 天", "{days} day(s) after they expire"), Words("删除", "they go"), Words("没有", "nothing"),
    ),
    RecordClass(
        "throttles", "days", Words("登录失败的次数", "counts of failed sign-ins"), Words("挡住一直试密码的人", "to stop whoever keeps guessing"),
        Words("开始计数后 {days} 天", "{days} day(s) after counting began"), Words("删除", "they go"), Words("没有", "nothing"),
    ),
    RecordClass(
        "people", "never", Words("姓名、电话、证件号后四位", "names, telephones and last four digits"),
        Words("送达、计票和联系", "to deliver, to count votes, and to be in touch"),
        Words(
            "本人提出、核实后删除；不能按时间自动删：表决名册和产权人数要靠它核对",
            "erased when the person asks and it is checked; not by time: rolls and heads are checked against them",
        ),
        _NONE, Words("关系和日期，没有姓名", "the relation and its days, without the name"),
    ),
    RecordClass(
        "papers", "never", Words("协议、合同、公示照片", "agreements, contracts, photographs of notices"),
        Words("证明各方同意过、公示过", "to show what was agreed and that it was displayed"),
        Words(
            "还没有按时间清理：合同在履行、保修和追索期内都要用，多长没有查到依据",
            "not let go by time yet: a contract is needed while it is carried out, under warranty and for claims; no source was found for how long",
        ),
        _NONE, Words("全部", "all of it"),
    ),
    RecordClass(
        "minutes", "never", Words("会议记录", "minutes of meetings"),
        Words("说明商量过什么、谁答应办什么", "to show what was talked over and who promised what"),
        Words(
            "还没有按时间清理：没办好的事一次会接一次会地跟，多长合适没有查到依据",
            "not let go by time yet: what is open is followed from meeting to meeting; no source was found for how long",
        ),
        _NONE, Words("全部", "all of it"),
    ),
    RecordClass(
        "ledger", "never", Words("资金台账和银行流水", "the ledger and bank statements"),
        Words("钱怎么来、怎么花，人人可查", "so that everybody can see where the money went"),
        Words(
            "还没有按时间清理：会计档案要存多少年没有核到原文，请向房管部门确认",
            "not let go by time yet: the term for books was not found in a text we could check; confirm with the housing bureau",
        ),
        _NONE, Words("全部", "all of it"),
    ),
    RecordClass(
        "log", "never", Words("存证日志", "the journal"), Words("让外人能核验没有改过", "so that outsiders can check nothing was changed"),
        Words(
            "一直保存：日志用编号指人，住户的原话只留指纹；少一条，所有证明都断",
            "for good: it names people by number and holds only digests of what they said; without one entry every proof would break",
        ),
        _NONE, Words("全部", "all of it"),
    ),
)  # fmt: skip


def table(at: datetime, *, place: str = COUNTRY) -> list[Kept]:
    """List every class with the term in force at a place."""
    return [_kept(one, at, place) for one in CLASSES]


def refuse_unknown(hold: Sequence[str], at: datetime) -> None:
    """Make sure that everything held back is a decision: one mistyped would let go what a court asks for.

    :raises Refusal: naming the first that is none
    """
    known = {one.decision for one in decisions.spans(legal_day(at))}
    for one in hold:
        if one not in known:
            raise Refusal(NO_DECISION.because(found=one))


def _kept(kind: RecordClass, at: datetime, place: str) -> Kept:
    on = legal_day(at)
    match kind.ends:
        case "never":
            return Kept(kind, kind.until, None)
        case "challenge":
            return _challenge(kind, on, place)
        case "days":
            term = term_of(kind.code, on)
            return Kept(kind, _said(kind.until, days=term.days), term.held.version.citation)


def _challenge(kind: RecordClass, on: date, place: str) -> Kept:
    try:
        version = rules_in_force(place, on).need(CHALLENGE).version
    except NothingInForce:
        return Kept(kind, _NO_WINDOW, None)
    return Kept(kind, _said(kind.until, years=version.values.days("within_years")), version.citation)


def _said(words: Words, **figures: int) -> Words:
    return Words(words.zh.format(**figures), words.en.format(**figures))


def counts(at: datetime, hold: Sequence[str] = ()) -> dict[str, int]:
    """Count what of each class is past its term in the whole store, and not held back.

    :raises Refusal: if what is held back is no decision
    """
    refuse_unknown(hold, at)
    return {one.code: past(one.code, at, hold) for one in CLASSES if one.ends != "never"}


def past(code: str, at: datetime, hold: Sequence[str] = ()) -> int:
    """Count what of a class that goes by time is past its term and not held back."""
    if code == "ballot_photographs":
        return sum(
            one.photographs for one in decisions.past_keeping(legal_day(at)) if one.decision not in hold
        )
    if code == "visit_words":
        served, kept = ends_of_visits(at, hold)
        return consultation.count_words([(one.place, _concluded(one)) for one in served], kept)
    before = term_of(code, legal_day(at)).before(at)
    if code == "helpers":
        return organisation.count_helpers(before, homes_to_keep(at, hold))
    return COUNT[code](before)


def ends_of_visits(
    at: datetime, hold: Sequence[str]
) -> tuple[list[decisions.Span], list[consultation.Place]]:
    """Give the decisions that may no longer be challenged, and the places where one still may, or is held back."""
    spans = decisions.spans(legal_day(at))
    served = [one for one in spans if one.over and one.decision not in hold]
    return served, [one.place for one in spans if one not in served]


def homes_to_keep(at: datetime, hold: Sequence[str]) -> set[str]:
    """Name the dwellings over which a decision may still be challenged, or is held back."""
    over = ("compound", "stairwell__building", "stairwell")
    found: set[str] = set()
    with scopes_disabled():
        for place in ends_of_visits(at, hold)[1]:
            there = {field: number for field, number in zip(over, place, strict=True) if number is not None}
            found.update(registry.Dwelling.objects.filter(**there).values_list("public_id", flat=True))
    return found


def _concluded(span: decisions.Span) -> datetime:
    assert span.concluded_at is not None  # noqa: S101 - a window that is over began with a conclusion
    return span.concluded_at


def requests_before(before: datetime) -> int:
    """Count the requests answered before an instant whose words are still kept."""
    with scopes_disabled():
        return DataRequest.objects.filter(answered_at__lt=before, let_go_at=None).count()


COUNT: dict[str, Callable[[datetime], int]] = {
    "requests": requests_before,
    "looks": journal.looks_before,
    "cards": lambda before: organisation.count_spent("cards", before),
    "households": lambda before: organisation.count_spent("households", before),
    "sessions": lambda before: organisation.count_spent("sessions", before),
    "throttles": lambda before: organisation.count_spent("throttles", before),
}
