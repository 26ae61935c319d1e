"""Feasibility as it was found, version by version; nothing found is ever overwritten."""
