"""What was written into a form, read into values; what is wrong is refused with a sentence."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from sanxin.foundation.calendar import CHINA
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.money import fen_from_yuan
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit

Known = TypeVar("Known")
LONGEST = 80

EMPTY = Sentence(
    "form.empty", "“{what}”没有填写。请填好再提交。", "“{what}” is empty. Fill it in and send it again."
)
TOO_LONG = Sentence(
    "form.too_long",
    "“{what}”有 {found} 个字，最多 {most} 个。请写短一些。",
    "“{what}” has {found} characters, at most {most} fit. Make it shorter.",
)
NO_DAY = Sentence(
    "form.no_day",
    "“{what}”应为日期，如 2026-05-01，现为“{found}”。",
    "“{what}” is to be a date such as 2026-05-01, not “{found}”.",
)
NO_SUM = Sentence(
    "form.no_sum",
    "“{what}”应为以元为单位的金额，最多两位小数，如 100000.00，现为“{found}”。",
    "“{what}” is to be an amount in yuan with at most two decimals such as 100000.00, not “{found}”.",
)
NO_MOMENT = Sentence(
    "form.no_moment",
    "“{what}”应为日期和时刻，如 2026-05-01T18:00，现为“{found}”。",
    "“{what}” is to be a day and hour such as 2026-05-01T18:00, not “{found}”.",
)
NO_CHOICE = Sentence(
    "form.no_choice",
    "“{what}”中没有“{found}”这一项，请从列表中选。",
    "“{what}” has no “{found}”; choose from the list.",
)
NO_AMOUNT = Sentence(
    "form.no_amount",
    "“{what}”应为元，最多两位小数，如 420000.00，现为“{found}”。",
    "“{what}” is to be an amount of yuan such as 420000.00, not “{found}”.",
)
NOT_SURE = Sentence(
    "form.not_sure",
    "没有勾选“我确认”，未作改动。",
    "“I am sure” was not ticked, so nothing was done.",
)
LABELS = {
    "name": Words("名称", "name"), "party_name": Words("党组织", "Party organisation"),
    "founded_on": Words("成立日期", "founded on"), "account": Words("登录名", "sign-in name"),
    "role": Words("岗位", "role"), "first": Words("从哪天起", "from"), "until": Words("到哪天", "until"),
    "on": Words("哪天起", "on"), "kind": Words("类别", "kind"), "member_kind": Words("身份", "member"),
    "duty": Words("职责", "duty"), "person": Words("姓名", "person"), "phone": Words("电话", "telephone"),
    "last4": Words("证件号后四位", "last four digits"), "source": Words("依据", "source"),
    "reason": Words("原因", "reason"), "severity": Words("轻重", "severity"),
    "organisation": Words("单位", "organisation"), "assessor": Words("评估人", "assessor"),
    "assessed_on": Words("评估日期", "date"), "expert": Words("专家", "expert"), "advice": Words("意见", "advice"),
    "meeting": Words("会议", "meeting"), "met_on": Words("会议日期", "held on"), "number": Words("文号", "number"),
    "title": Words("事项", "matter"), "question": Words("问题", "question"), "text": Words("方案", "plan"),
    "opens_at": Words("开始时间", "opens at"), "closes_at": Words("截止时间", "closes at"),
    "publish_by": Words("公布期限", "result by"), "summary": Words("小结", "summary"),
    "words": Words("内容", "what you write"), "holder": Words("受托人", "holder"), "witness": Words("见证人", "witness"),
    "supplier": Words("承建单位", "builder"), "signed_on": Words("签订日期", "signed on"), "amount": Words("金额", "amount"),
    "variation": Words("变更原因", "variation"), "days": Words("天数", "days"), "basis": Words("依据", "ground"),
    "item": Words("事项", "item"), "yuan": Words("金额", "amount"), "document": Words("批文或协议", "paper"),
    "shares": Words("分摊表", "shares"), "of": Words("哪一户或哪一项", "of which"), "key": Words("提交编号", "mark"),
    "reference": Words("收据号", "receipt No."),
    "held_at": Words("会议时间", "held at"), "place": Words("地点", "place"), "chaired_by": Words("主持", "led by"),
    "noted_by": Words("记录人", "written by"),
    "condition": Words("条件或说明", "condition"), "note": Words("记录", "note"),
    "right": Words("应该是", "what would be right"), "correction": Words("更正", "correction"),
}  # fmt: skip


def text(visit: Visit, key: str, *, most: int = LONGEST, called: Words | None = None) -> str:
    """Read a line that may be left empty; ``called`` names one of many lines alike.

    :raises Refusal: if it is too long to keep
    """
    found = visit.POST.get(key, "").replace("\x00", "").strip()
    if len(found) > most:
        raise Refusal(TOO_LONG.because(what=called or LABELS[key], found=len(found), most=most))
    return found


def needed(visit: Visit, key: str, *, most: int = LONGEST, called: Words | None = None) -> str:
    """Read a line that must be written.

    :raises Refusal: if it is empty or too long
    """
    found = text(visit, key, most=most, called=called)
    if not found:
        raise Refusal(EMPTY.because(what=called or LABELS[key]))
    return found


def day(visit: Visit, key: str, *, called: Words | None = None) -> date:
    """Read a day; ``called`` names one of many days alike.

    :raises Refusal: if it is none
    """
    found = needed(visit, key, most=20, called=called)
    try:
        return date.fromisoformat(found)
    except ValueError as wrong:
        raise Refusal(NO_DAY.because(what=called or LABELS[key], found=found)) from wrong


def fen(visit: Visit, key: str) -> int:
    """Read an amount of yuan as whole fen.

    :raises Refusal: if it is none
    """
    found = needed(visit, key, most=30)
    try:
        return fen_from_yuan(found.replace(",", "").replace("，", ""))
    except ValueError as wrong:
        raise Refusal(NO_SUM.because(what=LABELS[key], found=found)) from wrong


def moment(visit: Visit, key: str) -> datetime:
    """Read a moment as a form's clock gives it, in the place's own time.

    :raises Refusal: if it is none
    """
    found = needed(visit, key, most=30)
    try:
        return datetime.fromisoformat(found).replace(tzinfo=CHINA)
    except ValueError as wrong:
        raise Refusal(NO_MOMENT.because(what=LABELS[key], found=found)) from wrong


def number_if_any(visit: Visit, key: str) -> int | None:
    """Read a whole number that may be left open.

    :raises Refusal: if it is none
    """
    found = text(visit, key, most=18)
    if found and not (found.isascii() and found.isdecimal()):
        raise Refusal(NO_CHOICE.because(what=LABELS[key], found=found))
    return int(found) if found else None


def day_if_any(visit: Visit, key: str, *, called: Words | None = None) -> date | None:
    """Read a day that may be left open."""
    return day(visit, key, called=called) if text(visit, key, called=called) else None


def choice(visit: Visit, key: str, known: Callable[[str], Known]) -> Known:
    """Read one of some known values.

    :raises Refusal: if it is none of them
    """
    found = visit.POST.get(key, "")[:LONGEST]
    try:
        return known(found)
    except ValueError as wrong:
        raise Refusal(NO_CHOICE.because(what=LABELS[key], found=found)) from wrong


def be_sure(visit: Visit) -> None:
    """Make sure that somebody ticked that they mean it.

    :raises Refusal: if not
    """
    if visit.POST.get("sure") != "yes":
        raise Refusal(NOT_SURE.because())
