"""What every engine refuses alike: JSON that does not fit, and an id used twice. Each brings its own refusal."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sanxin.engines.codec import Misfit, build
from sanxin.foundation.refusal import Refusal

P = TypeVar("P")
Refused = Callable[[str, str, str, str], Refusal]
"""Makes the refusal of layer, id and what is wrong with it, in Chinese and English."""


def read_problem(kind: type[P], written: Any, root: str, refused: Refused) -> P:
    """Read a problem out of JSON.

    :raises Refusal: the engine's own, naming the path, if a key is missing, unknown or of the wrong kind
    """
    try:
        return build(kind, written, root)  # type: ignore[no-any-return]
    except Misfit as misfit:
        raise refused(
            "JSON", misfit.path, f"应为{misfit.expected}", f"expected {misfit.expected}"
        ) from misfit


def refuse_doubled(layer: str, ids: Iterable[str], refused: Refused) -> None:
    """Let every id of a layer be there, and once.

    :raises Refusal: the engine's own, naming layer and id
    """
    seen: set[str] = set()
    for ident in ids:
        if not ident or ident in seen:
            raise refused(layer, ident, "编号为空或重复", "the id is empty or used twice")
        seen.add(ident)
