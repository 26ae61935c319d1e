"""Where the rows are kept: SQLite in the data folder, or PostgreSQL by one address."""

import os
from pathlib import Path
from typing import Any

import dj_database_url

# So long a writer waits for another, on either store, before it says that its turn did not come.
WAITS_S = 20
# Without IMMEDIATE, two writers that both read first end in "database is locked"; with synchronous
# NORMAL a power cut may lose what was already acknowledged, and a ballot must not be lost.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": WAITS_S,
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
        options = store.setdefault("OPTIONS", {})
        options["server_side_binding"] = True
        options.setdefault("options", f"-c lock_timeout={WAITS_S}s {os.environ.get('PGOPTIONS', '')}".strip())
    return {"default": store}
