"""Builds the sunlight engine's closed form in C as a plain shared library. Standard library only.

Used by ``run.py`` during set-up and by the build back end when a wheel is made. Where there is no C
compiler nothing is built, and Sanxin reckons with NumPy: the same answers, slower.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "sanxin" / "engines" / "sunlight" / "solve" / "compiled" / "closed_form.c"
BUILT = SOURCE.with_suffix({"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so"))
STAMP = SOURCE.with_suffix(".stamp")
COMPILERS = ("cc", "gcc", "clang")
# The same sums in the same order everywhere: no fused products, no reordering.
FLAGS = ("-std=c99", "-O3", "-shared", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=off")
UNIX_FLAGS = ("-fPIC", "-fvisibility=hidden")


def build(compiler: Sequence[str] | None = None) -> bool:
    """Build the library unless it is up to date; tell whether it is there.

    :param compiler: the command to compile with; the machine's own if not given
    """
    mark = fingerprint()
    if BUILT.is_file() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == mark:
        return True
    command = compiler or find_compiler()
    if not command:
        return False
    # Beside the place and then moved: a process that has the old one open keeps it, nobody sees half of one.
    fresh = BUILT.with_name(f"{BUILT.name}.{os.getpid()}")
    unix = () if os.name == "nt" else UNIX_FLAGS
    libraries = () if os.name == "nt" else ("-lm",)
    try:
        subprocess.run(
            [*command, *FLAGS, *unix, "-o", str(fresh), str(SOURCE), *libraries],
            capture_output=True,
            check=True,
        )
        fresh.replace(BUILT)
    except (OSError, subprocess.CalledProcessError):
        fresh.unlink(missing_ok=True)
        return False
    STAMP.write_text(mark, encoding="utf-8")
    return True


def find_compiler() -> tuple[str, ...]:
    """Find the machine's C compiler; empty if it has none."""
    found = next(filter(None, map(shutil.which, COMPILERS)), None)
    return (found,) if found else ()


def fingerprint() -> str:
    """Digest what the library is made from: the source, the flags, the machine."""
    machine = f"{sys.platform} {platform.machine()} {sysconfig.get_platform()} {FLAGS}"
    return hashlib.sha256(SOURCE.read_bytes() + machine.encode()).hexdigest()
