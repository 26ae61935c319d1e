"""The ways in: sign in, a household's card, the demonstration's door."""
