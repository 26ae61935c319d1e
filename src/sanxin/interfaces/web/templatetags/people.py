"""Words for people and their places, and what the reader may do, so that no page offers what is refused."""

from collections.abc import Mapping
from typing import Any

from django import template

from sanxin.apps.organisation.queries import Verb
from sanxin.apps.privacy import queries as privacy
from sanxin.apps.registry import queries as registry
from sanxin.interfaces.web.templatetags.house import say
from sanxin.journey.consult.meetings import KINDS, POINT_OUTCOMES, WAYS
from sanxin.journey.ledger.books import KIND_WORDS
from sanxin.journey.ledger.cover import SOURCE_WORDS

register = template.Library()

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "role": {
        "district_officer": ("区级干部", "district officer"), "town_clerk": ("街镇加梯办", "town lift office"),
        "secretary": ("居民区书记", "secretary"), "team_member": ("走访小组", "visit team"),
        "designer": ("设计人员", "designer"), "utility": ("管线单位", "utility"),
        "body_member": ("临时组织成员", "body member"), "auditor": ("审计", "auditor"),
        "administrator": ("系统管理员", "administrator"), "household": ("住户", "household"),
        "helper": ("代办人", "helper"), "public": ("公众", "public"), "system": ("系统", "system"),
    },
    "level": {
        "0": ("区", "district"), "1": ("街镇", "street or town"), "2": ("居民区", "neighbourhood"),
        "3": ("楼院片区", "area"), "4": ("楼栋", "building group"), "5": ("中心户", "centre household"),
    },
    "body": {
        "lift_office": ("加梯办", "lift office"), "visit_team": ("走访小组", "visit team"),
        "temporary_branch": ("临时党支部", "temporary branch"), "push_team": ("推进小组", "push team"),
    },
    "member": {
        "clerk": ("经办人", "clerk"), "visitor": ("走访员", "visitor"), "community": ("社区", "community"),
        "builder": ("施工", "builder"), "designer": ("设计", "designer"), "supervisor": ("监理", "supervisor"),
        "resident": ("居民", "resident"), "head": ("组长", "head"), "deputy": ("副组长", "deputy"),
    },
    "relation": {
        "owner": ("业主", "owner"), "co_owner": ("共有人", "co-owner"), "tenant": ("承租人", "tenant"),
        "public_housing_tenant": ("公房承租人", "public-housing tenant"), "occupier": ("住户", "occupier"),
        "agent": ("代理人", "agent"),
    },
    "thing": {
        "dwelling": ("户", "dwelling"), "compound": ("小区", "compound"), "feature": ("图上要素", "feature"),
        "layer": ("图层", "layer"), "building": ("楼栋", "building"), "stairwell": ("门栋", "stairwell"),
    },
    "place": {"cn/shanghai": ("上海", "Shanghai")},
    "area": {
        "register": ("按产证", "by the register"), "survey": ("按测绘", "by survey"), "contract": ("按合同", "by contract"),
    },
    "stance": {
        "for": ("同意", "in favour"), "conditional": ("有条件同意", "in favour on a condition"),
        "against": ("反对", "against"), "not_reached": ("未联系上", "not reached"),
    },
    "outcome": {
        "delivered": ("已送达", "delivered"), "absent": ("没遇到人", "nobody in"), "refused": ("拒绝", "refused"),
    },
    "ballot": {
        "for": ("同意", "for"), "against": ("不同意", "against"), "abstain": ("弃权", "abstain"),
        "missing": ("未交", "not in"),
    },
    "test": {
        "participation": ("参与", "participation"), "consent": ("同意", "consent"), "objections": ("未解决的异议", "unresolved objections"),
    },
    "basis": {"area": ("面积", "area"), "heads": ("人数", "heads")},
    "channel": {
        "paper": ("纸质票", "on paper"), "phone": ("手机", "by phone"), "door": ("上门", "at the door"),
        "proxy": ("委托", "by proxy"),
    },
    "settled": {"withdrawn": ("已撤回", "withdrawn"), "agreed": ("已达成一致", "agreed"), "referred": ("已转送", "referred")},
    "notice": {
        "lift_plan": ("加装方案", "lift plan"), "green_layout": ("绿地调整", "changes to the green"),
        "result": ("表决结果", "result"), "agreement": ("协议", "agreement"),
    },
    "look": {
        "people": ("看了姓名和电话", "read names and telephones"), "visits": ("看了走访和意向", "read visits and stance"),
        "votes": ("看了逐户的票", "read single votes"), "requests": ("看了资料请求", "read requests about data"),
        "helpers": ("看了谁在代办", "read who helps"), "meetings": ("看了会议到场的户", "read who came to a meeting"),
        "export": ("取走了能逐票重算的导出", "took an export with single votes"),
    },
    "meeting": {code: (words.zh, words.en) for code, words in KINDS.items()},
    "point": {code: (words.zh, words.en) for code, words in POINT_OUTCOMES.items()},
    "way": {code: (words.zh, words.en) for code, words in WAYS.items()},
    "request": {
        "correct": ("有一处不对，请更正", "correct something"), "erase": ("请删除", "erase something"),
        "withdraw": ("不再同意", "withdraw consent"), "explain": ("请说明为什么留着", "explain why it is kept"),
    },
    "about": {
        "dwelling": ("房屋：面积、楼层、用途", "the dwelling: area, floor, use"),
        "people": ("姓名、与本户的关系", "names, and who belongs here"), "phone": ("电话", "telephone"),
        "visits": ("走访和意向", "visits and stance"), "helper": ("委托别人代办", "a helper acting for us"),
        "other": ("别的", "something else"),
    },
    "answered": {"done": ("已办", "done"), "declined": ("没有办", "declined")},
    "source": {code: (words.zh, words.en) for code, words in SOURCE_WORDS.items()},
    "entry": {code: (words.zh, words.en) for code, words in KIND_WORDS.items()},
    "row": {
        "matched": ("可直接勾对", "beyond doubt"), "candidates": ("等人确认", "to be confirmed"),
        "unmatched": ("没有对应", "nothing fits"), "settled": ("已勾对", "settled"), "set_aside": ("不入账", "left out"),
    },
    "ground": {
        "amount": ("金额相同", "same amount"), "serial": ("流水号相同", "same serial"), "date": ("日期相近", "same week"),
        "reference": ("写了室号或票号", "names the room or sheet"), "name": ("户名是业主", "payer is an owner"),
    },
    "means": {"door": ("上门", "at the door"), "phone": ("电话", "by telephone"), "letter": ("书面送达", "in writing")},
    "field": {
        "room": ("室号", "room"), "floor": ("楼层", "floor"), "area_m2": ("面积", "area"), "area": ("面积", "area"),
        "area_source": ("面积来源", "source of area"), "use": ("用途", "use"), "sold": ("是否已售", "sold or not"),
        "elder": ("老人数", "elders"), "owners": ("业主", "owners"), "owner_id": ("证件号后四位", "id digits"),
        "phone": ("电话", "telephone"), "occupier": ("住户", "occupier"), "agent": ("代理人", "agent"),
        "position": ("次序", "order"), "stairwell": ("门栋", "stairwell"),
    },
}  # fmt: skip


@register.filter
def at_key(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Look something up by a key that only the page knows."""
    return mapping.get(key)


@register.filter
def yuan_whole(amount: int) -> str:
    """Write whole yuan with commas."""
    return f"{amount:,}"


@register.simple_tag(takes_context=True)
def called(context: Mapping[str, Any], what: str, code: object) -> str:
    """Say a role, level, body, member, relation or field in the reader's language."""
    plain = str(code)
    return say(context, *WORDS[what].get(plain, (plain, plain)))


@register.simple_tag(takes_context=True)
def may(context: Mapping[str, Any], verb: str, compound: Any) -> bool:
    """Tell whether the reader may do something with a compound."""
    visit: Any = context["request"]
    return registry.may(visit.actor, compound.public_id, Verb[verb], visit.at)


@register.simple_tag(takes_context=True)
def requests_waiting(context: Mapping[str, Any], compound: Any) -> int:
    """Count the requests about data that wait for the reader's answer in a compound."""
    visit: Any = context["request"]
    return privacy.waiting_by_compound(visit.actor, visit.at).get(compound.public_id, 0)
