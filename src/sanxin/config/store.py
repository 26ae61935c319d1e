"""Where the rows are kept: SQLite in the data folder, or PostgreSQL by one address."""

from pathlib import Path
from typing import Any

import dj_database_url

# Without IMMEDIATE, two writers that both read first end in "database is locked"; with synchronous
# NORMAL a power cut may lose what was already acknowledged, and a ballot must not be lost.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def databases(url: str, data_dir: Path) -> dict[str, Any]:
    """Give Django's ``DATABASES`` for an address; none means SQLite in the data folder."""
    if not url:
        data_dir.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{(data_dir / 'sanxin.sqlite3').resolve()}"
    store: dict[str, Any] = dict(dj_database_url.parse(url))
    if store["ENGINE"].endswith("sqlite3"):
        store["OPTIONS"] = SQLITE_OPTIONS
    else:
        store["CONN_MAX_AGE"], store["CONN_HEALTH_CHECKS"] = 60, True
        # Values travel beside a statement: writing them into it takes our own process longer than the server to bind them.
        store.setdefault("OPTIONS", {})["server_side_binding"] = True
    return {"default": store}
