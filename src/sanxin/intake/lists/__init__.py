"""Lists as offices keep them, Excel or CSV: of dwellings, and of compounds."""
