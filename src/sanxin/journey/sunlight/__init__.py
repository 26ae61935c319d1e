"""Sunlight of a compound: from the site as surveyed, and lifts to be added, to every window's minutes."""

from sanxin.journey.sunlight.checking import sunlight_checks
from sanxin.journey.sunlight.report import SunlightReport, sunlight_of

__all__ = ["SunlightReport", "sunlight_checks", "sunlight_of"]
