"""Pages: server-rendered, Chinese first, for phones, desks and paper."""
