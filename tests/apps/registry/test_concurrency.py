"""Two clerks commit the same list at once: one goes in, the other is told to look again."""

import pytest

from tests.stores import python

PREPARE = """
import django; django.setup()
from tests.people import build_cast
from tests.sites import bring_in, without
cast = build_cast()
print(bring_in(cast.secretary, cast.jinniu, without("101")).compound, cast.secretary.account)
"""
COMMIT = """
import sys, django; django.setup()
from sanxin.apps.registry import actions
from sanxin.foundation.actor import Staff
from sanxin.foundation.refusal import Refusal
from tests.people import AT, WHEN
from tests.sites import ROWS
told = {"actor": Staff(sys.argv[2]), "compound": sys.argv[1], "rows": ROWS}
shown = actions.preview_dwellings(at=AT, **told)
print("ready", flush=True)
sys.stdin.readline()
try:
    actions.commit_dwellings(preview_digest=shown.digest, source="x", **told, **WHEN)
    print("in")
except Refusal as refusal:
    print(refusal.because.code)
"""


@pytest.mark.slow
def test_of_two_equal_commits_one_goes_in_and_one_is_refused(store: dict[str, str]) -> None:
    told, trouble = python(store, "-c", PREPARE).communicate()
    assert trouble == ""
    clerks = [python(store, "-c", COMMIT, *told.split()) for _ in range(3)]
    for clerk in clerks:
        assert clerk.stdout is not None
        assert clerk.stdout.readline() == "ready\n"
    for clerk in clerks:
        assert clerk.stdin is not None
        clerk.stdin.write("go\n")
        clerk.stdin.flush()
    ends = [clerk.communicate() for clerk in clerks]
    assert sorted(end for end, _ in ends) == ["in\n", *["registry.not_as_shown\n"] * 2]
    assert [trouble for _, trouble in ends] == ["", "", ""]
