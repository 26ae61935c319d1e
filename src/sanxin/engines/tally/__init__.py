"""The tally: who must agree and who did, by area and by heads, exactly, and the smallest change that turns it."""
