"""What the streams of an export claim of one another, derived again: rules, shares, agreements, contracts, the ledger."""
