-- From archive 11 to 12: what all ways to write a page's address have in common, when it says that it was changed, and
-- the texts that a story had at its address one after another.
ALTER TABLE page ADD COLUMN address TEXT;
ALTER TABLE page ADD COLUMN modified TEXT;
CREATE INDEX page_by_address ON page (address) WHERE address IS NOT NULL;
CREATE TABLE version (
  story TEXT NOT NULL, page INTEGER NOT NULL REFERENCES page, key TEXT NOT NULL, time TEXT NOT NULL,
  words TEXT NOT NULL, stated TEXT NOT NULL, layout BLOB NOT NULL, named BLOB NOT NULL, changed INT NOT NULL,
  said INT NOT NULL, PRIMARY KEY (story, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_by_page ON version (page);
