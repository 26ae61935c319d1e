"""Readers: files as people really hand them in → values, with a sentence for every fault."""
