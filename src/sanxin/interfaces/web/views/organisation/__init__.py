"""The organisation: its tree, who is appointed, its bodies, its micro-grids."""
