"""The stages of the walk, and every gate there is so far: what must be on record to pass it."""

from sanxin.foundation.finding import Term

SURVEY = Term("survey", "调查", "survey")
ASSESS = Term("assess", "评估", "assess")
CONSULT = Term("consult", "协商", "consult")
DECIDE = Term("decide", "决议", "decide")
COORDINATE = Term("coordinate", "协调", "coordinate")
BUILD = Term("build", "施工", "build")
UPKEEP = Term("upkeep", "维保", "upkeep")

STAGES = {stage.code: stage for stage in (SURVEY, ASSESS, CONSULT, DECIDE, COORDINATE, BUILD, UPKEEP)}

# From, to, and the verbs of the journal that prove it may be passed.
GATES: dict[tuple[str, str], tuple[str, ...]] = {
    ("survey", "assess"): ("compound.import",),
    ("assess", "consult"): ("assessment.record",),
    ("consult", "decide"): ("consultation.reached",),
    ("decide", "coordinate"): ("decision.passed",),
    ("coordinate", "build"): ("notice.run", "sources_cover_uses"),
}


def missing_proofs(stage: str, to: str, proven: frozenset[str]) -> tuple[str, ...] | None:
    """Name the proofs a move still needs; none of them if it may be made, None if there is no such gate."""
    needed = GATES.get((stage, to))
    return None if needed is None else tuple(verb for verb in needed if verb not in proven)
