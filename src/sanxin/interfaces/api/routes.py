"""The interface, put together: every address stands on the door's one router."""

from sanxin.interfaces.api import deciding, reading
from sanxin.interfaces.api.door import api

__all__ = ["api", "deciding", "reading"]
