"""Drawings of a site as SVG: one hand for screen, map file and print."""
