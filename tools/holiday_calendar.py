"""Write the calendar of public holidays and make-up working days out of a package that transcribes the notices.

``pip install chinesecalendar`` (MIT; 2004 to 2026 in release 1.11.0) in an environment of its own, then
``python tools/holiday_calendar.py 2026-11-25`` with the day of checking. The package is a transcription of the State Council's yearly notices,
not the notices, so every year has the standing ``secondary``. Run it again when a notice is out and the
package has it; ``tests/rulebook/test_days.py`` says what the file must hold.
"""

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).parents[1] / "src/sanxin/rulebook/cn/days/calendar.yaml"
FIRST = 2015
HEAD = """\
# Written by tools/holiday_calendar.py; do not edit by hand.
id: days/calendar
place: cn
topic: days
kind: law
title: {zh: 法定节假日与调休上班日, en: Public holidays and make-up working days}
versions:
"""
YEAR = """\
  - effective_from: {year}-01-01
    effective_to: {next}-01-01
    document: 国务院办公厅关于{year}年部分节假日安排的通知
    clause: "-"
    standing: secondary
    checked_on: {today}
    source: As transcribed by the package chinesecalendar {version}; the notice itself was not read.
    values:
      holidays:
{holidays}
      make_up: [{make_up}]
"""


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Join days that follow one another."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def main(today: str) -> None:
    """Write the file; ``today`` is the day it was checked."""
    from chinese_calendar import constants

    text = HEAD
    for year in range(FIRST, max(constants.holidays).year + 1):
        holidays = runs(day for day in constants.holidays if day.year == year)
        text += YEAR.format(
            year=year, next=year + 1, today=today, version=version("chinesecalendar"),
            holidays="\n".join(f"        - {{first: {first}, last: {last}}}" for first, last in holidays),
            make_up=", ".join(str(day) for day in sorted(constants.workdays) if day.year == year),
        )  # fmt: skip
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
