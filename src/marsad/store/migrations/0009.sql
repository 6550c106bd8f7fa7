-- From archive 8 to 9: counts by month, quotes about an entity by their days, stories shown from page and layout.
CREATE TABLE entity_month (
  entity INTEGER NOT NULL REFERENCES entity, month TEXT NOT NULL, stories INT NOT NULL, copies INT NOT NULL,
  PRIMARY KEY (entity, month)
) STRICT, WITHOUT ROWID;
INSERT INTO entity_month
  SELECT entity, substr(day, 1, 7), sum(stories), sum(copies) FROM entity_day GROUP BY entity, substr(day, 1, 7);
CREATE INDEX source_day_by_day ON source_day (day, source, stories, copies);
ALTER TABLE quote_about RENAME TO quote_about_before;
CREATE TABLE quote_about (
  entity INTEGER NOT NULL REFERENCES entity, quote INTEGER NOT NULL REFERENCES quote, day TEXT NOT NULL,
  PRIMARY KEY (entity, day, quote)
) STRICT, WITHOUT ROWID;
INSERT INTO quote_about (entity, quote, day) SELECT entity, quote, day FROM quote_about_before;
DROP TABLE quote_about_before;
CREATE INDEX quote_about_by_quote ON quote_about (quote);
ALTER TABLE story_doc RENAME TO story_doc_before;
CREATE TABLE story_doc (story INTEGER PRIMARY KEY REFERENCES story, doc BLOB, layout BLOB) STRICT;
INSERT INTO story_doc SELECT story, CASE WHEN layout IS NULL THEN doc END, layout FROM story_doc_before;
DROP TABLE story_doc_before;
