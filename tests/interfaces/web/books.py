"""Workbooks and zipped folders as people hand them in."""

import io
import zipfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

HEAD = ("门栋", "室号", "楼层", "建筑面积", "业主", "电话")
GOOD = [
    ("1", "101", 1, 56.2, "王秀英", "13800000001"),
    ("1", "501", 5, 48.5, "孙大勇", "13811112222"),
    ("2", "３０１", 3, 60, "", ""),
]
BAD = [
    ("9", "101", 1, 50, "周", "13800000009"),
    ("2", "302", 3, "六十", "吴", "13800000010"),
    ("3", "501", 5, 61, "郑", "1380"),
]


def book(rows: list[tuple[object, ...]], name: str = "清册.xlsx") -> SimpleUploadedFile:
    """Write rows below the usual headings."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (HEAD, *rows):
        sheet.append(row)
    kept = io.BytesIO()
    made.save(kept)
    made.close()
    return SimpleUploadedFile(name, kept.getvalue())


def zipped(folder: Path, *, under: str = "", name: str = "小区.zip") -> SimpleUploadedFile:
    """Zip a folder as people do: the folder itself, or what is in it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"{under}{path.name}")
    return SimpleUploadedFile(name, kept.getvalue())
