"""Recording an assessment: the only way a stairwell's class changes."""

from typing import Any, Unpack

from django.db import transaction
from django.db.models import Max
from django_scopes import scope

from sanxin.apps.assessment.models import Assessment, RulebookText, StairwellFinding
from sanxin.apps.journal import actions as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import When
from sanxin.foundation.canonical import canonical_bytes, digest, sha256_hex
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

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


@transaction.atomic
def record_assessment(
    *, actor: Actor, compound: str, outcome: dict[str, Any], reason: str, rulebook: bytes | None = None,
    **when: Unpack[When],
) -> str:  # fmt: skip
    """Record what was found for every stairwell of a compound as its next version; give its public id.

    ``outcome`` is an ``assessment.json``. ``rulebook`` are the bytes whose digest it names.

    :raises Refusal: if the actor may not, gives no reason, a stairwell is left out, or the rules differ
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
        last = Assessment.objects.filter(compound=card).aggregate(last=Max("number"))["last"] or 0
        version = Assessment.objects.create(
            neighbourhood_id=card.neighbourhood_id, compound=card, number=last + 1, author=actor.ref,
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
    journal.enter(
        actor=actor, stream=f"registry/compound/{compound}", verb="assessment.record",
        subject=f"compound/{compound}", neighbourhood=card.neighbourhood_id,
        payload={
            "assessment": version.public_id, "number": version.number, "reason": reason,
            "summary": outcome["summary"], "outcome": digest(outcome), "problem": version.problem_sha256,
            "engine": outcome["engine"], "rulebook": rules,
        }, **when,
    )  # fmt: skip
    return version.public_id


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
