"""The printable assessment report."""
