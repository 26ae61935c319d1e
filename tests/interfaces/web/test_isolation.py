"""Who may go where: every role in the cast at every address, with what is Jinniu's, by GET and by POST.

The table says which verb an address needs; who should get in is reckoned here from the roles and from
where each person stands, not asked of the code under test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

import pytest
from django.urls import get_resolver, reverse
from django_scopes import scopes_disabled

from sanxin.apps.assessment import actions as assessment
from sanxin.apps.assessment import queries as assessments
from sanxin.apps.assessment.models import ExpertOpinion
from sanxin.apps.condition import actions as condition
from sanxin.apps.condition.queries import DefectKind
from sanxin.apps.consultation import actions as consultation
from sanxin.apps.decisions import actions as decisions
from sanxin.apps.funding import actions as funding
from sanxin.apps.funding import queries as ledgers
from sanxin.apps.journal.models import Entry
from sanxin.apps.organisation import actions as organisation
from sanxin.apps.organisation.models import HelperConsent, Mandate
from sanxin.apps.organisation.queries import MAY, BodyKind, Role, Verb
from sanxin.apps.privacy import actions as privacy
from sanxin.apps.projects import actions as projects
from sanxin.apps.publicity import actions as publicity
from sanxin.apps.publicity import queries as notices
from sanxin.apps.registry import queries as registry
from sanxin.apps.registry.models import Relation, Stairwell
from sanxin.foundation.actor import Actor, Helper, Household, Public
from sanxin.journey.consult.meetings import Minutes, Point
from sanxin.journey.ledger.matching import StatementLine
from sanxin.journey.survey import DwellingRow
from tests.ballots import open_round, visit_all
from tests.interfaces.web.doors import enter, helper_of, home_of, household_of, text
from tests.people import ANYONE, FIRST, WHEN, Cast
from tests.sites import ROWS, SITE, bring_in

# Not traced: what a page does is held by its own tests; here everybody knocks at every door.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.slow]
Where = Literal["all", "part", "none"]
V = Verb
OPEN = "open"  # no verb: everybody, and nobody's data
KNOWN = "known"  # whoever came in
OWN = "own"  # a household's own
HERE, SHARED, ANYWHERE, HOME = "here", "shared", "anywhere", "home"


@dataclass(frozen=True)
class Needs:
    """What an address needs: a verb, and how near; ``data`` makes a POST that only rights can stop."""

    verb: Verb | str
    near: str = SHARED
    data: dict[str, str] = field(default_factory=dict)


ROUND = {
    "question": "是否同意加梯？", "text": "方案", "opens_at": "2030-01-01T09:00", "closes_at": "2030-01-15T18:00",
    "publish_by": "2030-01-18T18:00",
}  # fmt: skip
TABLE: dict[tuple[str, str], Needs] = {
    ("favicon", "GET"): Needs(OPEN), ("start", "GET"): Needs(OPEN), ("sample", "GET"): Needs(OPEN),
    ("sign_in", "GET"): Needs(OPEN), ("sign_in", "POST"): Needs(OPEN), ("sign_out", "POST"): Needs(OPEN),
    ("card_entry", "GET"): Needs(OPEN), ("card", "GET"): Needs(OPEN), ("card", "POST"): Needs(OPEN),
    ("prefer", "POST"): Needs(OPEN),
    ("home", "GET"): Needs(OWN), ("mine", "GET"): Needs(OWN), ("voice", "POST"): Needs(OWN, data={"title": "停车难"}),
    ("helpers", "GET"): Needs(V.CONSENT_RECORD, "themselves"),
    ("helpers", "POST"): Needs(V.CONSENT_RECORD, "themselves", {"name": "外甥女", "until": "2099-01-01", "sure": "yes"}),
    ("end_help", "POST"): Needs(V.CONSENT_RECORD, "themselves here"),
    ("dwelling_helpers", "GET"): Needs(V.CONSENT_RECORD, "at the door"),
    ("dwelling_helpers", "POST"): Needs(V.CONSENT_RECORD, "at the door", {"name": "外甥女", "until": "2099-01-01", "sure": "yes"}),
    ("consent_form", "GET"): Needs(V.CONSENT_RECORD, "at the door"), ("consent_sheet", "GET"): Needs(V.CONSENT_RECORD, "at the door"),
    ("end_dwelling_help", "POST"): Needs(V.CONSENT_RECORD, "at the door"),
    ("end_sessions", "POST"): Needs(V.INVITATION_ISSUE, HERE, {"sure": "yes"}),
    ("my_data", "GET"): Needs(OWN), ("retention", "GET"): Needs(OPEN),
    ("ask_about_data", "POST"): Needs(OWN, data={"kind": "erase", "about": "phone", "words": "x"}),
    ("requests", "GET"): Needs(V.PARTY_MANAGE, HERE),
    ("answer_request", "POST"): Needs(V.PARTY_MANAGE, HERE, {"how": "declined", "reason": "x"}),
    ("record_request", "POST"): Needs(V.PARTY_MANAGE, HOME, {"kind": "erase", "about": "phone", "words": "x"}),
    ("compounds", "GET"): Needs(KNOWN),
    ("import_site", "GET"): Needs(V.COMPOUND_IMPORT, "some neighbourhood"),
    ("import_site", "POST"): Needs(V.COMPOUND_IMPORT, HERE, {"unit": "UNIT"}),
    ("commit_site", "POST"): Needs(V.COMPOUND_IMPORT, HERE, {"unit": "UNIT", "draft": "x"}),
    ("compound", "GET"): Needs(V.COMPOUND_SEE), ("assess", "POST"): Needs(V.ASSESSMENT_RECORD, HERE),
    ("assessment_file", "GET"): Needs(V.ASSESSMENT_SEE),
    ("space", "GET"): Needs(V.ASSESSMENT_SEE), ("scene", "GET"): Needs(V.ASSESSMENT_SEE),
    ("dwelling_light", "GET"): Needs(V.DWELLING_SEE, HOME), ("stairwell_light", "GET"): Needs(V.ASSESSMENT_SEE),
    ("dwellings", "GET"): Needs(V.DWELLING_SEE),
    ("template", "GET"): Needs(V.COMPOUND_IMPORT, HERE),
    ("import_dwellings", "GET"): Needs(V.COMPOUND_IMPORT, HERE),
    ("import_dwellings", "POST"): Needs(V.COMPOUND_IMPORT, HERE),
    ("commit_dwellings", "POST"): Needs(V.COMPOUND_IMPORT, HERE, {"draft": "x"}),
    ("namesakes", "GET"): Needs(V.PARTY_MANAGE, HERE),
    ("namesakes", "POST"): Needs(V.PARTY_MANAGE, HERE, {"one": "PARTY", "other": "PARTY_2", "reason": "x"}),
    ("condition", "GET"): Needs(V.COMPOUND_SEE),
    ("condition", "POST"): Needs(V.CONDITION_RECORD, HERE, {"kind": "parking", "severity": "2"}),
    ("defect_photo", "GET"): Needs(V.COMPOUND_SEE),
    ("withdraw_defect", "POST"): Needs(V.CONDITION_RECORD, HERE),
    ("cards", "GET"): Needs(V.INVITATION_ISSUE, HERE),
    ("cards", "POST"): Needs(V.INVITATION_ISSUE, HERE, {"stairwell": "STAIRWELL"}),
    ("stairwell", "GET"): Needs(V.COMPOUND_SEE),
    ("onsite", "GET"): Needs(V.ASSESSMENT_SEE), ("onsite", "POST"): Needs(V.ASSESSMENT_RECORD, HERE),
    ("opinion", "POST"): Needs(V.ASSESSMENT_RECORD, HERE, {
        "constraint": "x y", "expert": "x", "advice": "x", "meeting": "x", "met_on": "2022-02-01",
    }),
    ("ground_survey", "POST"): Needs(V.ASSESSMENT_RECORD, HERE),
    ("approve_heritage", "POST"): Needs(V.ASSESSMENT_RECORD, HERE),
    ("settle_opinion", "POST"): Needs(V.ASSESSMENT_RECORD, HERE), ("onsite_photo", "GET"): Needs(V.ASSESSMENT_SEE),
    ("survey_report", "GET"): Needs(V.ASSESSMENT_SEE), ("willingness", "GET"): Needs(V.COMPOUND_SEE),
    ("versions", "GET"): Needs(V.ASSESSMENT_SEE), ("recheck", "POST"): Needs(V.ASSESSMENT_SEE),
    ("visits", "GET"): Needs(V.VISIT_RECORD, HOME), ("visits", "POST"): Needs(V.VISIT_RECORD, HOME),
    ("meetings", "GET"): Needs(V.COMPOUND_SEE), ("meeting", "GET"): Needs(V.COMPOUND_SEE),
    ("record_meeting", "GET"): Needs(V.VISIT_RECORD, HERE), ("record_meeting", "POST"): Needs(V.VISIT_RECORD, HERE),
    ("minutes", "GET"): Needs(V.COMPOUND_SEE), ("meeting_sheet", "GET"): Needs(V.VISIT_RECORD, HERE),
    ("dwelling", "GET"): Needs(V.PARTY_SEE, HOME),
    ("relate", "POST"): Needs(V.PARTY_MANAGE, HOME), ("erase", "POST"): Needs(V.PARTY_ERASE, HOME),
    ("end_relation", "POST"): Needs(V.PARTY_MANAGE, HOME, {"party": "PARTY", "kind": "owner"}),
    ("stairwell_decisions", "GET"): Needs(V.DECISION_SEE),
    ("stairwell_decisions", "POST"): Needs(V.DECISION_RUN, HERE, {"title": "加装电梯"}),
    ("rules", "GET"): Needs(OPEN),
    ("shares", "GET"): Needs(V.DECISION_RUN, HERE), ("shares_workbook", "GET"): Needs(V.DECISION_RUN, HERE),
    ("adopt_table", "POST"): Needs(V.DECISION_RUN, HERE, {"table": "rule=equal&lift=420000&on=2022-03-01", "decision": "DECISION"}),
    ("shares_floor", "GET"): Needs(V.DECISION_SEE),
    ("decision", "GET"): Needs(V.DECISION_SEE), ("export", "GET"): Needs(V.DECISION_SEE),
    ("prepare_agreement", "POST"): Needs(V.DECISION_RUN, HERE), ("sign_agreement", "POST"): Needs(V.DECISION_RUN, HERE),
    ("record_contract", "POST"): Needs(V.DECISION_RUN, HERE),
    ("paper", "GET"): Needs(V.DECISION_SEE), ("questions", "GET"): Needs(OPEN),
    ("receipt_paper", "GET"): Needs(OWN, HERE),
    ("notices", "GET"): Needs(V.PROJECT_SEE, HERE),
    ("notices", "POST"): Needs(V.NOTICE_POST, HERE, {"kind": "result", "title": "x", "text": "x"}),
    ("notice", "GET"): Needs(OPEN), ("hang_notice", "POST"): Needs(V.POSTING_PROVE, HERE),
    ("run_notice", "POST"): Needs(V.NOTICE_POST, HERE), ("notice_photo", "GET"): Needs(V.PROJECT_SEE, HERE),
    ("open_round", "POST"): Needs(V.DECISION_RUN, HERE, ROUND), ("conclude", "POST"): Needs(V.DECISION_RUN, HERE),
    ("declare", "POST"): Needs(V.DECISION_RUN, HERE),
    ("summarise", "POST"): Needs(V.DECISION_RUN, HERE, {"summary": "x"}),
    ("raise_objection", "POST"): Needs(V.OBJECTION_RAISE, HERE, {"words": "x", "dwelling": "HOME"}),
    ("reply", "POST"): Needs(V.DECISION_RUN, HERE, {"words": "x"}),
    ("settle_objection", "POST"): Needs(V.OBJECTION_RAISE, "its own", {"how": "agreed"}),
    ("sheet", "GET"): Needs(V.BALLOT_CAST, "at the door"), ("sheet", "POST"): Needs(V.BALLOT_CAST, "at the door"),
    ("sheet_receipt", "GET"): Needs(V.BALLOT_CAST, "at the door"),
    ("vote", "GET"): Needs(OWN, HERE), ("vote", "POST"): Needs(OWN, HERE, data={"choice": "for", "key": "k"}),
    ("receipt", "GET"): Needs(OWN, HERE), ("receipt_file", "GET"): Needs(OWN, HERE),
    ("funding", "GET"): Needs(V.FUNDING_SEE, HERE),
    ("plan_cost", "POST"): Needs(V.FUNDING_RECORD, HERE, {"item": "x", "yuan": "1", "source": "fund"}),
    ("grant_source", "POST"): Needs(V.FUNDING_RECORD, HERE, {
        "item": "x", "yuan": "1", "source": "fund", "document": "x",
    }),
    ("adopt_shares", "POST"): Needs(V.FUNDING_RECORD, HERE, {"shares": "{}"}),
    ("record_movement", "POST"): Needs(V.FUNDING_RECORD, HERE, {"of": "PAYMENT", "yuan": "1", "on": "2022-03-01"}),
    ("prove_cover", "POST"): Needs(V.FUNDING_RECORD, HERE),
    ("reverse_entry", "POST"): Needs(V.FUNDING_RECORD, HERE, {"reason": "x"}),
    ("statement", "GET"): Needs(V.FUNDING_RECORD, HERE), ("statement", "POST"): Needs(V.FUNDING_RECORD, HERE),
    ("commit_statement", "POST"): Needs(V.FUNDING_RECORD, HERE, {"draft": "x"}),
    ("settle_matched", "POST"): Needs(V.FUNDING_RECORD, HERE),
    ("settle_row", "POST"): Needs(V.FUNDING_RECORD, HERE, {"of": "PAYMENT"}),
    ("set_row_aside", "POST"): Needs(V.FUNDING_RECORD, HERE, {"reason": "x"}),
    ("payment_receipt", "GET"): Needs(V.DWELLING_SEE, HERE),
    ("payment_receipt_file", "GET"): Needs(V.DWELLING_SEE, HERE),
    ("organisation", "GET"): Needs(V.ORGANISATION_SEE, ANYWHERE),
    ("unit", "GET"): Needs(V.ORGANISATION_SEE, HERE), ("found_unit", "POST"): Needs(V.UNIT_MANAGE, HERE),
    ("appoint", "POST"): Needs(V.MANDATE_GRANT, HERE), ("end_mandate", "POST"): Needs(V.MANDATE_GRANT, HERE),
    ("form_body", "POST"): Needs(V.BODY_MANAGE, HERE), ("join_body", "POST"): Needs(V.BODY_MANAGE, HERE),
    ("dissolve_body", "POST"): Needs(V.BODY_MANAGE, HERE), ("draw_grid", "POST"): Needs(V.GRID_MANAGE, HERE),
    ("give_duty", "POST"): Needs(V.GRID_MANAGE, HERE),
    ("journal", "GET"): Needs(V.JOURNAL_SEE, ANYWHERE), ("entry", "GET"): Needs(V.JOURNAL_SEE),
}  # fmt: skip

# Where each of the cast stands towards Jinniu, and as what.
STANDING: dict[str, tuple[Role | None, Where]] = {
    "officer": (Role.DISTRICT_OFFICER, "all"), "clerk": (Role.TOWN_CLERK, "all"),
    "secretary": (Role.SECRETARY, "all"), "visitor": (Role.TEAM_MEMBER, "all"),
    "designer": (Role.DESIGNER, "all"), "utility": (Role.UTILITY, "all"), "auditor": (Role.AUDITOR, "all"),
    "administrator": (Role.ADMINISTRATOR, "all"), "helper": (None, "none"),
    "area_secretary": (Role.SECRETARY, "part"),
    "other_secretary": (Role.SECRETARY, "none"), "other_team_member": (Role.TEAM_MEMBER, "none"),
    "other_designer": (Role.DESIGNER, "none"), "other_utility": (Role.UTILITY, "none"),
    "other_town_clerk": (Role.TOWN_CLERK, "none"),
    "household": (Role.HOUSEHOLD, "all"), "helping": (Role.HELPER, "all"),
    "household_of_donghu": (Role.HOUSEHOLD, "none"), "public": (Role.PUBLIC, "none"),
}  # fmt: skip
OF_JINNIU = ("金牛花苑", "王秀英", "李建国", "13800000001", "13800000002", "陈阿婆", "金牛居民区")
OF_DONGHU = ("东湖花苑", "钱多多", "13899999999", "东湖居民区")
SEES_BOTH = ("officer", "clerk", "utility", "auditor", "administrator")


@dataclass(frozen=True)
class World:
    """Both neighbourhoods, everybody, and the ids of what is Jinniu's."""

    actors: dict[str, Actor]
    ids: dict[str, Any]


