"""Public ids: random, so that nobody can count or guess what stands behind an address or a QR code."""

import secrets

ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"
PUBLIC_ID_LENGTH = 17  # 32 signs carry 5 bits each: 85 bits


def new_public_id() -> str:
    """Give a fresh random id of at least 80 bits, without letters that are mistaken for others."""
    draw = int.from_bytes(secrets.token_bytes(11))
    return "".join(ALPHABET[draw >> (5 * place) & 31] for place in range(PUBLIC_ID_LENGTH))
