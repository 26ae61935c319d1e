"""A drawing sheet: things are put on it in the compound's own metres and come off as a site folder."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Turn = Callable[[Point], Point]


def as_drawn(point: Point) -> Point:
    """Leave a point where it is drawn."""
    return point


@dataclass
class Sheet:
    """A compound being drawn. ``turn`` takes its own metres to the coordinates of the file."""

    turn: Turn = as_drawn
    features: list[dict[str, Any]] = field(default_factory=list)
    ledger: dict[str, dict[str, Any]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def number(self, prefix: str) -> str:
        """Give the next id with a prefix: P1, P2, …"""
        self.counts[prefix] = self.counts.get(prefix, 0) + 1
        return f"{prefix}{self.counts[prefix]}"

    def point(self, kind: str, at: Point, **properties: Any) -> None:
        """Put a point on the sheet."""
        self._add(kind, "Point", self._pair(at), properties)

    def line(self, kind: str, course: Sequence[Point], **properties: Any) -> None:
        """Put a line on the sheet."""
        self._add(kind, "LineString", [self._pair(point) for point in course], properties)

    def area(self, kind: str, corners: Sequence[Point], **properties: Any) -> None:
        """Put an outline on the sheet; it is closed for the file."""
        self._add(kind, "Polygon", [[self._pair(point) for point in (*corners, corners[0])]], properties)

    def plant(self, stairwell: str, expected: str, why: str, *objects: str) -> None:
        """Enter into the ledger what was put in a stairwell's way, and the class that must come of it."""
        self.ledger[stairwell] = {"class": expected, "objects": sorted(objects), "why": why}

    def _pair(self, point: Point) -> list[float]:
        x, y = self.turn(point)
        return [round(x, 3) + 0.0, round(y, 3) + 0.0]

    def _add(self, kind: str, form: str, coordinates: Any, properties: Mapping[str, Any]) -> None:
        geometry = {"type": form, "coordinates": coordinates}
        self.features.append(
            {"type": "Feature", "properties": {"kind": kind, **properties}, "geometry": geometry}
        )


def box(left: float, bottom: float, right: float, top: float) -> list[Point]:
    """Give the corners of an upright rectangle."""
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def write_folder(folder: Path, sheet: Sheet, head: str, rows: Iterable[Sequence[Any]]) -> None:
    """Write a site folder: the same sheet gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.toml").write_bytes(head.encode())
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in sheet.features)
    text = f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'
    (folder / "site.geojson").write_bytes(text.encode())
    table = "".join(",".join(str(cell) for cell in row) + "\r\n" for row in rows)
    (folder / "dwellings.csv").write_bytes(table.encode("utf-8-sig"))
    ledger = json.dumps(sheet.ledger, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "ledger.json").write_bytes(f"{ledger}\n".encode())
