-- From archive 7 to 8: numbers of rows are given by the writer, and what changed is written down for the search index.
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE change (
  kind TEXT NOT NULL, id INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_by_seq ON change (seq);
INSERT INTO change SELECT 'entity', id, row_number() OVER (ORDER BY id) FROM entity;
INSERT INTO change SELECT 'story', id, row_number() OVER (ORDER BY id) + (SELECT count(*) FROM entity) FROM story;
INSERT INTO counter SELECT 'change', count(*) FROM change;
INSERT INTO counter SELECT 'note', coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'note';
INSERT INTO counter SELECT 'judgement', coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'judgement';
INSERT INTO counter SELECT 'rejected', coalesce(max(id), 0) FROM rejected;
INSERT INTO counter SELECT name, value FROM total WHERE name = 'resolved';
DELETE FROM total WHERE name = 'resolved';
CREATE INDEX rejected_by_digest ON rejected (digest);
ALTER TABLE mention RENAME TO mention_before;
CREATE TABLE mention (
  story INTEGER NOT NULL REFERENCES story, place INT NOT NULL, start INT NOT NULL, stop INT NOT NULL, type TEXT NOT NULL,
  zone TEXT NOT NULL, how TEXT NOT NULL, score REAL NOT NULL, entity INTEGER REFERENCES entity, norm TEXT,
  PRIMARY KEY (story, place)
) STRICT, WITHOUT ROWID;
INSERT INTO mention
  SELECT story, row_number() OVER (PARTITION BY story ORDER BY id) - 1, start, stop, type, zone, how, score, entity, norm
  FROM mention_before;
DROP TABLE mention_before;
ALTER TABLE biography RENAME TO biography_before;
DROP INDEX biography_by_entity;
CREATE TABLE biography (
  page INTEGER PRIMARY KEY REFERENCES page, folded TEXT NOT NULL, name TEXT NOT NULL, text TEXT, source TEXT,
  birth_date TEXT, birth_precision TEXT, aliases TEXT NOT NULL
) STRICT;
INSERT INTO biography
  SELECT page, folded(name), name, text, source, birth_date, birth_precision, aliases FROM biography_before;
DROP TABLE biography_before;
CREATE INDEX biography_by_name ON biography (folded);
