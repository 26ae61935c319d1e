"""The committed list of addresses is the real one: a change shows in a review."""

from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

LIST = Path(__file__).with_name("routes.txt")


def real(patterns: list[URLPattern | URLResolver], before: str = "/") -> list[str]:
    found = []
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += real(one.url_patterns, here)
        else:
            found.append(f"{here}  {one.name}")
    return found


def test_the_list_of_addresses_is_the_real_one() -> None:
    assert LIST.read_text(encoding="utf-8").splitlines() == real(get_resolver().url_patterns), (
        "addresses changed: write them to tests/house/routes.txt"
    )
