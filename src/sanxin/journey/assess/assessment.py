"""The assessment: every stairwell's class with its reasons, the light, and the plan to full coverage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sanxin.engines.siting.plan.problem import WindowLimit
from sanxin.engines.siting.plan.result import Step
from sanxin.engines.siting.plan.solve import frontier
from sanxin.engines.siting.problem import Problem
from sanxin.engines.siting.result import AlreadyServed, Judged, Sited
from sanxin.engines.siting.solve import solve
from sanxin.foundation.canonical import digest
from sanxin.foundation.finding import Because, Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.journey.assess.light import Light, light_of
from sanxin.journey.assess.planning import Plan, plan_site
from sanxin.journey.assess.question import agreed_limits, siting_problem
from sanxin.journey.assess.told.plan import green_told, measures_told, plan_told
from sanxin.journey.assess.told.stairwells import stairwells_told
from sanxin.journey.assess.told.windows import sunlight_told, windows_told
from sanxin.journey.sunlight.report import clock_told, grounds
from sanxin.journey.survey import Site
from sanxin.rulebook.reader import Rules
from sanxin.rulebook.siting import siting_rules
from sanxin.rulebook.siting.works import MeasureKinds, measure_kinds
from sanxin.rulebook.sunlight import standard_rule, window_choices

SCHEMA_VERSION = 1
SITING_VERSION, SUNLIGHT_VERSION = "2", "1"
STANDARD = "great-cold"
TOPICS = ("siting", "sunlight")
NO_LIGHT = Sentence("assess.absent.sunlight", zh="日照没有计算：{why}", en="Sunlight was not reckoned: {why}")


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was asked, what was found, and by which rules. ``dark`` says why no light was reckoned, if none was."""

    site: Site
    rules: Rules
    on: date
    problem: Problem
    sited: Sited
    light: Light | None
    dark: Because | None
    plan: Plan
    steps: tuple[Step, ...]
    kinds: MeasureKinds

    def count(self, suitability: str) -> int:
        """Count the stairwells of one class."""
        return sum(
            isinstance(each, Judged) and each.suitability == suitability for each in self.sited.stairwells
        )

    def to_json(self) -> dict[str, Any]:
        """Write the assessment as ``assessment.json`` has it."""
        problem, light = self.problem.to_json(), self.light
        return {
            "schema_version": SCHEMA_VERSION,
            "site": self.site.name,
            "on": self.on.isoformat(),
            "place": self.site.place,
            "rulebook": {"sha256": self.rules.digest(), "ordinances": self.rules.to_json()},
            "engine": {"siting": SITING_VERSION, "sunlight": SUNLIGHT_VERSION if light else None},
            "problem": problem,
            "problem_sha256": digest(problem),
            "unverified_layers": list(self.site.unverified_layers()),
            "summary": self._summary(),
            "stairwells": stairwells_told(
                self.problem, self.sited, self.plan.losses if light else None, self.plan
            ),
            "measures": measures_told(self.problem, self.plan, self.kinds),
            "plan": plan_told(self.problem.limits, self.plan, self.steps, reckoned=light is not None),
            "green": green_told(self.problem, self.plan),
            "sunlight": self._sunlight(light) if light else None,
            "windows": windows_told(light, self.plan) if light else None,
            "absent": [{"what": "sunlight", "because": self.dark.to_json()}] if self.dark else [],
        }

    def _sunlight(self, light: Light) -> dict[str, Any]:
        because = grounds(self.site, self.rules, light.rule, light.question)
        return sunlight_told(light, because, clock_told(self.site, light.rule))

    def _summary(self) -> dict[str, int | None]:
        return {
            "stairwells": len(self.sited.stairwells),
            "dwellings": dwellings_of(self.site),
            "suitable": self.count("suitable"),
            "difficult": self.count("difficult"),
            "unsuitable": self.count("unsuitable"),
            "with_lift": sum(isinstance(each, AlreadyServed) for each in self.sited.stairwells),
            "served_by_plan": len(self.plan.planned.choices),
        }


def assess(
    site: Site, rules: Rules, on: date, *, budget_yuan: int | None = None,
    limits: Sequence[WindowLimit] = (),
) -> Assessment:  # fmt: skip
    """Assess every stairwell of a site by the rules in force on a day, reckon its light, and plan its lifts.

    What households agreed to lose at most bounds the light, as the survey says it (``agreed_loss_min``) or ``limits``
    do; nothing else does.

    :raises NothingInForce: if siting has no rules for the place and day
    :raises InputRefused: if a rule file is wrong
    :raises Refusal: if the site cannot be judged, naming the thing at fault
    """
    applied = rules.about(*TOPICS)
    problem = siting_problem(site, siting_rules(applied))
    sited = solve(problem)
    light, dark = _light(site, applied, problem)
    plan = plan_site(problem, sited, light, limits=(*agreed_limits(site), *limits), budget_yuan=budget_yuan)
    steps = frontier(replace(plan.asked, budget_yuan=None))
    return Assessment(site, applied, on, problem, sited, light, dark, plan, steps, measure_kinds(rules))


def _light(site: Site, rules: Rules, problem: Problem) -> tuple[Light | None, Because | None]:
    """Reckon the light, or say why it cannot be: a site is judged and planned all the same."""
    try:
        return light_of(site, problem, standard_rule(rules, STANDARD), window_choices(rules)), None
    except Refusal as refusal:
        why = refusal.because
        return None, NO_LIGHT.because(why=Words(why.say("zh"), why.say("en")))


def dwellings_of(site: Site) -> int | None:
    """Count the dwellings: the list's rows, else those the windows name; None where nobody knows."""
    if site.dwellings:
        return len(site.dwellings)
    named = {window.properties.get("dwelling") for window in site.of_kind("window")} - {None, ""}
    return len(named) or None
