"""Writers of spreadsheets: an assessment, a share table that reckons, the list of dwellings to fill in."""
