"""A person's data, sealed under a key of their own, and the digests by which it is found again."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from sanxin.apps.registry.models import Party
from sanxin.foundation.canonical import canonical_bytes
from sanxin.record.sealing import house_key, keyed_digest, new_key, seal, unseal


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a person. Empty is unknown."""

    name: str = ""
    phone: str = ""
    last4: str = ""


def sealed_columns(person: Person, public_id: str, wrapped_key: bytes | None = None) -> dict[str, Any]:
    """Give a party's columns for a person, under a new key or the one they have."""
    key = unseal(_wrapping_key(), wrapped_key, public_id) if wrapped_key else new_key()
    content = canonical_bytes({"name": person.name, "phone": person.phone, "last4": person.last4})
    return {
        "wrapped_key": wrapped_key or seal(_wrapping_key(), key, public_id),
        "sealed": seal(key, content, public_id),
        "name_hmac": look_up("name", person.name),
        "phone_hmac": look_up("phone", person.phone),
        "namesake_hmac": look_up("namesake", f"{person.name}/{person.last4}") if person.last4 else "",
    }


def person_of(party: Party) -> Person:
    """Open a party's data; nothing is known of an erased one."""
    if party.wrapped_key is None or party.sealed is None:
        return Person()
    key = unseal(_wrapping_key(), bytes(party.wrapped_key), party.public_id)
    return Person(**json.loads(unseal(key, bytes(party.sealed), party.public_id)))


def look_up(what: str, text: str) -> str:
    """Give the keyed digest under which a name, number or pair is found; nothing for nothing."""
    return keyed_digest(house_key(settings.SECRET_KEY, f"look-up:{what}"), text) if text else ""


def _wrapping_key() -> bytes:
    return house_key(settings.SECRET_KEY, "party")
