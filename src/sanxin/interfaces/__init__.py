"""Four ways in; each translates, makes one call, and renders."""
