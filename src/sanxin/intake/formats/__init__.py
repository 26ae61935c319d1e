"""File formats → raw features, unjudged."""
