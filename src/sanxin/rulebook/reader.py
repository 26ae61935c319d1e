"""The rules in force at a place on a day: the most specific place wins, and silence is an answer."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sanxin.foundation.calendar import Period
from sanxin.foundation.canonical import canonical_bytes, sha256_hex
from sanxin.foundation.citation import Citation, Standing
from sanxin.foundation.finding import Sentence, Words
from sanxin.foundation.refusal import Refusal
from sanxin.rulebook.leaf import Leaf
from sanxin.rulebook.ordinance import ALWAYS, Ordinance, Version
from sanxin.rulebook.shelf import HERE, ordinances_over, pack_in_force, parsed

NO_PLACE = Sentence(
    "rulebook.place",
    zh="规则库没有适用于 {place} 的规定",
    en="The rulebook has nothing that covers {place}",
)
NO_DATE = Sentence(
    "rulebook.date",
    zh="规则库中 {topic} 在 {place} 于 {on} 没有现行规定",
    en="The rulebook has no {topic} in force in {place} on {on}",
)


ANYTHING = Words("任何事项", "rule at all")


class NothingInForce(Refusal):
    """No ordinance covers the place or the day asked for."""


@dataclass(frozen=True, slots=True)
class InForce:
    """One ordinance as it stands on the day."""

    ordinance: Ordinance
    version: Version


@dataclass(frozen=True, slots=True)
class Changed:
    """One ordinance that is not as it was: what held before and what holds now, None for neither."""

    id: str
    before: InForce | None
    now: InForce | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force at a place on a day."""

    place: str
    on: date
    ordinances: tuple[InForce, ...]

    def find(self, ident: str) -> InForce | None:
        """Find an ordinance by id, such as ``siting/fire_lane``."""
        return next((each for each in self.ordinances if each.ordinance.id == ident), None)

    def need(self, ident: str) -> InForce:
        """Find an ordinance that the matter cannot do without.

        :raises NothingInForce: if none covers the place and day
        """
        found = self.find(ident)
        if found is None:
            raise NothingInForce(NO_DATE.because(topic=ident, place=self.place, on=self.on.isoformat()))
        return found

    def about(self, *topics: str) -> "Rules":
        """Keep the ordinances of some topics."""
        kept = tuple(each for each in self.ordinances if each.ordinance.topic in topics)
        return Rules(self.place, self.on, kept)

    def changed_since(self, earlier: "Rules") -> tuple[Changed, ...]:
        """List by id what came, went, or is said otherwise than in the rules of an earlier day."""
        before = {each.ordinance.id: each for each in earlier.ordinances}
        now = {each.ordinance.id: each for each in self.ordinances}
        return tuple(
            Changed(ident, before.get(ident), now.get(ident))
            for ident in sorted(before.keys() | now.keys())
            if before.get(ident) != now.get(ident)
        )

    def with_catalogue(self, file: str, content: bytes) -> "Rules":
        """Lay a catalogue file over the schemes: it may add some and replace others of the same id.

        :raises InputRefused: if the file is no YAML; ``siting_rules`` judges its schemes with the others
        """
        citation = Citation(file, "-", Standing.UNVERIFIED, self.on)
        values = Leaf(file, "", parsed(file, content))
        version = Version(Period(ALWAYS), citation, "handed in beside the rulebook", values)
        title = Words("自备方案目录", "Catalogue handed in")
        catalogue = Ordinance(
            "siting/catalogue",
            self.place,
            "siting",
            title,
            is_law=False,
            versions=(version,),
            file=file,
            content=content,
        )
        kept = tuple(each for each in self.ordinances if each.ordinance.id != catalogue.id)
        return Rules(self.place, self.on, (*kept, InForce(catalogue, version)))

    def pinned(self) -> bytes:
        """Give the bytes of these rules, to keep beside what they decided: every file, whole."""
        return canonical_bytes(
            sorted(
                [each.ordinance.file, each.version.period.first, each.ordinance.content.decode("utf-8-sig")]
                for each in self.ordinances
            )
        )

    def digest(self) -> str:
        """Give the SHA-256 of the pinned bytes."""
        return sha256_hex(self.pinned())

    def to_json(self) -> list[dict[str, Any]]:
        """Write each ordinance with its title, citation, standing, source and period."""
        return [_written(each) for each in self.ordinances]


def rules_in_force(
    place: str, on: date, topics: tuple[str, ...] = (), *, root: Path = HERE, pack: Path | None = None
) -> Rules:
    """Find the rules in force at a place such as ``cn/shanghai`` on a day.

    Of several files for one ordinance, the one of the most specific place that has a version in
    force on the day wins. An office's own ``pack``, or the one the installation names, is laid over.
    Only what is about some ``topics`` is read if they are named.

    :raises NothingInForce: if no file covers the place, or none is in force on the day
    :raises InputRefused: if a file of the rulebook or the pack is wrong
    """
    covering = ordinances_over(place, topics, root, pack or pack_in_force())
    if not covering:
        raise NothingInForce(NO_PLACE.because(place=place))
    found: dict[str, InForce] = {}
    for ordinance in sorted(covering, key=lambda each: len(each.place)):
        version = ordinance.version_on(on)
        if version is not None:
            found[ordinance.id] = InForce(ordinance, version)
    if not any(each.ordinance.is_law for each in found.values()):
        raise NothingInForce(
            NO_DATE.because(topic="、".join(topics) or ANYTHING, place=place, on=on.isoformat())
        )
    rules = Rules(place, on, tuple(found[ident] for ident in sorted(found)))
    return rules.about(*topics) if topics else rules


def _written(each: InForce) -> dict[str, Any]:
    period = each.version.period
    return {
        "id": each.ordinance.id,
        "place": each.ordinance.place,
        "topic": each.ordinance.topic,
        "zh": each.ordinance.title.zh,
        "en": each.ordinance.title.en,
        "kind": "law" if each.ordinance.is_law else "choice",
        "effective_from": period.first.isoformat() if each.ordinance.is_law else None,
        "effective_to": period.until.isoformat() if period.until else None,
        "citation": each.version.citation.to_json(),
        "standing": each.version.citation.standing.value,
        "source": each.version.source,
    }
