"""Lists of dwellings as people keep them → rows."""
