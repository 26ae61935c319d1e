"""The assessment: every stairwell's class with its reasons, as a value and as the file that is handed on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sanxin.engines.siting.grounds import FREE, HAS_LIFT, HELPED, STUCK, because_of
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import AlreadyServed, Candidate, Conflict, Judged, Sited
from sanxin.engines.siting.solve import solve
from sanxin.engines.siting.things import Stairwell
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because, Sentence
from sanxin.journey.assess.facade import looks_deg
from sanxin.journey.assess.question import siting_problem
from sanxin.journey.survey import Site
from sanxin.rulebook.reader import Rules
from sanxin.rulebook.siting import siting_rules

SCHEMA_VERSION = 1
SITING_VERSION = "1"
ABSENT = (
    ("sunlight", Sentence("assess.absent.sunlight", zh="日照尚未计算", en="Sunlight is not reckoned yet")),
    (
        "plan",
        Sentence(
            "assess.absent.plan", zh="全覆盖方案尚未编制", en="The plan to full coverage is not made yet"
        ),
    ),
    ("costs", Sentence("assess.absent.costs", zh="各项措施尚未计价", en="The measures are not priced yet")),
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was asked, what was found, and by which rules."""

    site: Site
    rules: Rules
    on: date
    problem: Problem
    sited: Sited

    def count(self, suitability: str) -> int:
        """Count the stairwells of one class."""
        return sum(
            isinstance(each, Judged) and each.suitability == suitability for each in self.sited.stairwells
        )

    def to_json(self) -> dict[str, Any]:
        """Write the assessment as ``assessment.json`` has it."""
        problem = self.problem.to_json()
        return {
            "schema_version": SCHEMA_VERSION,
            "site": self.site.name,
            "on": self.on.isoformat(),
            "place": self.site.place,
            "rulebook": {"sha256": self.rules.digest(), "ordinances": self.rules.to_json()},
            "engine": {"siting": SITING_VERSION, "sunlight": None},
            "problem": problem,
            "problem_sha256": digest(problem),
            "unverified_layers": list(self.site.unverified_layers()),
            "summary": self._summary(),
            "stairwells": self._stairwells(),
            "measures": None,
            "plan": None,
            "windows": None,
            "absent": [{"what": what, "because": sentence.because().to_json()} for what, sentence in ABSENT],
        }

    def _summary(self) -> dict[str, int | None]:
        return {
            "stairwells": len(self.sited.stairwells),
            "dwellings": dwellings_of(self.site),
            "suitable": self.count("suitable"),
            "difficult": self.count("difficult"),
            "unsuitable": self.count("unsuitable"),
            "with_lift": sum(isinstance(each, AlreadyServed) for each in self.sited.stairwells),
            "served_by_plan": None,
        }

    def _stairwells(self) -> list[dict[str, Any]]:
        asked = {each.id: each for each in self.problem.stairwells}
        return [
            {**self._stairwell(each), "facade": _facade(asked[each.stairwell]), "plan": None}
            for each in self.sited.stairwells
        ]

    def _stairwell(self, each: Judged | AlreadyServed) -> dict[str, Any]:
        special = {scheme.id for scheme in self.problem.schemes if scheme.special}
        head = {"id": each.stairwell, "building": each.building}
        if isinstance(each, AlreadyServed):
            because = [HAS_LIFT.because().to_json()]
            nothing: dict[str, Any] = {"candidates": 0, "reasons": [], "candidate": None, "considered": []}
            return {**head, "class": None, "has_lift": True, "because": because, **nothing}
        return {
            **head,
            "class": each.suitability,
            "has_lift": False,
            "because": [_class_because(each).to_json()],
            "candidates": len(each.candidates),
            "reasons": [
                {**_conflict(reason), "because": [because_of(self.problem.limits, reason).to_json()]}
                for reason in each.reasons
            ],
            "candidate": _candidate(each.chosen),
            "considered": [
                {
                    "id": one.placement.id,
                    "special": one.placement.scheme in special,
                    "conflicts": [_conflict(conflict) for conflict in one.conflicts],
                }
                for one in each.candidates
            ],
        }


def assess(site: Site, rules: Rules, on: date) -> Assessment:
    """Assess every stairwell of a site by the rules in force on a day.

    :raises NothingInForce: if siting has no rules for the place and day
    :raises InputRefused: if a rule file is wrong
    :raises Refusal: if the site cannot be judged, naming the thing at fault
    """
    applied = rules.about("siting")
    problem = siting_problem(site, siting_rules(applied))
    return Assessment(site, applied, on, problem, solve(problem))


def dwellings_of(site: Site) -> int | None:
    """Count the dwellings: the list's rows, else those the windows name; None where nobody knows."""
    if site.dwellings:
        return len(site.dwellings)
    named = {window.properties.get("dwelling") for window in site.of_kind("window")} - {None, ""}
    return len(named) or None


def _class_because(each: Judged) -> Because:
    tried, count = len(each.candidates), len(each.chosen.conflicts)
    if each.suitability == "suitable":
        return FREE.because(tried=tried, free=sum(not one.conflicts for one in each.candidates))
    sentence = HELPED if each.suitability == "difficult" else STUCK
    return sentence.because(tried=tried, candidate=each.chosen.placement.id, count=count)


def _facade(stairwell: Stairwell) -> dict[str, Any]:
    return {
        "foot": list(stairwell.foot),
        "wall": [list(end) for end in stairwell.wall],
        "azimuth_deg": round(looks_deg(stairwell.wall), 3),
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "rule": conflict.rule,
        "object": conflict.object,
        "measured": conflict.measured,
        "required": conflict.required,
        "unit": conflict.unit,
        "remedies": list(conflict.remedies),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    placement = candidate.placement
    return {
        "id": placement.id,
        "scheme": placement.scheme,
        "offset_m": placement.offset_m,
        "standoff_m": placement.standoff_m,
        "shaft": [list(corner) for corner in placement.shaft],
        "bridge": [list(corner) for corner in placement.bridge] if placement.bridge else None,
    }
