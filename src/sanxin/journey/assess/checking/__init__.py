"""Checking an ``assessment.json`` from the file alone, and against its site if that is at hand."""

from collections.abc import Mapping
from typing import Any

from sanxin.engines.codec import Misfit
from sanxin.engines.siting.problem import Problem
from sanxin.foundation.finding import Because, Sentence
from sanxin.foundation.refusal import Refusal
from sanxin.journey.assess.checking.light import light_checks
from sanxin.journey.assess.checking.plan import misplaced, plan_checks
from sanxin.journey.assess.checking.siting import against_site, siting_checks
from sanxin.journey.survey import Site
from sanxin.rulebook.reader import Rules

UNREADABLE = Sentence("check.unreadable", zh="文件无法核对：{why}", en="The file cannot be checked: {why}")


def checks(
    written: Mapping[str, Any], site: Site | None = None, rules: Rules | None = None, *, light: bool = True
) -> list[Because]:
    """List everything in an assessment that does not hold; an empty list means it stands.

    With a site and its rules the problem is built again from them and compared as well. Without ``light`` the
    windows are believed: stepping through their day takes many times as long as all the rest.
    """
    try:
        problem = Problem.from_json(written["problem"])
        violations = siting_checks(written, problem)
        violations += plan_checks(written, problem)
        # Lifts that do not stand on this ground have no light to be checked.
        violations += [] if misplaced(violations) or not light else light_checks(written, problem)
        if site is not None and rules is not None:
            violations += against_site(written, problem, site, rules)
    except Refusal as refusal:
        return [UNREADABLE.because(why=refusal.say("en"))]
    except (KeyError, TypeError, AttributeError, ValueError, Misfit) as broken:
        return [UNREADABLE.because(why=f"{type(broken).__name__}: {broken}")]
    return violations
