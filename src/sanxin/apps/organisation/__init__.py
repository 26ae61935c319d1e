"""Who may do what, where and when: accounts, the five-level tree, micro-grids, bodies, mandates."""
