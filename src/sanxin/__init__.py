"""Sanxin (三新): renewing old neighbourhoods, stairwell by stairwell."""

__version__ = "0.1.0"
