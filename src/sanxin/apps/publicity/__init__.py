"""Publicity: what is posted where and until when, with a photograph from every stairwell."""
