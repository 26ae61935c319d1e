"""What is written about the house is true of it: glossary, pictures, commands, addresses."""

import re
import subprocess
from pathlib import Path

import pytest

from sanxin.interfaces.cli.main import COMMANDS
from sanxin.journey.stages import STAGES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "sanxin"
DOCS = ROOT / "docs"
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    if name
]
TEXTS = [
    path
    for path in TRACKED
    if path.suffix
    in {".py", ".md", ".toml", ".html", ".css", ".mjs", ".json", ".yaml", ".sh", ".lock", ".typ"}
    and path.is_file()
]

GLOSSARY = dict(
    re.findall(r"^\| `(\w+)` \| (.+?) \|", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.M)
)
BANNED = dict(
    re.findall(r"^\| ~~(\w+)~~ \| `(\w+)` \|", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.M)
)


def test_the_glossary_has_the_words_of_the_field_and_the_synonyms_nobody_uses() -> None:
    assert {
        "compound",
        "building",
        "stairwell",
        "dwelling",
        "owner",
        "occupier",
        "neighbourhood",
    } <= GLOSSARY.keys()
    assert set(BANNED.values()) <= GLOSSARY.keys()


@pytest.mark.parametrize("synonym", sorted(BANNED))
def test_no_name_in_the_source_uses_a_banned_synonym(synonym: str) -> None:
    word = rf"(?:\w*_)?{synonym}s?(?:_\w*)?"
    name = re.compile(rf"\b(?:class|def)\s+{word}\b|^\s*{word}\s*[:=]", re.I | re.M)
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0).strip()}"
        for path in SOURCE.rglob("*.py")
        for match in name.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_picture_of_the_house_shows_every_room_and_no_other() -> None:
    picture = (DOCS / "house.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert set(re.findall(r"^\| `(\w+)/` \|", picture, re.M)) == rooms
    apps = {path.parent.name for path in SOURCE.glob("apps/*/__init__.py")}
    assert set(re.findall(r"^\| `apps/(\w+)/` \|", picture, re.M)) == apps


def test_the_walk_names_every_stage() -> None:
    walk = (DOCS / "walk.md").read_text(encoding="utf-8")
    assert [code for code in STAGES if f"`{code}`" not in walk] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_gives_the_two_commands_and_shows_the_thing_on_its_first_screen(name: str) -> None:
    first = "\n".join((ROOT / name).read_text(encoding="utf-8").splitlines()[:40])
    assert re.findall(r"^python3 run\.py \w+", first, re.M) == ["python3 run.py demo", "python3 run.py test"]
    (picture,) = re.findall(r"!\[[^\]]*\]\(([^)]+\.png)\)", first)
    assert (ROOT / picture).is_file()


def test_every_command_is_documented() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`sanxin {name}" not in page] == []


def test_every_link_between_papers_leads_somewhere() -> None:
    broken = []
    for page in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} → {target}")
    assert broken == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_nothing_is_fetched_from_the_outside_at_run_time() -> None:
    outside = re.compile(r"""(?:src|href|@import|url\()\s*=?\s*["'(]?\s*https?://""", re.I)
    found = [
        str(path)
        for path in TEXTS
        if path.suffix in {".html", ".css", ".mjs", ".typ"}
        and outside.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_lock_and_no_paper_names_where_packages_are_downloaded_from() -> None:
    address = re.compile(
        r'"resolved":\s*"|--(?:extra-)?index-url|registry\s*=\s*http|https?://[^\s"]*(?:/simple/|/packages/)'
    )
    assert [
        str(path)
        for path in TEXTS
        if path != Path(__file__) and address.search(path.read_text(encoding="utf-8"))
    ] == []


def test_no_built_or_foreign_file_is_committed() -> None:
    foreign = re.compile(r"\.min\.(js|css)$|node_modules/|/vendor/|\.(woff2?|ttf|otf)$")
    assert [str(path) for path in TRACKED if foreign.search(path.as_posix())] == []
