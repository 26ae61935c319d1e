"""What templates need to speak two languages and show what the house found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sanxin.documents.drawing.site_map import CLASS_WORDS
from sanxin.documents.report import words as report_words
from sanxin.foundation.citation import Standing
from sanxin.foundation.finding import Language, Words
from sanxin.foundation.money import yuan_text

register = template.Library()
ZONE = ZoneInfo("Asia/Shanghai")


def _language(context: Mapping[str, Any]) -> Language:
    return getattr(context.get("request"), "language", "zh")


@register.simple_tag(takes_context=True)
def say(context: Mapping[str, Any], zh: str, en: str) -> str:
    """Say it in the reader's language."""
    return en if _language(context) == "en" else zh


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; it is never the only sign."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("sanxin/icons.svg"), name
    )


@register.simple_tag(takes_context=True)
def class_tag(context: Mapping[str, Any], suitability: str | None) -> SafeString:
    """Show a stairwell's class with its shape, word and colour."""
    if suitability == "":
        return format_html('<span class="tag">{}</span>', say(context, "未评估", "not assessed"))
    return format_html(
        '<span class="tag {}">{}</span>', suitability or "none", say(context, *CLASS_WORDS[suitability])
    )


@register.simple_tag(takes_context=True)
def class_word(context: Mapping[str, Any], suitability: str) -> str:
    """Say a stairwell's class in a word."""
    return say(context, *CLASS_WORDS[None if suitability == "has_lift" else suitability])


