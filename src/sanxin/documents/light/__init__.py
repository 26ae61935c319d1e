"""A dwelling's light as its household reads it: a sentence and a bar for each window, on screen and on paper."""
