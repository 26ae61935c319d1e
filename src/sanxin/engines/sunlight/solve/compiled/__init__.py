"""The closed form in C: the same answers as the NumPy closed form, some hundred times as quick."""