@pytest.fixture(scope="module")
def world(cast: Cast, assessed: str, room_402: str) -> World:
    donghu_row = DwellingRow(
        "1", "601", 6, Decimal(60), owners=("钱多多",), owner_id=("9999",), phone="13899999999"
    )
    donghu = bring_in(
        cast.other[Role.SECRETARY], cast.donghu, replace(SITE, name="东湖花苑", dwellings=(donghu_row,))
    ).compound
    their_home = home_of(cast.other[Role.SECRETARY], donghu, "601")
    actors: dict[str, Actor] = {
        **cast.everyone(),
        "household": household_of(cast.secretary, room_402),
        "helping": helper_of(cast, room_402),
        "household_of_donghu": household_of(cast.other[Role.SECRETARY], their_home),
        "public": ANYONE,
    }
    return World(actors, ids_of(cast, assessed, room_402))


def ids_of(cast: Cast, compound: str, home: str) -> dict[str, Any]:
    """Give the ids every address of Jinniu's needs."""
    there = {"actor": cast.secretary, "first": FIRST, **WHEN}
    body = organisation.form_body(unit=cast.jinniu.public_id, kind=BodyKind.VISIT_TEAM, name="小组", **there)  # type: ignore[arg-type]
    grid = organisation.draw_grid(neighbourhood=cast.jinniu.public_id, name="一网格", **there)  # type: ignore[arg-type]
    with scopes_disabled():
        parties = Relation.objects.filter(dwelling__public_id=home).order_by("position")
        one, other = parties.values_list("party__public_id", flat=True)[:2]
        stairwell = Stairwell.objects.filter(compound__public_id=compound).first()
        entry = Entry.objects.filter(verb="compound.import", subject=f"compound/{compound}").first()
    assert stairwell is not None
    assert entry is not None
    return {
        "compound": compound, "stairwell": stairwell.public_id, "dwelling": home, "unit": cast.jinniu.public_id,
        "mandate": Mandate.objects.filter(unit=cast.jinniu)[0].public_id, "body": body.public_id,
        "grid": grid.public_id, "index": entry.pk, "card": "nosuchcard", "name": "assessment.json",
        **on_site(cast, compound, stairwell.public_id),
        "meeting": met(cast, compound, stairwell.public_id, home), "ending": "pdf",
        "defect": condition.record_defect(
            actor=cast.visitor, compound=compound, kind=DefectKind.PARKING, severity=2, photo=b"\xff\xd8", **WHEN
        ),
        "data_request": privacy.ask(
            actor=cast.secretary, dwelling=home, kind="correct", about="dwelling", words="李建国家面积", **WHEN
        ),
        "helper": consent_of(cast, home),
        **decided(cast, compound, stairwell.public_id, home), "grade": "public", "HOME": home, "which": "letter.pdf",
        "UNIT": cast.jinniu.public_id, "PARTY": one, "PARTY_2": other, "STAIRWELL": stairwell.public_id,
    }  # fmt: skip


