"""The planner beside the same model given to HiGHS, and beside a planner by hand, in one run."""
