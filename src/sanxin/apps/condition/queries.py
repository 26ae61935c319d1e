"""Reading the condition survey: defects by gravity, issues by how many households have them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, QuerySet
from django_scopes import scope

from sanxin.apps.condition.access import load_defect_for
from sanxin.apps.condition.models import Defect, DefectKind, IssueVoice
from sanxin.apps.journal import queries as journal
from sanxin.apps.organisation.queries import Verb
from sanxin.apps.registry.queries import load_compound_for
from sanxin.foundation.actor import Actor

__all__ = ["DefectKind", "HotIssue", "defects", "hot_issues", "photo_of"]


@dataclass(frozen=True, slots=True)
class HotIssue:
    """An issue and how many distinct households have it."""

    public_id: str
    title: str
    households: int


def defects(actor: Actor, compound: str, at: datetime) -> QuerySet[Defect]:
    """List a compound's defects, those that stand first and the gravest before others."""
    card = load_compound_for(actor, compound, Verb.COMPOUND_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        found = Defect.objects.filter(compound=card).select_related("stairwell")
        return found.order_by(F("withdrawn_at").asc(nulls_first=True), "-severity", "pk")


def photo_of(actor: Actor, defect: str, at: datetime) -> tuple[str, bytes]:
    """Give the media type and content of a defect's photograph.

    :raises Refusal: if the actor may not see it, or there is none
    """
    seen = load_defect_for(actor, defect, Verb.COMPOUND_SEE, at)
    return journal.read_evidence(neighbourhood=seen.neighbourhood_id, digest=seen.photo_digest)


def hot_issues(actor: Actor, compound: str, at: datetime) -> list[HotIssue]:
    """Rank a compound's issues by distinct households, not by how often somebody wrote (R009)."""
    card = load_compound_for(actor, compound, Verb.COMPOUND_SEE, at)
    with scope(neighbourhood=card.neighbourhood_id):
        ranked = IssueVoice.objects.filter(issue__compound=card).values("issue__public_id", "issue__title")
        counted = ranked.annotate(households=Count("dwelling")).order_by("-households", "issue__title")
        return [HotIssue(row["issue__public_id"], row["issue__title"], row["households"]) for row in counted]
