-- From archive 10 to 11: what pages were read from, where stories went, and a checksum over what was read.
CREATE TABLE raw (
  page INTEGER PRIMARY KEY REFERENCES page, kind TEXT NOT NULL, given TEXT NOT NULL, size INT NOT NULL, data BLOB
) STRICT;
CREATE TABLE story_moved (key TEXT PRIMARY KEY, story TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX story_moved_by_story ON story_moved (story);
ALTER TABLE story_doc ADD COLUMN checksum TEXT;
