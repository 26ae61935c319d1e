"""Funding: a project's costs and sources, every household's share and payments, and the supervised account, in double entry."""
