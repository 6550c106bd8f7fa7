"""From a story and its names to who said what."""
