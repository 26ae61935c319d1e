"""A request's words, sealed under a key of its own; and the codes a request is sorted by."""

import json

from django.conf import settings

from sanxin.apps.privacy.models import DataRequest
from sanxin.foundation.canonical import canonical_bytes
from sanxin.record.sealing import house_key, keyed_digest, new_key, seal, unseal

KINDS = ("correct", "erase", "withdraw", "explain")
ABOUT = ("dwelling", "people", "phone", "visits", "helper", "other")
HOW = ("done", "declined")


def shut(request: DataRequest, words: str, right: str) -> str:
    """Seal what is asked into a request, under a new key; give the digest the journal carries.

    The digest is keyed: once the key is gone nobody can guess the words and try them.
    """
    key = new_key()
    request.wrapped_key = seal(_wrapping_key(), key, request.public_id)
    request.sealed = seal(key, canonical_bytes({"words": words, "right": right}), request.public_id)
    return keyed_digest(key, f"{words}\n{right}")


def shut_answer(request: DataRequest, reason: str) -> tuple[bytes, str]:
    """Seal an answer's reason under its request's key; give it with the digest the journal carries."""
    key = _key_of(request)
    return seal(key, reason.encode(), f"answer {request.public_id}"), keyed_digest(key, reason)


def words_of(request: DataRequest) -> tuple[str, str]:
    """Open what is asked: the words, and what would be right; nothing once it was let go."""
    if request.sealed is None or request.wrapped_key is None:
        return "", ""
    told = json.loads(unseal(_key_of(request), bytes(request.sealed), request.public_id))
    return told["words"], told["right"]


def reason_of(request: DataRequest, sealed: bytes | memoryview | None) -> str:
    """Open an answer's reason; nothing once it was let go."""
    if sealed is None or request.wrapped_key is None:
        return ""
    return unseal(_key_of(request), bytes(sealed), f"answer {request.public_id}").decode()


def _key_of(request: DataRequest) -> bytes:
    return unseal(_wrapping_key(), bytes(request.wrapped_key or b""), request.public_id)


def _wrapping_key() -> bytes:
    return house_key(settings.SECRET_KEY, "privacy")