def consent_of(cast: Cast, home: str) -> str:
    """Let somebody act for the household: give the consent's id."""
    helper_of(cast, home)
    with scopes_disabled():
        return HelperConsent.objects.filter(dwelling=home).order_by("-pk")[0].public_id


def on_site(cast: Cast, compound: str, stairwell: str) -> dict[str, Any]:
    """Have somebody look on site, advise, and survey the ground: give the ids of it all."""
    there = {"actor": cast.designer, **WHEN}
    made = assessment.record_onsite(
        stairwell=stairwell, organisation="市建科院", assessor="陈工", assessed_on=WHEN["occurred_at"].date(),
        photos=[b"\xff\xd8"], verdict="unsuitable", reason="看过", **there,  # type: ignore[arg-type]
    )  # fmt: skip
    survey = assessment.open_ground_survey(stairwell=stairwell, **there)  # type: ignore[arg-type]
    assessment.close_ground_survey(survey=survey, report=b"%PDF", **there)  # type: ignore[arg-type]
    latest = assessments.latest(cast.secretary, compound, WHEN["occurred_at"])
    with scopes_disabled():
        place = Stairwell.objects.get(public_id=stairwell)
        advice = ExpertOpinion.objects.create(
            neighbourhood=place.neighbourhood, stairwell=place, rule="pole", thing="PL", expert="周", advice="移",
            meeting="会", met_on=WHEN["occurred_at"].date(), actor="x", **WHEN,
        )  # fmt: skip
    return {"onsite": made, "number": 0, "survey": survey, "opinion": advice.public_id,
            "assessment": latest.public_id if latest else ""}  # fmt: skip


