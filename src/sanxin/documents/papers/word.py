"""The same papers in Word: by our own layout, or poured into a template that an office edits itself."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import segno
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from sanxin.documents.papers.paper import Block, Boxes, Code, Lines, Paper, Rows, Text
from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

BODY = "正文"
SIZES = {"body": 12, "large": 17, "small": 10, "heading": 14}
A4_MM = (210, 297)
FAMILY = "Noto Sans SC"

UNKNOWN_FIELD = Sentence(
    "papers.unknown_field",
    "模板“{file}”里的 {{{{ {found} }}}} 没有对应的内容。可用的有：{known}。",
    "The template “{file}” names {{{{ {found} }}}}, which this paper has not. It has: {known}.",
)
UNREADABLE = Sentence(
    "papers.template",
    "模板“{file}”读不出来：{why}。请用 Word 另存为 .docx 再放回去。",
    "The template “{file}” cannot be read: {why}. Save it in Word as .docx and put it back.",
)


def paper_docx(papers: Sequence[Paper], template: Path | None = None) -> bytes:
    """Write papers in Word, each on a page of its own; with a template, the first one into it.

    A template names fields such as ``{{ 小区 }}``, and ``{{p 正文 }}`` where the paper's own blocks go.

    :raises Refusal: if the template cannot be read, or names a field this paper has not
    """
    if template is not None:
        return _poured(papers[0], template)
    made: Any = Document()
    _page(made)
    for number, paper in enumerate(papers):
        if number:
            made.add_page_break()
        head = made.add_paragraph()
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(head, paper.title, 20, bold=True)
        for block in paper.blocks:
            _block(made, block)
        if paper.footer:
            _run(made.add_paragraph(), paper.footer, 8)
    return _bytes(made)


def _poured(paper: Paper, template: Path) -> bytes:
    try:
        opened = DocxTemplate(str(template))
        body = opened.new_subdoc()
        for block in paper.blocks:
            _block(body, block)
        context: dict[str, Any] = {**paper.fields, "标题": paper.title, BODY: body}
        unknown = sorted(opened.get_undeclared_template_variables(context=context))
        if unknown:
            known = "、".join(["标题", BODY, *paper.fields])
            raise Refusal(UNKNOWN_FIELD.because(file=template.name, found=unknown[0], known=known))
        opened.render(context, autoescape=True)
    except (TemplateError, OpcError, KeyError, ValueError, OSError) as broken:
        why = f"{type(broken).__name__}: {broken}"
        raise Refusal(UNREADABLE.because(file=template.name, why=why)) from broken
    return _bytes(opened)


def _page(made: Any) -> None:
    style = made.styles["Normal"]
    style.font.name, style.font.size = FAMILY, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FAMILY)
    section = made.sections[0]
    section.page_width, section.page_height = Mm(A4_MM[0]), Mm(A4_MM[1])
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)


def _block(made: Any, block: Block) -> None:
    match block:
        case Text(words, size):
            _run(made.add_paragraph(), words, SIZES[size], bold=size == "heading")
        case Rows(head, rows, _):
            _table(made, [head, *rows])
        case Boxes(answers):
            _run(made.add_paragraph(), "　　".join(f"□ {answer}" for answer in answers), SIZES["large"])
        case Lines(labels):
            for label in labels:
                _run(made.add_paragraph(), f"{label} ____________________", SIZES["body"])
        case Code(content, words):
            drawn = io.BytesIO()
            segno.make(content, error="m").save(drawn, kind="png", scale=8, border=2)
            drawn.seek(0)
            made.add_paragraph().add_run().add_picture(drawn, width=Mm(32))
            _run(made.add_paragraph(), words, SIZES["small"])


def _table(made: Any, rows: Sequence[Sequence[str]]) -> None:
    table = made.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for row, cells in zip(rows, table.rows, strict=True):
        for words, cell in zip(row, cells.cells, strict=True):
            _run(cell.paragraphs[0], words, 10, bold=row is rows[0])


def _run(paragraph: Any, words: str, points: float, *, bold: bool = False) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.bold = Pt(points), bold
    run.font.name = FAMILY
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FAMILY)  # noqa: SLF001 - python-docx has no other way to say it


def _bytes(made: Any) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()
