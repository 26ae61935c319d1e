"""Funding: the ledger of a project, what a household has paid, and the bank statement held against it."""
