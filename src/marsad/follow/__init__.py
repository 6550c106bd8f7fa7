"""Following sites: finding what they publish, fetching it politely, keeping it raw, and adding it to the archive."""
