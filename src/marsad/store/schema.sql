-- The archive, version 16. Times are ISO text; days are ISO days, '' where a story has none. INTEGER is a number of a row,
-- INT a small one. Numbers of rows are given by the one writer, rising; those of notes and judgements never again.
CREATE TABLE page (
  id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, path TEXT NOT NULL, url TEXT, seen TEXT, encoding TEXT NOT NULL,
  size INT NOT NULL, type TEXT NOT NULL, site TEXT, title TEXT, tag TEXT, version TEXT NOT NULL, added TEXT NOT NULL,
  text BLOB NOT NULL, address TEXT, modified TEXT
) STRICT;
CREATE INDEX page_by_address ON page (address) WHERE address IS NOT NULL;
-- What a page was read from, compressed, and what came beside it (intake.raw): a better reader reads it again. ``data``
-- is null where it is the text of the page in UTF-8.
CREATE TABLE raw (
  page INTEGER PRIMARY KEY REFERENCES page, kind TEXT NOT NULL, given TEXT NOT NULL, size INT NOT NULL, data BLOB
) STRICT;
CREATE TABLE source (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_en TEXT, kind TEXT NOT NULL,
  stories INT NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE story (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, page INTEGER NOT NULL REFERENCES page, place INT NOT NULL,
  source INTEGER REFERENCES source, title TEXT NOT NULL, title_hash TEXT NOT NULL, kicker TEXT, day TEXT NOT NULL, day_from TEXT, day_to TEXT,
  how TEXT, body_hash TEXT NOT NULL, is_copy INT NOT NULL, version TEXT NOT NULL DEFAULT '', moment TEXT, agency TEXT,
  shingles INT
) STRICT;
CREATE INDEX story_by_page ON story (page, place);
CREATE INDEX story_by_day ON story (day, id);
CREATE INDEX story_by_source ON story (source, day, id);
CREATE INDEX story_by_title ON story (title_hash);
CREATE INDEX story_by_body ON story (body_hash);
-- Where the parts of a story stand in its page; stories of archive 6 have their parts in ``doc`` instead. ``checksum`` is
-- over everything that was read in the story (store.checksums): nobody may change that, only read again.
CREATE TABLE story_doc (story INTEGER PRIMARY KEY REFERENCES story, doc BLOB, layout BLOB, checksum TEXT) STRICT;
-- How copies are found. Of stories with the same text (body_hash) the one with the lowest number stands for all. Its
-- fingerprint (copies.shingles; copies.phrases, below zero), the fingerprints that too many texts have to tell anything,
-- and with what other texts it shares at least half of the shorter one, or is a rewriting of (each pair both ways, sizes
-- in shingles and in phrases; names: Overlap.names).
CREATE TABLE fingerprint (
  hash INTEGER NOT NULL, story INTEGER NOT NULL REFERENCES story, PRIMARY KEY (hash, story)
) STRICT, WITHOUT ROWID;
CREATE TABLE common_fingerprint (hash INTEGER PRIMARY KEY, texts INT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE overlap (
  story INTEGER NOT NULL REFERENCES story, other INTEGER NOT NULL REFERENCES story, shared INT NOT NULL,
  size INT NOT NULL, other_size INT NOT NULL, names INT NOT NULL, phrases INT NOT NULL, own_phrases INT NOT NULL,
  other_phrases INT NOT NULL, PRIMARY KEY (story, other)
) STRICT, WITHOUT ROWID;
-- Stories of one text: ``origin`` is where it stood first, for the ``reason`` (of the origin alone); ``kind`` and
-- ``share`` say what the story is of ``of_story``, with which it shares most, and how much of it stands there; ``again``, that most of it stood in an
-- earlier one, so that it is a copy (story.is_copy) and no text of its own.
CREATE TABLE copy_of (
  story INTEGER PRIMARY KEY REFERENCES story, origin INTEGER NOT NULL REFERENCES story, kind TEXT NOT NULL,
  reason TEXT, share REAL NOT NULL, again INT NOT NULL,
  of_story INTEGER NOT NULL REFERENCES story
) STRICT;
CREATE INDEX copy_of_by_origin ON copy_of (origin);
-- What each dated story is about (happenings.sketches), the weightiest terms of it by which others find it, stories that
-- are alike (each pair both ways), and the happening of each story: the story that tells it first. ``waiting`` are
-- stories that are to be looked at (again): added, read again, or of an archive that had no happenings.
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
-- Earlier addresses of stories that another reading of their page names otherwise, or another version of their text.
CREATE TABLE story_moved (key TEXT PRIMARY KEY, story TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX story_moved_by_story ON story_moved (story);
-- The texts that a story (its key) had at its web address, one for each page that was read there, where several were.
-- ``key`` is the id that the text would have by itself, ``time`` when it was read or says that it was written, ``words``
-- stands for its folded words. ``changed``: it differs from the one before; ``said``: its page says so (``stated``).
CREATE TABLE version (
  story TEXT NOT NULL, page INTEGER NOT NULL REFERENCES page, key TEXT NOT NULL, time TEXT NOT NULL,
  words TEXT NOT NULL, stated TEXT NOT NULL, layout BLOB NOT NULL, named BLOB NOT NULL, changed INT NOT NULL,
  said INT NOT NULL, PRIMARY KEY (story, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_by_page ON version (page);
CREATE TABLE teaser (
  page INTEGER NOT NULL REFERENCES page, place INT NOT NULL, title TEXT, summary TEXT, category TEXT, url TEXT,
  PRIMARY KEY (page, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE label (
  kind TEXT NOT NULL, folded TEXT NOT NULL, story INTEGER NOT NULL REFERENCES story, text TEXT NOT NULL,
  PRIMARY KEY (kind, folded, story)
) STRICT, WITHOUT ROWID;
-- ``kept`` is the entity that stands for this one, null for itself. Names, marks, mention.entity, columns in _read and
-- entity_form keep what was read; story_entity, entity_day, quote.speaker, quote_about, event_actor and
-- label_use.entity follow ``kept``. ``called`` and ``described`` are a person's words; ``searched``: the last story
-- that was searched for a learned name.
CREATE TABLE entity (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_en TEXT, type TEXT NOT NULL,
  status TEXT NOT NULL, qid TEXT, stories INT NOT NULL DEFAULT 0, mentions INT NOT NULL DEFAULT 0,
  kept INTEGER REFERENCES entity, block TEXT, called TEXT, described TEXT, searched INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX entity_by_stories ON entity (stories DESC, key);
CREATE INDEX entity_by_kept ON entity (kept) WHERE kept IS NOT NULL;
CREATE INDEX entity_by_block ON entity (block) WHERE block IS NOT NULL;
CREATE INDEX entity_by_called ON entity (called) WHERE called IS NOT NULL;
CREATE INDEX entity_by_status ON entity (status) WHERE status = 'known';
-- Where pass one saw a name that no catalogue knows, with its titles and company: what resolving judges by.
CREATE TABLE sighting (
  story INTEGER NOT NULL REFERENCES story, entity INTEGER NOT NULL REFERENCES entity, titles TEXT NOT NULL,
  company TEXT NOT NULL, PRIMARY KEY (story, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX sighting_by_entity ON sighting (entity, story);
-- Who is who: kind merge, born (made by rule), merge, split, rename, describe (made by a person); keys of entities.
CREATE TABLE judgement (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, entity TEXT NOT NULL, other TEXT, value TEXT,
  score REAL, reasons TEXT NOT NULL, made_by TEXT NOT NULL, made TEXT NOT NULL, undone TEXT
) STRICT;
CREATE INDEX judgement_by_entity ON judgement (entity);
CREATE INDEX judgement_by_other ON judgement (other) WHERE other IS NOT NULL;
CREATE TABLE entity_form (
  entity INTEGER NOT NULL REFERENCES entity, text TEXT NOT NULL, folded TEXT NOT NULL, count INT NOT NULL,
  PRIMARY KEY (entity, text)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_form_by_folded ON entity_form (folded);
CREATE TABLE story_entity (
  entity INTEGER NOT NULL REFERENCES entity, story INTEGER NOT NULL REFERENCES story, day TEXT NOT NULL,
  source INTEGER, count INT NOT NULL, is_copy INT NOT NULL,
  PRIMARY KEY (entity, day, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_of_story ON story_entity (story, entity);
CREATE TABLE mention (
  story INTEGER NOT NULL REFERENCES story, place INT NOT NULL, start INT NOT NULL, stop INT NOT NULL, type TEXT NOT NULL,
  zone TEXT NOT NULL, how TEXT NOT NULL, score REAL NOT NULL, entity INTEGER REFERENCES entity, norm TEXT,
  PRIMARY KEY (story, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE quote (
  id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES story, start INT NOT NULL, stop INT NOT NULL,
  text TEXT NOT NULL, direct INT NOT NULL, zone TEXT NOT NULL, speaker INTEGER REFERENCES entity,
  speaker_name TEXT, cue TEXT, stance TEXT NOT NULL, implicit INT NOT NULL, how TEXT NOT NULL, score REAL NOT NULL,
  day TEXT NOT NULL, source INTEGER, marks TEXT NOT NULL, venue TEXT, addressee TEXT,
  speaker_read INTEGER REFERENCES entity, about_read TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX quote_by_speaker ON quote (speaker, day, story);
CREATE INDEX quote_by_day ON quote (day, story);
CREATE INDEX quote_by_story ON quote (story);
CREATE TABLE quote_about (
  entity INTEGER NOT NULL REFERENCES entity, quote INTEGER NOT NULL REFERENCES quote, day TEXT NOT NULL,
  PRIMARY KEY (entity, day, quote)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_about_by_quote ON quote_about (quote);
CREATE TABLE event (
  id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES story, source INTEGER, type TEXT NOT NULL,
  day TEXT NOT NULL, day_told INT NOT NULL, day_from TEXT, day_to TEXT, start INT NOT NULL, stop INT NOT NULL,
  sentence TEXT NOT NULL, marks TEXT NOT NULL, agents TEXT NOT NULL, targets TEXT NOT NULL,
  place INTEGER REFERENCES entity, planned INT NOT NULL, denied INT NOT NULL, ended INT NOT NULL,
  voice INTEGER REFERENCES entity, voice_name TEXT, how TEXT NOT NULL, score REAL NOT NULL
) STRICT;
CREATE INDEX event_by_story ON event (story);
CREATE INDEX event_by_day ON event (day, type);
CREATE TABLE event_actor (
  entity INTEGER NOT NULL REFERENCES entity, day TEXT NOT NULL, event INTEGER NOT NULL REFERENCES event,
  role TEXT NOT NULL, PRIMARY KEY (entity, day, event, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_actor_by_event ON event_actor (event, entity);
-- The words put on an entity: words are folded, voice is source or speaker, offsets index the text of the page.
CREATE TABLE label_use (
  id INTEGER PRIMARY KEY, entity INTEGER NOT NULL REFERENCES entity, story INTEGER NOT NULL REFERENCES story,
  source INTEGER, day TEXT NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL, text TEXT NOT NULL, tone TEXT NOT NULL,
  voice TEXT NOT NULL, speaker TEXT, start INT NOT NULL, stop INT NOT NULL, sentence_start INT NOT NULL,
  sentence_stop INT NOT NULL, entity_read INTEGER REFERENCES entity
) STRICT;
CREATE INDEX label_use_by_entity ON label_use (entity, voice, day, kind, words, source, story);
CREATE INDEX label_use_by_story ON label_use (story);
-- Titles as they were written, by the entity as it was read, with the days of the stories that use them.
CREATE TABLE entity_title (
  entity INTEGER NOT NULL REFERENCES entity, text TEXT NOT NULL, stories INT NOT NULL, first_day TEXT, last_day TEXT,
  story INTEGER NOT NULL REFERENCES story, PRIMARY KEY (entity, text)
) STRICT, WITHOUT ROWID;
-- What profile pages say of somebody; whose name that is, is asked when it is shown.
CREATE TABLE biography (
  page INTEGER PRIMARY KEY REFERENCES page, folded TEXT NOT NULL, name TEXT NOT NULL, text TEXT, source TEXT,
  birth_date TEXT, birth_precision TEXT, aliases TEXT NOT NULL
) STRICT;
CREATE INDEX biography_by_name ON biography (folded);
-- Counts kept in the transaction that adds the story, so that a page costs the same in a large archive.
CREATE TABLE entity_day (
  entity INTEGER NOT NULL REFERENCES entity, day TEXT NOT NULL, stories INT NOT NULL, copies INT NOT NULL,
  estimated INT NOT NULL, PRIMARY KEY (entity, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_day_by_day ON entity_day (day, entity, stories, copies);
CREATE TABLE entity_month (
  entity INTEGER NOT NULL REFERENCES entity, month TEXT NOT NULL, stories INT NOT NULL, copies INT NOT NULL,
  PRIMARY KEY (entity, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE source_day (
  source INTEGER NOT NULL REFERENCES source, day TEXT NOT NULL, stories INT NOT NULL, copies INT NOT NULL,
  estimated INT NOT NULL, PRIMARY KEY (source, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_day_by_day ON source_day (day, source, stories, copies);
CREATE TABLE archive_day (
  day TEXT PRIMARY KEY, stories INT NOT NULL, copies INT NOT NULL, estimated INT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE total (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE note (
  id INTEGER PRIMARY KEY, story TEXT NOT NULL, text TEXT NOT NULL, author TEXT NOT NULL, written TEXT NOT NULL
) STRICT;
CREATE INDEX note_by_story ON note (story);
CREATE TABLE rejected (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL, digest TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL,
  detail TEXT NOT NULL, size INT NOT NULL, seen TEXT NOT NULL, UNIQUE (path, digest)
) STRICT;
CREATE INDEX rejected_by_digest ON rejected (digest);
-- Numbers that were given: of the last change, note and judgement; the last story that names were resolved for; the
-- archive's own.
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- What changed last, in the order of the transactions: what is derived from the archive follows it. A row whose story or
-- entity is gone says so.
CREATE TABLE change (
  kind TEXT NOT NULL, id INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_by_seq ON change (seq);
