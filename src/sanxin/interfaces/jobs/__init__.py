"""What the house does by the clock, with nobody at the door."""