@register.simple_tag(takes_context=True)
def because(context: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    """Say a ground in the reader's language; places and measures are named as people would."""
    said, params = str(one[_language(context)]), one.get("params", {})
    if candidate := params.get("candidate"):
        return said.replace(candidate, place_words(context, candidate))
    for ids in (params.get("before"), params.get("after")):
        if one["code"] == "impact.place" and "@" in ids:
            said = said.replace(f"“{ids}”", place_words(context, ids))
        if one["code"] == "impact.measures":
            named = (say(context, *report_words.remedy_words(each)) for each in ids.split("、"))
            said = said.replace(f"“{ids}”", f"“{'、'.join(named)}”")
    return said


@register.simple_tag(takes_context=True)
def scheme_words(context: Mapping[str, Any], scheme: str) -> str:
    """Say a lift scheme."""
    return say(context, *report_words.scheme_words(scheme))


@register.simple_tag(takes_context=True)
def place_words(context: Mapping[str, Any], candidate: str) -> str:
    """Say a place tried, such as ``half-landing-630@+0.3,1.5``: scheme, along the wall, off the wall."""
    scheme, _, at = candidate.partition("@")
    along, _, off = at.partition(",")
    if not off:
        return scheme_words(context, candidate)
    along = f"{float(along):g}"
    return say(
        context,
        f"“{scheme_words(context, scheme)}，沿墙 {along} 米，离墙 {off} 米”",
        f"“{scheme_words(context, scheme)}, {along} m along the wall, {off} m off it”",
    )


@register.simple_tag(takes_context=True)
def told(context: Mapping[str, Any], sayer: Any) -> str:
    """Say a refusal or a fault in the reader's language."""
    return str(sayer.say(_language(context)))


@register.simple_tag(takes_context=True)
def standing_words(context: Mapping[str, Any], standing: Standing) -> str:
    """Say how sure we are of a rule; what was not checked against its text is for reference only."""
    only = standing is not Standing.VERIFIED
    zh = Standing.UNVERIFIED.zh if only else standing.zh
    en = Standing.UNVERIFIED.en if only else standing.en
    if standing is Standing.SECONDARY:
        zh, en = f"{standing.zh}，{zh}", f"{standing.en}, {en}"
    return say(context, zh, en)


@register.filter
def cited(one: Mapping[str, Any]) -> str:
    """Write a ground's citation with its standing."""
    return report_words.citations_of([one])[0]["citation"]


@register.filter
def measured(reason: Mapping[str, Any]) -> str:
    """Write a measured value with its unit."""
    return report_words.measured_of(reason)


@register.filter
def required(reason: Mapping[str, Any]) -> str:
    """Write a required value with its unit."""
    return report_words.required_of(reason)


@register.filter
def remedies(reason: Mapping[str, Any]) -> str:
    """List the remedies of a reason."""
    return report_words.remedies_of(reason)


@register.filter
def moment(at: datetime) -> str:
    """Write an instant as the neighbourhood's clock shows it."""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


@register.filter
def yuan(fen: int) -> str:
    """Write fen as yuan, without idle zeros."""
    return yuan_text(fen).removesuffix(".00")


@register.filter
def yuan_fen(fen: int) -> str:
    """Write fen as yuan to the fen, as a receipt must."""
    return yuan_text(fen)


@register.filter
def thousands(amount: int) -> str:
    """Write a whole number with commas."""
    return f"{amount:,}"


@register.filter
def area(value: Decimal | None) -> str:
    """Write an area without idle zeros; an unknown one as a dash."""
    return "—" if value is None else f"{value.normalize():f}"


@register.filter
def outcome_sum(counts: Mapping[str, int], outcome: str) -> int:
    """Add up one outcome over everything an import touches."""
    return sum(count for key, count in counts.items() if key.endswith(f".{outcome}"))


@register.simple_tag
def refused_sum(counts: Mapping[str, int], faults: Sequence[Any]) -> int:
    """Count the rows refused: by the reader, and by the registry."""
    return len({fault.place for fault in faults}) + outcome_sum(counts, "refused")


@register.simple_tag(takes_context=True)
def words(context: Mapping[str, Any], value: Any) -> str:
    """Say words of two languages in the reader's; plain text stays."""
    return str(value.say(_language(context))) if isinstance(value, Words) else str(value)


@register.simple_tag(takes_context=True)
def outcome_words(context: Mapping[str, Any], outcome: str) -> str:
    """Say what happens to a row."""
    return say(context, *OUTCOMES[outcome])


@register.simple_tag(takes_context=True)
def actor_words(context: Mapping[str, Any], ref: str) -> str:
    """Name an actor of the record as its reader knows them."""
    names: dict[str, str] = context.get("names", {})
    kind, _, rest = ref.partition(":")
    return names.get(ref) or say(context, *ACTORS.get(kind, (ref, ref))) + (
        f" {rest}" if kind == "system" else ""
    )


@register.simple_tag(takes_context=True)
def stage_words(context: Mapping[str, Any], stage: str | None) -> str:
    """Say a stage of the walk."""
    return say(context, *STAGES.get(stage or "", ("尚未立项", "no project yet")))


OUTCOMES = {
    "new": ("新增", "new"), "changed": ("更改", "changed"), "unchanged": ("不变", "unchanged"),
    "refused": ("拒绝", "refused"), "gone": ("不再出现", "gone"),
}  # fmt: skip
STAGES = {
    "survey": ("摸底", "survey"), "assess": ("评估", "assess"), "consult": ("征询", "consult"), "decide": ("表决", "decide"),
    "coordinate": ("会签", "coordinate"), "build": ("施工", "build"), "upkeep": ("维保", "upkeep"),
}  # fmt: skip
USES = {"home": ("住宅", "home"), "shop": ("商铺", "shop"), "garage": ("车库", "garage")}
SEVERITIES = {1: ("轻", "slight"), 2: ("中", "medium"), 3: ("重", "grave")}


@register.simple_tag(takes_context=True)
def use_words(context: Mapping[str, Any], use: str) -> str:
    """Say what a dwelling is used for."""
    return say(context, *USES[use])


@register.simple_tag(takes_context=True)
def severity_words(context: Mapping[str, Any], severity: int) -> str:
    """Say how bad a defect is."""
    return say(context, *SEVERITIES[severity])


@register.simple_tag(takes_context=True)
def defect_words(context: Mapping[str, Any], kind: str, kinds: Sequence[tuple[str, str, str]]) -> str:
    """Say which of the nine defects it is."""
    return next(say(context, zh, en) for code, zh, en in kinds if code == kind)


@register.simple_tag(takes_context=True)
def verb_words(context: Mapping[str, Any], verb: str) -> str:
    """Say what a journal entry records; a verb without words of its own is shown as it is."""
    return say(context, *VERBS.get(verb, (verb, verb)))


@register.simple_tag(takes_context=True)
def rule_words(context: Mapping[str, Any], rule: str) -> str:
    """Say which rule a conflict is about."""
    return say(context, *report_words.rule_words(rule))


@register.simple_tag
def indent(depth: int) -> SafeString:
    """Step a row of the tree in."""
    return format_html('<span aria-hidden="true">{}</span>', "\u3000" * depth)


VERBS = {
    "onsite.record": ("专业现场评估", "on-site assessment"),
    "opinion.record": ("专家意见", "expert's advice"),
    "opinion.settle": ("专家意见是否采纳", "expert's advice settled"),
    "survey.open": ("开始地勘", "ground survey opened"),
    "survey.close": ("完成地勘", "ground survey closed"),
    "drawings.release": ("发布施工图", "drawings released"),
    "heritage.approve": ("文物批复", "heritage approval"),
    "household.asked_again": ("已再次征询", "household asked again"),
    "visit.record": ("走访", "visit"),
    "meeting.record": ("会议记录", "meeting recorded"),
    "request.ask": ("提出个人信息请求", "request about data"),
    "request.answer": ("答复个人信息请求", "request about data answered"),
    "words.let_go": ("按期删除走访原话", "words of visits let go"),
    "records.let_go": ("按期清理", "records let go"),
    "stance.record": ("意向", "stance"),
    "compounds.import": ("导入小区清册", "compounds imported"),
    "store.restore": ("恢复备份", "store restored"),
    "assessment.record": ("可行性评估", "assessment"),
    "assessment.check": ("独立校核", "independent check"),
    "unit.found": ("成立单位", "unit founded"),
    "mandate.grant": ("任命", "appointment"),
    "invitation.issue": ("发出住户卡片", "household card issued"),
    "invitation.redeem": ("住户打开页面", "household page opened"),
    "defect.record": ("记录毛病", "defect recorded"),
    "defect.withdraw": ("撤回毛病", "defect withdrawn"),
    "issue.voice": ("居民反映", "household spoke"),
    "party.namesake": ("同名认定", "namesakes decided"),
    "mandate.end": ("任期结束", "role ended"),
    "mandate.succeed": ("岗位交接", "role handed on"),
    "body.form": ("组建小组", "body formed"),
    "body.join": ("加入小组", "member joined"),
    "body.dissolve": ("小组解散", "body dissolved"),
    "grid.draw": ("划微网格", "micro-grid drawn"),
    "grid.duty": ("微网格职责落实", "duty given"),
    "grid.merge": ("微网格合并", "micro-grids merged"),
    "grid.place": ("编入微网格", "placed in a micro-grid"),
    "compound.import": ("导入", "import"),
    "compound.scope": ("调整改造范围", "renewal scope changed"),
    "dwelling.new": ("首次登记", "first recorded"),
    "dwelling.changed": ("更改", "changed"),
    "dwelling.place": ("编入组织", "placed in the tree"),
    "dwelling.replace": ("拆分或合并", "split or merged"),
    "helper.consent": ("委托代办", "helper authorised"),
    "helper.invite": ("请人代办", "helper invited"),
    "helper.end": ("结束代办", "help ended"),
    "ballot.cast": ("交了一张票", "ballot handed in"),
    "objection.raise": ("提出异议", "objection raised"),
    "objection.settle": ("异议了结", "objection settled"),
    "household.revoke": ("收回登录", "sessions ended"),
    "party.relate": ("登记一个人", "person recorded"),
    "party.end": ("关系结束", "relation ended"),
    "account.close": ("停用账号", "account closed"),
    "entry.erase": ("删除个人信息", "personal data erased"),
    "stream.close": ("归档", "closed"),
    "project.move": ("进入下一阶段", "stage entered"),
    "project.proof": ("备齐一项材料", "proof recorded"),
    "project.plan": ("项目计划", "project planned"),
    "party.erase": ("删除个人信息", "personal data erased"),
    "project.open": ("立项", "project opened"),
    "account.open": ("开通账号", "account opened"),
    "cost.plan": ("列入预算支出", "cost planned"),
    "source.grant": ("落实资金来源", "source undertaken"),
    "shares.adopt": ("分摊表存证", "share table put on record"),
    "pledges.adopt": ("采用分摊表", "shares adopted"),
    "pledge.record": ("应缴份额", "share to pay"),
    "compensation.agree": ("约定补偿", "compensation agreed"),
    "payment.record": ("住户缴款", "payment"),
    "refund.record": ("退款", "refund"),
    "compensation.pay": ("支付补偿", "compensation paid"),
    "transfer.record": ("资金到账", "grant transferred"),
    "cost.pay": ("工程付款", "paid for the works"),
    "funding.reverse": ("冲销一笔账", "entry taken back"),
    "statement.import": ("导入银行流水", "bank statement imported"),
    "statement.settle": ("流水勾对", "statement line settled"),
    "statement.set_aside": ("流水不入账", "statement line left out"),
    "sources_cover_uses": ("来源够支出", "sources cover uses"),
}
ACTORS = {
    "staff": ("工作人员", "staff"), "household": ("住户", "household"), "helper": ("代办人", "helper"),
    "system": ("系统", "system"), "public": ("公众", "public"),
}  # fmt: skip
