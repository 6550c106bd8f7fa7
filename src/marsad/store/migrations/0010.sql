-- From archive 9 to 10: words are searched in an index beside the archive.
DROP TABLE IF EXISTS search;
DROP TABLE IF EXISTS quote_search;
DROP TABLE IF EXISTS name;
