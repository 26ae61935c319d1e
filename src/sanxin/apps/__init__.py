"""Rooms with tables. A room imports only the actions and queries of rooms below it."""
