"""From a page to its stories."""
