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
# Four floors at once where the processor can; the library is asked whether it can before it is used. Not on Windows:
# GCC keeps wide numbers there where the stack does not lie as they must (gcc.gnu.org/PR54412), and the process dies.
WIDE = ("-mavx",) if platform.machine() == "x86_64" and sys.platform != "win32" else ()
CAN = "import ctypes, sys; sys.exit(not ctypes.CDLL(sys.argv[1]).closed_form_runs_here())"


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
    try:
        if not any(compile_to(fresh, command, wide) and runs_here(fresh) for wide in (WIDE, ())):
            return False
        fresh.replace(BUILT)
    finally:
        fresh.unlink(missing_ok=True)
    STAMP.write_text(mark, encoding="utf-8")
    return True


def compile_to(fresh: Path, command: Sequence[str], wide: Sequence[str]) -> bool:
    """Compile the source to a library; tell whether the compiler could."""
    unix = () if os.name == "nt" else UNIX_FLAGS
    libraries = () if os.name == "nt" else ("-lm",)
    try:
        subprocess.run(
            [*command, *FLAGS, *wide, *unix, "-o", str(fresh), str(SOURCE), *libraries],
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def runs_here(built: Path) -> bool:
    """Ask a library, in a process of its own, whether this machine's processor can run it."""
    asked = subprocess.run([sys.executable, "-c", CAN, str(built)], check=False, capture_output=True)
    return asked.returncode == 0


def find_compiler() -> tuple[str, ...]:
    """Find the machine's C compiler; empty if it has none."""
    found = next(filter(None, map(shutil.which, COMPILERS)), None)
    return (found,) if found else ()


def fingerprint() -> str:
    """Digest what the library is made from: the source, the flags, the machine."""
    machine = f"{sys.platform} {platform.machine()} {sysconfig.get_platform()} {FLAGS} {WIDE}"
    return hashlib.sha256(SOURCE.read_bytes() + machine.encode()).hexdigest()