def met(cast: Cast, compound: str, stairwell: str, home: str) -> str:
    """Have the stairwell meet, with the household there and a signed sheet."""
    at = WHEN["occurred_at"]
    told = Minutes("stairwell", "分摊", at, (Point("再算一遍", "open", "居委会", at.date()),))
    return consultation.record_meeting(
        actor=cast.visitor, compound=compound, minutes=told, stairwell=stairwell, attended={home: "in_person"},
        sheet=b"\xff\xd8\xff", **WHEN,
    )  # fmt: skip


def decided(cast: Cast, compound: str, stairwell: str, home: str) -> dict[str, Any]:
    """Have the stairwell asked: one ballot is in, one objection is raised and answered."""
    now = datetime.now(UTC)
    homes = registry.dwellings(cast.secretary, compound, now, stairwell=stairwell)
    visit_all(cast, [one.public_id for one in homes])
    project = projects.open_project(
        actor=cast.secretary, compound=compound, name="加梯", stairwell=stairwell, **WHEN
    )
    decision = decisions.open_decision(
        actor=cast.secretary,
        project=project,
        matter="lift_retrofit",
        scope_kind="stairwell",
        title="加梯",
        **WHEN,
    )
    times = decisions.RoundTimes(now - timedelta(hours=1), now + timedelta(days=9), now + timedelta(days=12))
    asked = open_round(cast, decision, times)
    told = {"actor": cast.visitor, "dwelling": home, "occurred_at": now, "recorded_at": now}
    decisions.cast_ballot(
        round=asked,
        choice="for",
        channel="door",
        key="first",
        witness=cast.secretary.ref,
        **told,  # type: ignore[arg-type]
    )
    objection = decisions.raise_objection(decision=decision, words="采光", **told)  # type: ignore[arg-type]
    decisions.answer_objection(
        actor=cast.secretary, objection=objection, words="已复核", occurred_at=now, recorded_at=now
    )
    notice = publicity.post_notice(
        actor=cast.secretary,
        project=project,
        kind="result",
        title="结果",
        text="通过",
        days=5,
        basis="街道通知",
        **WHEN,
    )
    publicity.prove_posting(
        actor=cast.visitor, notice=notice, stairwell=stairwell, photo=b"\xff\xd8\xff", **WHEN
    )
    (line,) = notices.notices_of(cast.secretary, project, now)
    entry, row = paid(cast, project, home)
    return {"decision": decision, "DECISION": decision, "asked": asked, "objection": objection, "project": project, "notice": notice,
            "photo": line.hung[0][1], "entry": entry, "row": row, "PAYMENT": f"payment:{home}"}  # fmt: skip


