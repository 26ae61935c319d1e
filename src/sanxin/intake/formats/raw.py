"""A thing on the site as some file format gives it, before anyone has judged it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanxin.foundation.finding import Words


@dataclass(frozen=True, slots=True)
class RawFeature:
    """A GeoJSON-like geometry with loose properties, and the words that say where it stood."""

    place: Words
    geometry_type: str
    coordinates: Any
    properties: Mapping[str, Any]
