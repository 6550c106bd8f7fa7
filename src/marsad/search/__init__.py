"""Search: an index derived from the archive, its query language, ranking, highlighting and suggestions."""
