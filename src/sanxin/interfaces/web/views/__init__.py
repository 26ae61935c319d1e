"""One file a matter; each view translates, makes one call, and renders."""
