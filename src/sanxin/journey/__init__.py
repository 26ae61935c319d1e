"""The walk as pure functions, one file a stage."""
