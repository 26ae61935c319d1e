"""The record: a Merkle log that outsiders can check. Knows no database."""
