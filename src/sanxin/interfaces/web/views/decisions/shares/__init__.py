"""The share workbench of a stairwell: try a sharing, compare, print, export, put it on record, stand on a floor."""