def paid(cast: Cast, project: str, home: str) -> tuple[str, str]:
    """Have a household's payment recorded, and a line of the bank's statement waiting."""
    told = {"actor": cast.secretary, "project": project}
    funding.plan_cost(**told, item="电梯", fen=500_000, source="residents", **WHEN)  # type: ignore[arg-type]
    entry = funding.record_movement(**told, kind="payment", of=home, fen=100, **WHEN)  # type: ignore[arg-type]
    line = StatementLine("2", WHEN["occurred_at"].date(), 70, "某人", "加梯")
    funding.import_statement(**told, lines=[line], file="x.csv", **WHEN)  # type: ignore[arg-type]
    (row,) = ledgers.reconciliation_of(cast.secretary, project, WHEN["occurred_at"]).rows
    return entry, row.public_id


def addresses() -> Iterator[tuple[str, list[str]]]:
    for name, found in get_resolver("sanxin.interfaces.web.urls").reverse_dict.items():
        if isinstance(name, str):
            yield name, found[0][0][1]


def expected(name: str, needs: Needs) -> bool:
    """Reckon whether somebody of the cast should get in."""
    role, where = STANDING[name]
    resident = role in (Role.HOUSEHOLD, Role.HELPER, Role.PUBLIC)
    near = NEAR.get(needs.near, lambda where, _name, _resident: where == "all")
    match needs.verb:
        case "open":
            return True
        case "known":
            return role != Role.PUBLIC
        case "own":
            return role in (Role.HOUSEHOLD, Role.HELPER) and (needs.near == SHARED or where == "all")
    return role is not None and needs.verb in MAY[role] and near(where, name, resident)


