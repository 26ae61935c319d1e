"""Dated ordinances as data, and the reader that turns a place and a date into the rules in force."""
