"""Reading projects: one, its yards and its past; and the portfolio of everything the actor sees."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django_scopes import scope

from sanxin.apps.organisation.queries import Verb, neighbourhoods_for
from sanxin.apps.projects.access import load_project_for
from sanxin.apps.projects.models import Project, ScopeKind, StageEntry, Yard
from sanxin.apps.registry import queries as registry
from sanxin.foundation.actor import Actor
from sanxin.foundation.calendar import legal_day
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

__all__ = [
    "PortfolioLine",
    "Project",
    "find_project",
    "load_project_for",
    "portfolio",
    "projects",
    "stages_of",
    "without_body",
    "yards_of",
]


NO_PROJECT = Sentence(
    "projects.no_project",
    "没有唯一的项目叫“{found}”。现有：{names}。请写准名称，或用编号。",
    "There is no one project called “{found}”. There are: {names}. Give the exact name, or its id.",
)


@dataclass(frozen=True, slots=True)
class PortfolioLine:
    """A compound with its project, if there is one; a project over yards has no compound.

    ``parts``: how many projects there are besides over single stairwells and buildings.
    """

    compound: str | None
    project: str | None
    name: str
    dwellings: int
    stage: str | None
    budget_fen: int | None
    next_deadline: date | None
    parts: int = 0


def projects(actor: Actor, at: datetime) -> list[Project]:
    """List the projects the actor sees, those with the next deadline first."""
    with scope(neighbourhood=neighbourhoods_for(actor, Verb.PROJECT_SEE, at)):
        found = Project.objects.select_related("compound", "stairwell", "building", "body")
        return sorted(found.order_by("pk"), key=lambda one: one.next_deadline or date.max)


def find_project(actor: Actor, named: str, at: datetime) -> str:
    """Find a project the actor sees by its public id, or by its name where only one is called so; give its id.

    :raises Refusal: naming those there are, if none or several are called so
    """
    seen = projects(actor, at)
    found = [one.public_id for one in seen if named in (one.public_id, one.name)]
    if len(found) != 1:
        names = "、".join(f"{one.name}（{one.public_id}）" for one in seen[:20])
        raise Refusal(NO_PROJECT.because(found=named, names=names))
    return found[0]


def without_body(actor: Actor, at: datetime) -> list[Project]:
    """List the projects that no body carries yet, or only one that ended: they are incomplete (R120)."""
    day = legal_day(at)
    return [
        one
        for one in projects(actor, at)
        if one.body is None or (one.body.until is not None and one.body.until <= day)
    ]


def portfolio(actor: Actor, at: datetime) -> list[PortfolioLine]:
    """List every compound the actor sees with the projects over it (R006), in a fixed number of queries."""
    counts = registry.dwelling_counts(actor, at)
    over: dict[int | None, list[Project]] = {}
    parts: dict[int | None, int] = {}
    for project in projects(actor, at):
        if project.scope_kind in (ScopeKind.STAIRWELL, ScopeKind.BUILDING):
            parts[project.compound_id] = parts.get(project.compound_id, 0) + 1
        else:
            over.setdefault(project.compound_id, []).append(project)
    lines = [
        replace(
            _line(card.public_id, card.name, counts.get(card.pk, 0), project), parts=parts.get(card.pk, 0)
        )
        for card in registry.compounds(actor, at)
        for project in over.get(card.pk, [None])
    ]
    return lines + [_line(None, project.name, 0, project) for project in over.get(None, [])]


def yards_of(actor: Actor, project: str, at: datetime) -> tuple[str, ...]:
    """List a project's yards by address, as they were named."""
    found = load_project_for(actor, project, Verb.PROJECT_SEE, at)
    with scope(neighbourhood=found.neighbourhood_id):
        return tuple(Yard.objects.filter(project=found).order_by("pk").values_list("address", flat=True))


def stages_of(actor: Actor, project: str, at: datetime) -> list[StageEntry]:
    """List the stages a project entered, in order: when and by whom."""
    found = load_project_for(actor, project, Verb.PROJECT_SEE, at)
    with scope(neighbourhood=found.neighbourhood_id):
        return list(StageEntry.objects.filter(project=found).order_by("pk"))


def _line(compound: str | None, name: str, dwellings: int, project: Project | None) -> PortfolioLine:
    if project is None:
        return PortfolioLine(compound, None, name, dwellings, None, None, None)
    return PortfolioLine(
        compound, project.public_id, name, dwellings, project.stage, project.budget_fen, project.next_deadline
    )
