"""How an assessment is told: stairwells, plan and measures, windows, as the file that is handed on has them."""
