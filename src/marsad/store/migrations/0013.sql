-- From archive 12 to 13: copies are found by what texts share. The stories that are there have no fingerprint yet
-- (shingles is null): the next run that resolves makes them.
ALTER TABLE story ADD COLUMN moment TEXT;
ALTER TABLE story ADD COLUMN agency TEXT;
ALTER TABLE story ADD COLUMN shingles INT;
CREATE TABLE fingerprint (
  hash INTEGER NOT NULL, story INTEGER NOT NULL REFERENCES story, PRIMARY KEY (hash, story)
) STRICT, WITHOUT ROWID;
CREATE TABLE common_fingerprint (hash INTEGER PRIMARY KEY, texts INT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE overlap (
  story INTEGER NOT NULL REFERENCES story, other INTEGER NOT NULL REFERENCES story, shared INT NOT NULL,
  size INT NOT NULL, other_size INT NOT NULL, names INT NOT NULL, PRIMARY KEY (story, other)
) STRICT, WITHOUT ROWID;
CREATE TABLE copy_of (
  story INTEGER PRIMARY KEY REFERENCES story, origin INTEGER NOT NULL REFERENCES story, kind TEXT NOT NULL,
  reason TEXT, share REAL NOT NULL, again INT NOT NULL,
  of_story INTEGER NOT NULL REFERENCES story
) STRICT;
CREATE INDEX copy_of_by_origin ON copy_of (origin);
