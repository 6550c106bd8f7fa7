"""Keeping the archive right: checked, mended, copied, read again."""
