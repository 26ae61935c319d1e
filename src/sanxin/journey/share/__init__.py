"""Sharing a cost: from the case handed in to each household's fen, its grounds, and what other rules would give."""

from sanxin.journey.share.case import Case, read_case
from sanxin.journey.share.checking import share_checks
from sanxin.journey.share.report import ShareReport, figures_of, grounds_of, share

__all__ = ["Case", "ShareReport", "figures_of", "grounds_of", "read_case", "share", "share_checks"]
