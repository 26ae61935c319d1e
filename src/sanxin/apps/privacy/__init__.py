"""Privacy: what a household asks about its own data, the answers, and how long each class of records is kept."""
