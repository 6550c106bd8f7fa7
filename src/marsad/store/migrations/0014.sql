-- From archive 13 to 14: stories of one happening; the next run that resolves finds them.
CREATE TABLE sketch (story INTEGER PRIMARY KEY REFERENCES story, day TEXT NOT NULL, terms BLOB NOT NULL) STRICT;
CREATE TABLE sketch_key (
  day TEXT NOT NULL, term INTEGER NOT NULL, story INTEGER NOT NULL REFERENCES story, PRIMARY KEY (day, term, story)
) STRICT, WITHOUT ROWID;
CREATE TABLE likeness (
  story INTEGER NOT NULL REFERENCES story, other INTEGER NOT NULL REFERENCES story, score REAL NOT NULL,
  PRIMARY KEY (story, other)
) STRICT, WITHOUT ROWID;
CREATE TABLE happening (
  story INTEGER PRIMARY KEY REFERENCES story, first INTEGER NOT NULL REFERENCES story, day TEXT NOT NULL
) STRICT;
CREATE INDEX happening_by_first ON happening (first);
CREATE INDEX happening_by_day ON happening (day, first);
CREATE TABLE waiting (story INTEGER PRIMARY KEY) STRICT;
INSERT INTO waiting SELECT id FROM story WHERE day <> '';
