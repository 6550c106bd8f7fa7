"""From a story to the names in it."""
