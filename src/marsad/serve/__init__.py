"""The observatory on the web."""
