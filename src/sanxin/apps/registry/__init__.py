"""What stands where and who belongs to it: compound, building, stairwell, dwelling; parties; the site."""
