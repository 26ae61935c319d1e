"""Projects: one over each scope, at a stage of the walk, with what proves it may go on."""
