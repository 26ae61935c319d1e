"""The words everyone speaks: values only. No Django, no disk, no clock, no network."""
