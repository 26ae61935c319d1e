"""How the demonstration compounds are made: drawn by rule, peopled from a seed, obstacles on a ledger."""
