"""``sanxin verify EXPORT.zip``: an outsider confirms a record, or names what was tampered with. No database."""

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sanxin.foundation.finding import Words
from sanxin.foundation.refusal import Fault, InputRefused
from sanxin.record.export import Export, read_export
from sanxin.record.reading import shown
from sanxin.record.verify import Finding, against, covered, guarded, receipt_holds, root_holds, verify
from sanxin.record.verify.outside import read_receipt

MARKS = {"holds": "✓", "broken": "✗", "unknown": "？"}
ROOT = re.compile(r"^(?P<root>[0-9a-fA-F]{20,64})@(?P<size>[1-9]\d*)$")
SUMMARY = {
    "broken": Words("发现 {count} 处不符，记录不可信。", "{count} things do not hold: the record is not to be trusted."),
    "unknown": Words("没有发现不符；有 {count} 点单凭这份文件看不出来。", "Nothing is broken; {count} things cannot be known from this."),
    "holds": Words("全部成立。", "Everything holds."),
}  # fmt: skip


def root_and_size(text: str) -> tuple[str, int]:
    """Read a printed root.

    :raises argparse.ArgumentTypeError: with a sentence, if it is none
    """
    found = ROOT.match("".join(text.split()))
    if found is None:
        sentence = f"“{text}”不是印出来的根，应为 20 至 64 位十六进制@条数。Not a printed root: 20 to 64 hexadecimal digits, @, how many entries."
        raise argparse.ArgumentTypeError(sentence)
    return found["root"], int(found["size"])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("export", type=Path, metavar="EXPORT.zip", help="记录导出 · an export of a record")
    parser.add_argument(
        "--root", type=root_and_size, action="append", default=[], metavar="HEX@SIZE", help="公示或回执上印的根 · the root on a notice or a receipt"
    )  # fmt: skip
    parser.add_argument("--receipt", type=Path, metavar="FILE", help="自己的回执 · your own receipt")
    parser.add_argument(
        "--against",
        type=Path,
        metavar="OTHER.zip",
        help="别人手里的导出 · the export somebody else was given",
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON · print JSON")


def run(chosen: argparse.Namespace) -> int:
    """Verify, say everything that was checked, and give 1 if anything is broken."""
    export = read_export(chosen.export.name, chosen.export.read_bytes())
    findings = verify(export, outside=True)
    reach = [0]
    for root, size in chosen.root:
        findings.append(root_holds(export, root, size))
        reach.append(size)
    if chosen.receipt:
        receipt, said = _receipt(export, chosen.receipt)
        findings += said
        reach.append(receipt["size"])
    if chosen.against:
        content = chosen.against.read_bytes()
        other = read_export(chosen.against.name, content)
        findings += guarded(Words("--against", "--against"), against(export, other))
        # The same file twice proves nothing.
        reach.append(len(other.log) if content != chosen.export.read_bytes() else 0)
    findings += covered(export, max(reach))
    worst = _worst(findings)
    if chosen.json:
        written = {"schema_version": 1, "verdict": worst, "findings": [one.to_json() for one in findings]}
        print(json.dumps(written, ensure_ascii=False, indent=1))
    else:
        _print(findings, worst)
    return 1 if worst == "broken" else 0


def _receipt(export: Export, file: Path) -> tuple[Mapping[str, Any], list[Finding]]:
    try:
        receipt = read_receipt(file.read_bytes())
    except ValueError as unreadable:
        raise InputRefused([
            Fault(
                "verify.receipt", shown(file.name), Words("整个文件", "the whole file"), shown(str(unreadable)),
                Words("住户页下载的回执（JSON）", "a receipt as a household's page gives it (JSON)"),
                Words("请重新下载回执。", "Download the receipt again."),
            )
        ]) from unreadable  # fmt: skip
    return receipt, list(guarded(Words("--receipt", "--receipt"), receipt_holds(export, receipt)))


def _worst(findings: list[Finding]) -> str:
    verdicts = {one.verdict for one in findings}
    return next(verdict for verdict in ("broken", "unknown", "holds") if verdict in verdicts)


def _print(findings: list[Finding], worst: str) -> None:
    for one in findings:
        print(f"{MARKS[one.verdict]} {one.because.say('zh')}\n    {one.because.say('en')}")
    count = sum(one.verdict == worst for one in findings)
    print(SUMMARY[worst].zh.format(count=count), SUMMARY[worst].en.format(count=count), sep="\n")
