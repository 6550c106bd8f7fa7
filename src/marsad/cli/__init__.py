"""The command ``marsad``: reading, adding, asking and serving from a terminal."""

from marsad.cli.app import main

__all__ = ["main"]
