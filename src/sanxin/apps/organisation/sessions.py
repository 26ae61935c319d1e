"""Browser sessions in the store, Django's own, each state written once: named in the settings as the session engine."""

from copy import deepcopy
from typing import Any

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """A session kept in the transaction of what it was given for is not written a second time when the page goes out.

    That second time could meet a busy store, after the one-time code was spent.
    """

    _kept: tuple[str | None, dict[str, Any]] | None = None

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Write the session unless it stands written just so."""
        if self._kept is not None and not must_create and self._kept == self._state():
            return
        super().save(must_create)
        self._kept = self._state()

    def _state(self) -> tuple[str | None, dict[str, Any]]:
        return self.session_key, deepcopy(dict(self.items()))
