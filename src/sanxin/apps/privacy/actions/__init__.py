"""The privacy room's verbs; the only writers."""

from sanxin.apps.privacy.actions.letting_go import let_go
from sanxin.apps.privacy.actions.requests import answer_request, ask

__all__ = ["answer_request", "ask", "let_go"]
