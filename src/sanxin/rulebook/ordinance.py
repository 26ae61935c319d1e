"""One ordinance: who says it, where, since when until when, how sure we are, and its figures."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sanxin.foundation.calendar import Period
from sanxin.foundation.citation import Citation, Standing
from sanxin.foundation.finding import Words
from sanxin.rulebook.leaf import Leaf

ALWAYS = date.min  # a product's own choices have no day on which they came into force


@dataclass(frozen=True, slots=True)
class Version:
    """What an ordinance says within one period."""

    period: Period
    citation: Citation
    source: str
    values: Leaf


@dataclass(frozen=True, slots=True)
class Ordinance:
    """One file of the rulebook: all versions of one ordinance for one place."""

    id: str
    place: str
    topic: str
    title: Words
    is_law: bool
    versions: tuple[Version, ...]
    file: str
    content: bytes

    def version_on(self, day: date) -> Version | None:
        """Find the version in force on a day."""
        return next((version for version in self.versions if day in version.period), None)


def read_ordinance(name: str, content: bytes, written: Any, *, prefix: str = "") -> Ordinance:
    """Read one ordinance out of parsed YAML. ``prefix`` names the pack that the file belongs to.

    :raises InputRefused: naming file, key, what was found and what was expected
    """
    file = prefix + name
    leaf = Leaf(file, "", written)
    leaf.only("id", "place", "topic", "title", "kind", "versions")
    place, ident = leaf.text("place"), leaf.text("id")
    if name != f"{place}/{ident}.yaml":
        raise leaf.wrong(
            "id", f"{place}/{ident}", Words(f"与文件位置 {name} 一致", f"what its place {name} says")
        )
    title = leaf.at("title")
    is_law = leaf.one_of("kind", ("law", "choice")) == "law"
    return Ordinance(
        ident, place, leaf.text("topic"), Words(title.text("zh"), title.text("en")), is_law,
        _versions(leaf, is_law=is_law), file, content,
    )  # fmt: skip


def _versions(leaf: Leaf, *, is_law: bool) -> tuple[Version, ...]:
    versions = sorted((_version(each, is_law=is_law) for each in leaf.list("versions")), key=_first_day)
    for earlier, later in pairwise(versions):
        if earlier.period.overlaps(later.period):
            found = f"{later.period.first} < {earlier.period.until}"
            raise leaf.wrong("versions", found, Words("互不重叠的期间", "periods that do not overlap"))
    return tuple(versions)


def _first_day(version: Version) -> date:
    return version.period.first


def _version(leaf: Leaf, *, is_law: bool) -> Version:
    leaf.only(
        "effective_from", "effective_to", "document", "clause", "standing", "checked_on", "source", "values"
    )
    first = leaf.day("effective_from") if is_law else ALWAYS
    until = leaf.day("effective_to") if leaf.has("effective_to") else None
    try:
        period = Period(first, until)
    except ValueError as backwards:
        raise leaf.wrong(
            "effective_to", str(until), Words("晚于 effective_from 的日期", "a day after it began")
        ) from backwards
    standing = Standing(leaf.one_of("standing", [each.value for each in Standing]))
    citation = Citation(leaf.text("document"), leaf.text("clause"), standing, leaf.day("checked_on"))
    return Version(period, citation, leaf.text("source"), leaf.at("values"))
