"""Finding and loading the built library. It is a plain shared library: no Python of its own, no lock held."""

import ctypes
import sys
from pathlib import Path

VERSION, FANS, SIDES = 3, 8, 3
SIDES_OF_A_BOX = ("east", "west", "north", "south")
SUFFIXES = {"win32": ".dll", "darwin": ".dylib"}
PATH = Path(__file__).with_name("closed_form" + SUFFIXES.get(sys.platform, ".so"))

Numbers = ctypes.POINTER(ctypes.c_double)
Counts = ctypes.POINTER(ctypes.c_int64)


class Hours(ctypes.Structure):
    """The hours, in u, of façades between two azimuths."""

    _fields_ = [(name, ctypes.c_double) for name in ("from_deg", "to_deg", "low", "high")]


class Day(ctypes.Structure):
    """The sun's circle without its zeros, from where it can shade, and the way of counting."""

    _fields_ = [
        *((name, ctypes.c_double) for name in ("x2", "y0", "y1", "z0", "z1", "low", "high")),
        *((name, ctypes.c_double) for name in SIDES_OF_A_BOX),
        *((f"fan_{name}", ctypes.c_float * FANS) for name in SIDES_OF_A_BOX),
        *((f"to_{name}", ctypes.c_float * (SIDES * FANS)) for name in SIDES_OF_A_BOX),
        *((name, ctypes.c_float * FANS) for name in ("begins", "ends")),
        *((name, ctypes.c_double) for name in ("sill_by", "min_spell", "sweep")),
        *((name, ctypes.c_int64) for name in ("full_window", "best_of_wide", "by_longest", "hour_rows")),
        ("hours", ctypes.POINTER(Hours)),
    ]


class Windows(ctypes.Structure):
    """Columns of windows."""

    _fields_ = [(name, Numbers) for name in ("x", "y", "sill", "azimuth", "width")]


class Figures(ctypes.Structure):
    """Columns to write figures into."""

    _fields_ = [("total", Numbers), ("longest", Numbers)]


SIGNATURES = {
    "closed_form_index": (
        ctypes.c_void_p,
        (ctypes.c_int64, Numbers, Counts, Numbers, Numbers, ctypes.c_double, ctypes.c_double),
    ),
    "closed_form_free": (None, (ctypes.c_void_p,)),
    "closed_form_bars": (
        ctypes.c_int64,
        (ctypes.c_void_p, ctypes.POINTER(Day), ctypes.c_int64, Numbers, ctypes.POINTER(ctypes.c_void_p)),
    ),
    "closed_form_free_bars": (None, (ctypes.c_void_p,)),
    "closed_form_totals": (
        ctypes.c_int64,
        (
            ctypes.c_void_p, ctypes.POINTER(Day), ctypes.POINTER(Windows), ctypes.c_int64, ctypes.c_int64,
            ctypes.POINTER(Figures),
        ),
    ),
}  # fmt: skip


def load(path: Path = PATH) -> ctypes.CDLL | None:
    """Load the library; None where none was built, or where it is of another version, machine or processor."""
    try:
        library = ctypes.CDLL(str(path))
        # The first thing asked: all else may be made of instructions that this processor does not know.
        if not library.closed_form_runs_here() or library.closed_form_version() != VERSION:
            return None
        for name, (gives, takes) in SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = gives, takes
    except (OSError, AttributeError):
        return None
    return library


LIBRARY = load()
