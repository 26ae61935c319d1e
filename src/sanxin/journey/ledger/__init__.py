"""A project's money: books in double entry, whether its sources cover its uses, and a bank statement held against it."""
