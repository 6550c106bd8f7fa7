"""The questions that the pages of the observatory ask."""
