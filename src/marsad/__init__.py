"""Marsad (مرصد), the open observatory of Arabic news."""

__version__ = "0.1.0"