# Who stands near enough, by how near an address asks; nearest of all where nothing else is said.
NEAR: dict[str, Callable[[Where, str, bool], bool]] = {
    "anywhere": lambda _where, _name, resident: not resident,
    "some neighbourhood": lambda _where, name, resident: (
        not resident and name not in ("area_secretary", "other_town_clerk")
    ),
    "shared": lambda where, _name, _resident: where in ("all", "part"),
    "at the door": lambda where, _name, resident: where == "all" and not resident,
    # Who helps a household is its own to say, wherever it is; a helper of another's is nobody it knows.
    "themselves": lambda _where, name, _resident: name.startswith("household"),
    "themselves here": lambda where, name, resident: name == "household" and where == "all" and resident,
    # The office records what was signed by a right of its own; the team raises, and does not settle.
    "its own": lambda where, name, resident: where == "all" and (resident or name in ("clerk", "secretary")),
}


def send(world: World, who: str, name: str, method: str, keys: list[str]) -> Any:
    address = reverse(name, kwargs={key: world.ids[key] for key in keys})
    client = enter(world.actors[who])
    if method == "GET":
        return client.get(address)
    needs = TABLE.get((name, method), Needs(OPEN))
    return client.post(address, {key: world.ids.get(value, value) for key, value in needs.data.items()})


