"""What an answer claims, in the form it is checked in: from a result, or from a file that was printed."""

from dataclasses import dataclass

from sanxin.engines.siting.result import AlreadyServed, Conflict, Placement, Sited


@dataclass(frozen=True, slots=True)
class Considered:
    """One candidate as claimed; its placement where the file gives one."""

    id: str
    conflicts: tuple[Conflict, ...]
    placement: Placement | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed of one stairwell; ``suitability`` None says it has its lift."""

    stairwell: str
    building: str
    suitability: str | None
    considered: tuple[Considered, ...] = ()
    chosen: Placement | None = None
    reasons: tuple[Conflict, ...] = ()


def claims_of(sited: Sited) -> tuple[Claim, ...]:
    """Give what a result claims."""
    claims = []
    for each in sited.stairwells:
        if isinstance(each, AlreadyServed):
            claims.append(Claim(each.stairwell, each.building, None))
            continue
        considered = tuple(
            Considered(one.placement.id, one.conflicts, one.placement) for one in each.candidates
        )
        claims.append(
            Claim(
                each.stairwell,
                each.building,
                each.suitability,
                considered,
                each.chosen.placement,
                each.reasons,
            )
        )
    return tuple(claims)
