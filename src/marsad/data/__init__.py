"""Data files that ship with Marsad; no code."""
