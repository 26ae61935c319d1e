"""No template and no built asset styles inline, scripts inline, or fetches from elsewhere."""

import re
from pathlib import Path

import pytest

import sanxin.interfaces.web as web

ROOM = Path(web.__file__).parent
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))
BUILT = [path for path in sorted((ROOM / "static").rglob("*")) if path.suffix in (".css", ".js", ".svg")]
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_style_no_script_and_no_address(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:|https?://", page)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_form_that_writes_is_sealed(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert page.count('<form method="post"') == page.count("{% csrf_token %}") or path.name == "stale.html"


def test_built_assets_fetch_nothing_from_elsewhere() -> None:
    assert BUILT, "build the assets first: run.py does it"
    for path in BUILT:
        content = path.read_text(encoding="utf-8")
        for namespace in NAMESPACES:
            content = content.replace(namespace, "")
        assert not re.search(r"https?://|//cdn", content), path.name
