"""Recording an assessment: the only way a stairwell's class changes."""

import json
from typing import Any, Unpack

from django.db import transaction
from django_scopes import scope

from sanxin.apps.assessment.models import AskAgain, Assessment, RulebookText, StairwellFinding
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import canonical_bytes, digest, sha256_hex
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.journey.assess import checks
from sanxin.journey.impact import changed_for

CLASSES = ("suitable", "difficult", "unsuitable")

REASON_MISSING = Sentence(
    "assessment.reason_missing",
    "请写明为何重新评估，如“完成物探”。",
    "Say why this was assessed, such as a new survey.",
)
NOT_ALL = Sentence(
    "assessment.not_all_classified",
    "这些门栋没有结论，或不在登记之中：{stairwells}。请用登记的场地重新评估。",
    "These stairwells have no class, or are not registered: {stairwells}. Assess the registered site again.",
)
OTHER_RULES = Sentence(
    "assessment.other_rules",
    "规则文本与结果所引的摘要不符（{digest}）。",
    "The rulebook handed in is not the one the result names ({digest}).",
)
DOES_NOT_STAND = Sentence(
    "assessment.does_not_stand",
    "独立校核没有通过，没有保存：{why}",
    "It does not stand up to the independent checker and was not kept: {why}",
)


@transaction.atomic
def record_assessment(
    *, actor: Actor, compound: str, outcome: dict[str, Any], reason: str, rulebook: bytes | None = None,
    **when: Unpack[When],
) -> str:  # fmt: skip
    """Record what was found for every stairwell of a compound as its next version; give its public id.

    ``outcome`` is an ``assessment.json``. ``rulebook`` are the bytes whose digest it names. A plan is checked before
    it is kept, all but its light: that takes longer, and ``check_stored`` does it soon after.

    :raises Refusal: if the actor may not, gives no reason, a stairwell is left out, the rules differ, or the
        checker finds fault with the plan
    """
    card = registry.load_compound_for(actor, compound, Verb.ASSESSMENT_RECORD, when["occurred_at"])
    if not reason.strip():
        raise Refusal(REASON_MISSING.because())
    registry.hold_compound(card)
    rules = outcome["rulebook"]["sha256"]
    if rulebook is not None:
        _keep_rulebook(rulebook, rules)
    with scope(neighbourhood=card.neighbourhood_id):
        numbers = registry.stairwell_numbers(card)
        found = {str(one["id"]): one for one in outcome["stairwells"]}
        _refuse_gaps(set(numbers), found)
        _refuse_faults(outcome)
        before = Assessment.objects.filter(compound=card).order_by("-number").first()
        number = before.number + 1 if before else 1
        version = Assessment.objects.create(
            neighbourhood_id=card.neighbourhood_id, compound=card, number=number, author=actor.ref,
            reason=reason, outcome=canonical_bytes(outcome).decode(), rulebook_sha256=rules,
            problem_sha256=outcome["problem_sha256"], engine=canonical_bytes(outcome["engine"]).decode(),
            **when,
        )  # fmt: skip
        StairwellFinding.objects.bulk_create(
            [
                StairwellFinding(
                    neighbourhood_id=card.neighbourhood_id, assessment=version, stairwell_id=numbers[code],
                    feasibility=one.get("class") or "", finding=canonical_bytes(one).decode(),
                )
                for code, one in found.items()
            ]
        )  # fmt: skip
        again = _queue_again(actor, compound, before, version, outcome, when) if before else 0
    journal.enter(
        actor=actor, stream=f"registry/compound/{compound}", verb="assessment.record",
        subject=f"compound/{compound}", neighbourhood=card.neighbourhood_id,
        payload={
            "assessment": version.public_id, "number": version.number, "reason": reason,
            "summary": outcome["summary"], "outcome": digest(outcome), "problem": version.problem_sha256,
            "engine": outcome["engine"], "rulebook": rules, "asked_again": again,
        }, **when,
    )  # fmt: skip
    return version.public_id


@transaction.atomic
def mark_asked(*, actor: Actor, dwelling: str, **when: Unpack[When]) -> int:
    """Put on record that a household was asked again about everything open for it; give how much that was."""
    home = registry.load_dwelling_for(actor, dwelling, Verb.VISIT_RECORD, when["occurred_at"])
    with scope(neighbourhood=home.neighbourhood_id):
        settled = AskAgain.objects.filter(dwelling=home, asked_at=None).update(asked_at=when["occurred_at"])
    if settled:
        journal.enter(
            actor=actor, stream=f"registry/compound/{home.compound.public_id}", verb="household.asked_again",
            subject=f"dwelling/{dwelling}", neighbourhood=home.neighbourhood_id, payload={"open": settled}, **when,
        )  # fmt: skip
    return settled


def _queue_again(
    actor: Actor, compound: str, before: Assessment, version: Assessment, outcome: dict[str, Any], when: When
) -> int:
    """Queue the households for whom this version differs from the one before, and only those (R015)."""
    homes = {
        (line.stairwell, line.room): line.number
        for line in registry.standing_homes(actor, compound, when["occurred_at"])
    }
    changed = changed_for(json.loads(before.outcome), outcome, list(homes))
    AskAgain.objects.bulk_create(
        [
            AskAgain(
                neighbourhood_id=version.neighbourhood_id, assessment=version, dwelling_id=homes[home],
                changes=canonical_bytes([one.to_json() for one in changes]).decode(), **when,
            )
            for home, changes in changed.items()
        ]
    )  # fmt: skip
    return len(changed)


def _refuse_faults(outcome: dict[str, Any]) -> None:
    faults = checks(outcome, light=False) if outcome.get("plan") else []
    if faults:
        raise Refusal(DOES_NOT_STAND.because(why=Words(faults[0].say("zh"), faults[0].say("en"))))


def _refuse_gaps(registered: set[str], found: dict[str, dict[str, Any]]) -> None:
    unclassified = {
        code for code, one in found.items() if one.get("class") not in CLASSES and not one.get("has_lift")
    }
    if gaps := (registered ^ found.keys()) | unclassified:
        raise Refusal(NOT_ALL.because(stairwells="、".join(sorted(gaps))))


def _keep_rulebook(content: bytes, named: str) -> None:
    if sha256_hex(content) != named:
        raise Refusal(OTHER_RULES.because(digest=named[:12]))
    RulebookText.objects.get_or_create(digest=named, defaults={"content": content})
