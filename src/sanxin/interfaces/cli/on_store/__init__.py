"""Commands on the store. ``main`` prepares it before it imports any of these."""
