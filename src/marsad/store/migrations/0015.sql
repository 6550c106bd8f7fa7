-- From archive 14 to 15: rewritten texts are found by what phrases they share. Copies are found anew by the next run that
-- resolves (shingles is null).
DELETE FROM fingerprint;
DELETE FROM common_fingerprint;
DROP TABLE overlap;
CREATE TABLE overlap (
  story INTEGER NOT NULL REFERENCES story, other INTEGER NOT NULL REFERENCES story, shared INT NOT NULL,
  size INT NOT NULL, other_size INT NOT NULL, names INT NOT NULL, phrases INT NOT NULL, own_phrases INT NOT NULL,
  other_phrases INT NOT NULL, PRIMARY KEY (story, other)
) STRICT, WITHOUT ROWID;
UPDATE story SET shingles = NULL;
