"""Sharing a cost: who pays what, exactly, to the fen, by a rule that people agreed on."""
