-- From archive 6 to 7: what was read and who stands for it are kept apart.
ALTER TABLE story ADD COLUMN version TEXT NOT NULL DEFAULT '';
ALTER TABLE story_doc ADD COLUMN layout BLOB;
ALTER TABLE entity ADD COLUMN kept INTEGER REFERENCES entity;
ALTER TABLE entity ADD COLUMN block TEXT;
ALTER TABLE entity ADD COLUMN called TEXT;
ALTER TABLE entity ADD COLUMN described TEXT;
ALTER TABLE entity ADD COLUMN searched INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entity_by_kept ON entity (kept) WHERE kept IS NOT NULL;
CREATE INDEX entity_by_block ON entity (block) WHERE block IS NOT NULL;
CREATE INDEX entity_by_called ON entity (called) WHERE called IS NOT NULL;
CREATE INDEX entity_by_status ON entity (status) WHERE status = 'known';
CREATE TABLE sighting (
  story INTEGER NOT NULL REFERENCES story, entity INTEGER NOT NULL REFERENCES entity, titles TEXT NOT NULL,
  company TEXT NOT NULL, PRIMARY KEY (story, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX sighting_by_entity ON sighting (entity, story);
CREATE TABLE judgement (
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, entity TEXT NOT NULL, other TEXT, value TEXT,
  score REAL, reasons TEXT NOT NULL, made_by TEXT NOT NULL, made TEXT NOT NULL, undone TEXT
) STRICT;
CREATE INDEX judgement_by_entity ON judgement (entity);
CREATE INDEX judgement_by_other ON judgement (other) WHERE other IS NOT NULL;
ALTER TABLE mention ADD COLUMN norm TEXT;
ALTER TABLE quote ADD COLUMN speaker_read INTEGER REFERENCES entity;
ALTER TABLE quote ADD COLUMN about_read TEXT NOT NULL DEFAULT '[]';
ALTER TABLE label_use ADD COLUMN entity_read INTEGER REFERENCES entity;
UPDATE story SET version = (SELECT version FROM page WHERE page.id = story.page);
UPDATE quote SET speaker_read = speaker;
UPDATE quote SET about_read = (
  SELECT json_group_array(entity) FROM (SELECT entity FROM quote_about WHERE quote_about.quote = quote.id ORDER BY entity));
UPDATE label_use SET entity_read = entity;
UPDATE entity SET block = block_of(type, name) WHERE status = 'candidate';
INSERT INTO sighting
  SELECT named.story, named.entity,
    (SELECT json_group_array(title) FROM (SELECT DISTINCT folded(text) AS title FROM label_use AS put
      WHERE put.story = named.story AND put.entity = named.entity AND put.kind = 'title' ORDER BY 1)),
    (SELECT json_group_array(key) FROM (SELECT DISTINCT e.key FROM story_entity AS beside JOIN entity AS e
      ON e.id = beside.entity WHERE beside.story = named.story AND e.status = 'catalogue' AND e.type <> 'LOC' ORDER BY 1))
  FROM story_entity AS named JOIN entity ON entity.id = named.entity AND entity.status = 'candidate';
CREATE TABLE entity_title (
  entity INTEGER NOT NULL REFERENCES entity, text TEXT NOT NULL, stories INTEGER NOT NULL, first_day TEXT, last_day TEXT,
  story INTEGER NOT NULL REFERENCES story, PRIMARY KEY (entity, text)
) STRICT, WITHOUT ROWID;
INSERT INTO entity_title
  SELECT entity_read, text, count(DISTINCT story), min(nullif(day, '')), max(nullif(day, '')), min(story) FROM label_use
  WHERE kind = 'title' GROUP BY entity_read, text;