def test_every_address_is_in_the_table() -> None:
    assert {name for name, _ in TABLE} == {name for name, _ in addresses()}


@pytest.mark.parametrize("who", STANDING)
def test_everybody_gets_where_their_role_leads_and_nowhere_else(who: str, world: World) -> None:
    assert set(world.actors) == set(STANDING)
    wrong = []
    for name, keys in addresses():
        for method in ("GET", "POST"):
            told = send(world, who, name, method, keys)
            if complaint := judge(who, name, method, told):
                wrong.append(f"{method} {name}: {complaint}")
            if b"Traceback" in told.content or told.status_code >= 500:
                wrong.append(f"{method} {name}: broke")
            if told.streaming is False and who not in SEES_BOTH:
                wrong += [f"{method} {name}: shows {it}" for it in foreign(who) if it in text(told)]
    assert wrong == []


def judge(who: str, name: str, method: str, told: Any) -> str:
    """Say what is wrong with an answer, if anything."""
    needs = TABLE.get((name, method))
    if needs is None:
        return "" if told.status_code == 405 else f"{told.status_code}, and no such method is in the table"
    if expected(who, needs):
        return "" if told.status_code in (200, 301, 302, 422) else f"refused with {told.status_code}"
    if who == "public":
        return "" if told.get("Location", "").startswith("/sign-in/") else f"let in with {told.status_code}"
    return "" if told.status_code == 404 else f"let in with {told.status_code}"


def foreign(who: str) -> tuple[str, ...]:
    """Name what somebody must never read: everything of the neighbourhood they do not belong to."""
    return OF_DONGHU if STANDING[who][1] in ("all", "part") else OF_JINNIU if "donghu" in who or "other" in who else (
        *OF_DONGHU, *OF_JINNIU
    )  # fmt: skip


@pytest.mark.parametrize("who", ["other_secretary", "household", "secretary"])
def test_what_may_not_be_seen_reads_like_what_is_not_there(who: str, world: World) -> None:
    client = enter(world.actors[who])
    unseen = world.ids["compound"] if who == "other_secretary" else "nothere"

    def refused(compound: str) -> str:
        return text(client.get(f"/compounds/{compound}/")).replace(compound, "")

    assert refused(unseen).split("<main")[1] == refused("nosuchthing").split("<main")[1]


def test_a_household_whose_session_was_ended_is_out(cast: Cast, world: World, room_402: str) -> None:
    household = world.actors["household"]
    assert isinstance(household, Household)
    assert enter(household).get("/home/").status_code == 200
    now = datetime.now(UTC)
    organisation.revoke_sessions(
        actor=cast.secretary,
        dwelling=room_402,
        neighbourhood=cast.jinniu.pk,
        occurred_at=now,
        recorded_at=now,
    )
    told = enter(household).get("/home/")
    assert told.status_code == 403
    assert "金牛花苑 1 号门 402 室 这一次的登录已于" in text(told)


def test_a_session_of_a_kind_nobody_knows_is_the_public() -> None:
    client = enter()
    session = client.session
    session["actor"] = {"kind": "system"}
    session.save()
    assert client.get("/journal/")["Location"].startswith("/sign-in/")


def test_the_names_used_here_are_really_in_the_store(world: World) -> None:
    page = text(enter(world.actors["secretary"]).get(f"/dwellings/{world.ids['dwelling']}/"))
    assert "李建国" in page
    assert "13800000002" in page
    assert {row.room for row in ROWS} >= {"402"}
    assert isinstance(world.actors["public"], Public)
    assert isinstance(world.actors["helping"], Helper)
