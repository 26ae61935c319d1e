"""Makes a store in which a large stairwell may vote now: ``python -m benchmarks.ballots.prepare N``.

Prints, as JSON, the round and for every dwelling the session of its household.
"""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import django

django.setup()

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django_scopes import scope

from sanxin.apps.consultation.models import Visit
from sanxin.apps.decisions import actions
from sanxin.apps.organisation.models import HouseholdToken
from sanxin.apps.projects import actions as projects
from sanxin.apps.registry import queries as registry
from sanxin.apps.registry.models import Dwelling
from sanxin.foundation.calendar import When
from sanxin.journey.survey import DwellingRow
from tests.ballots import ASKING
from tests.people import AT, WHEN, Cast, build_cast
from tests.sites import SITE, bring_in

DAY = timedelta(days=1)


def main(count: int) -> None:
    """Migrate, found, import, visit, open; then let every household in."""
    call_command("migrate", verbosity=0)
    cast = build_cast()
    rows = tuple(
        DwellingRow(
            "1", f"{number:04}", 1, Decimal(60), owners=(f"业主{number}",), owner_id=(f"{number:04}",)
        )
        for number in range(count)
    )
    compound = bring_in(cast.secretary, cast.jinniu, replace(SITE, dwellings=rows)).compound
    now = datetime.now(UTC)
    when: When = {"occurred_at": now, "recorded_at": now}
    with scope(neighbourhood=cast.jinniu.pk):
        homes = list(Dwelling.objects.order_by("pk"))
        Visit.objects.bulk_create(
            Visit(
                neighbourhood=cast.jinniu, dwelling=home, means="door", outcome="delivered", actor="x", **when
            )
            for home in homes
        )
    asked = _open(cast, compound, now)
    print(json.dumps({"round": asked, "sessions": _let_in(cast, homes, now)}))


def _open(cast: Cast, compound: str, now: datetime) -> str:
    stairwell = next(
        one.public_id for one in registry.stairwells(cast.secretary, compound, AT) if one.code == "1"
    )
    project = projects.open_project(
        actor=cast.secretary, compound=compound, name="加梯", stairwell=stairwell, **WHEN
    )
    decision = actions.open_decision(
        actor=cast.secretary,
        project=project,
        matter="lift_retrofit",
        scope_kind="stairwell",
        title="加梯",
        **WHEN,
    )
    times = actions.RoundTimes(now, now + DAY, now + 2 * DAY)
    return actions.open_round(
        actor=cast.secretary, decision=decision, asking=ASKING, times=times, occurred_at=now, recorded_at=now
    )


def _let_in(cast: Cast, homes: list[Dwelling], now: datetime) -> dict[str, str]:
    with scope(neighbourhood=cast.jinniu.pk):
        tokens = HouseholdToken.objects.bulk_create(
            HouseholdToken(
                neighbourhood=cast.jinniu, dwelling=home.public_id, expires_at=now + DAY, recorded_at=now
            )
            for home in homes
        )
    store = SessionStore()
    keys = {token.dwelling: f"{number:032x}" for number, token in enumerate(tokens, 1)}
    Session.objects.bulk_create(
        Session(
            session_key=keys[token.dwelling], expire_date=now + DAY,
            session_data=store.encode({
                "actor": {"kind": "household", "dwelling": token.dwelling, "token": token.public_id}
            }),
        )
        for token in tokens
    )  # fmt: skip
    assert settings.SESSION_COOKIE_NAME == "sessionid"
    return keys


if __name__ == "__main__":
    main(int(sys.argv[1]))
