"""Append-only streams and evidence by hash: what happened, provable to outsiders."""
