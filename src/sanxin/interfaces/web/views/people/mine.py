"""A household's copy of everything that is kept on it (PIPL Art. 45)."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe
from django_scopes import scope

from sanxin.apps.consultation import queries as consultation
from sanxin.apps.decisions import queries as decisions
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import NOT_FOUND, Verb
from sanxin.apps.privacy import queries as privacy
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Helper, Household
from sanxin.foundation.canonical import canonical_bytes
from sanxin.foundation.refusal import Refusal
from sanxin.interfaces.web.attendance import Visit
from sanxin.interfaces.web.files import attachment


@require_safe
def mine(visit: Visit) -> HttpResponse:
    """Hand out all that is kept on a dwelling: its row, its votes, objections, meetings and requests, every entry, who looked.

    A card is no proof of ownership, so persons are named by their ids; the office shows an owner the rest in person.
    """
    if not isinstance(visit.actor, Household | Helper):
        raise Refusal(NOT_FOUND.because())
    home = registry.load_dwelling_for(visit.actor, visit.actor.dwelling, Verb.DWELLING_SEE, visit.at)
    compound = home.compound.public_id
    subject = f"dwelling/{home.public_id}"
    came = consultation.versions_attended(visit.actor, home.public_id, visit.at)
    with scope(neighbourhood=home.neighbourhood_id):
        entries = [
            {"verb": one.verb, "at": one.occurred_at, "record": one.record}
            for one in journal.lines(subject=subject, last=1000)
        ]
        looks = [
            {"at": one.at, "who": one.actor, "what": one.what}
            for about in (subject, *(f"meeting/{one}" for one in came))
            for one in journal.looks_at(about, 1000)
        ]
    copy = {
        "schema_version": 1,
        "dwelling": {
            "id": home.public_id, "compound": home.compound.name, "stairwell": home.stairwell.code, "room": home.room,
            "floor": home.floor, "area_m2": home.area_m2, "area_source": home.area_source, "use": home.use,
            "sold": home.sold, "elder": home.elder,
        },
        "decisions": [_decided(visit, one) for one in decisions.decisions_on(visit.actor, compound, visit.at)],
        "meetings": [
            {"id": line.public_id, "kind": line.minutes.kind, "held_at": line.minutes.held_at, "way": way}
            for line, way in consultation.attended_by(visit.actor, home.public_id, visit.at)
        ],
        "requests": [_asked(one) for one in privacy.requests_of(visit.actor, home.public_id, visit.at)],
        "entries": entries,
        "looks": looks,
    }  # fmt: skip
    return attachment(
        f"我家的资料-{home.stairwell.code}-{home.room}.json", canonical_bytes(copy), "application/json"
    )


def _asked(one: privacy.RequestLine) -> dict[str, Any]:
    """Tell what the household asked about its data, and what it was answered."""
    said = one.answer
    answer = said and {"how": said.how, "reason": said.reason, "correction": said.correction, "at": said.at}
    return {
        "kind": one.kind, "about": one.about, "words": one.words, "right": one.right, "at": one.at, "answer": answer,
    }  # fmt: skip


def _decided(visit: Visit, one: decisions.Decision) -> dict[str, Any]:
    """Tell what the household voted and objected in a decision, and what it was answered."""
    dwelling = visit.actor.dwelling  # type: ignore[union-attr]
    rounds = decisions.round_states(visit.actor, one.public_id, visit.at)
    proofs = [decisions.proof_of(visit.actor, each.public_id, dwelling, visit.at) for each in rounds]
    return {
        "id": one.public_id,
        "title": one.title,
        "ballots": [proof for proof in proofs if proof is not None],
        "objections": [
            {
                "words": each.words,
                "at": each.at,
                "replies": [{"words": words, "at": at} for words, at in each.replies],
            }
            for each in decisions.objections_of(visit.actor, one.public_id, visit.at)
        ],
    }
