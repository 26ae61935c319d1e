"""The order in which labels are listed in everything that is written or drawn."""

import re


def natural(label: str) -> list[tuple[int, int, str]]:
    """Give the key by which labels sort as people count: digits as numbers, the rest as text."""
    parts = re.findall(r"\d+|\D+", label)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
