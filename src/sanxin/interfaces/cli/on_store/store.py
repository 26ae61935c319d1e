"""Making the store ready for a command: where its data lies, how it runs, and Django set up for it."""

import os
from collections.abc import Sequence
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

UNFIT = Sentence("store.settings", "{why}", "{why}")


class StoreUnfit(Refusal):
    """The surroundings do not say what the store needs to know."""


def prepare(command: str, arguments: Sequence[str]) -> None:
    """Set Django up; the demonstration runs on a data folder of its own.

    :raises StoreUnfit: if the settings are refused, as a production start without a secret is
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "sanxin.config.settings"
    if command == "demo":
        os.environ["SANXIN_MODE"] = "demo"
        os.environ["SANXIN_DATA"] = str(demo_folder(arguments) / "store")
        os.environ.pop("SANXIN_DATABASE_URL", None)
    try:
        django.setup()
    except ImproperlyConfigured as unfit:
        raise StoreUnfit(UNFIT.because(why=str(unfit))) from unfit


def demo_folder(arguments: Sequence[str]) -> Path:
    """Give the folder the demonstration keeps everything in."""
    given = list(arguments)
    if "--data" in given[:-1]:
        return Path(given[given.index("--data") + 1]).resolve()
    return Path.cwd() / "sanxin-data" / "demo"
