"""A defect of ours, told: loaded only when there is one."""

import sys
import tempfile
import traceback


def tell() -> None:
    """Keep the traceback of the fault at hand in a file, and say where it is."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="sanxin-", suffix=".txt", delete=False, encoding="utf-8"
    ) as kept:
        traceback.print_exc(file=kept)
    print(
        f"程序出错了，这是我们的问题。详情已存入 {kept.name}，请随问题一并反馈。\n"
        f"  Something broke, and it is our fault. Details are in {kept.name}; please send them with your report.",
        file=sys.stderr,
    )
