-- An archive of version 6 with three invented stories, as the Marsad of that version made it.
-- The archive, version 6. Times are ISO text; days are ISO days, '' where a story has none.
CREATE TABLE page (
  id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, path TEXT NOT NULL, url TEXT, seen TEXT, encoding TEXT NOT NULL,
  size INTEGER NOT NULL, type TEXT NOT NULL, site TEXT, title TEXT, tag TEXT, version TEXT NOT NULL, added TEXT NOT NULL,
  text BLOB NOT NULL
) STRICT;
CREATE TABLE source (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_en TEXT, kind TEXT NOT NULL,
  stories INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE story (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, page INTEGER NOT NULL REFERENCES page, place INTEGER NOT NULL,
  source INTEGER REFERENCES source, title TEXT NOT NULL, title_hash TEXT NOT NULL, kicker TEXT, day TEXT NOT NULL, day_from TEXT, day_to TEXT,
  how TEXT, body_hash TEXT NOT NULL, is_copy INTEGER NOT NULL
) STRICT;
CREATE INDEX story_by_page ON story (page, place);
CREATE INDEX story_by_day ON story (day, id);
CREATE INDEX story_by_source ON story (source, day, id);
CREATE INDEX story_by_title ON story (title_hash);
CREATE INDEX story_by_body ON story (body_hash);
CREATE TABLE story_doc (story INTEGER PRIMARY KEY REFERENCES story, doc BLOB NOT NULL) STRICT;
CREATE TABLE teaser (
  page INTEGER NOT NULL REFERENCES page, place INTEGER NOT NULL, title TEXT, summary TEXT, category TEXT,
  PRIMARY KEY (page, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE label (
  kind TEXT NOT NULL, folded TEXT NOT NULL, story INTEGER NOT NULL REFERENCES story, text TEXT NOT NULL,
  PRIMARY KEY (kind, folded, story)
) STRICT, WITHOUT ROWID;
CREATE TABLE entity (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_en TEXT, type TEXT NOT NULL,
  status TEXT NOT NULL, qid TEXT, stories INTEGER NOT NULL DEFAULT 0, mentions INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX entity_by_stories ON entity (stories DESC, key);
CREATE TABLE entity_form (
  entity INTEGER NOT NULL REFERENCES entity, text TEXT NOT NULL, folded TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (entity, text)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_form_by_folded ON entity_form (folded);
CREATE TABLE story_entity (
  entity INTEGER NOT NULL REFERENCES entity, story INTEGER NOT NULL REFERENCES story, day TEXT NOT NULL,
  source INTEGER, count INTEGER NOT NULL, is_copy INTEGER NOT NULL,
  PRIMARY KEY (entity, day, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_of_story ON story_entity (story, entity);
CREATE TABLE mention (
  id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES story, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  type TEXT NOT NULL, zone TEXT NOT NULL, how TEXT NOT NULL, score REAL NOT NULL, entity INTEGER REFERENCES entity
) STRICT;
CREATE INDEX mention_by_story ON mention (story);
CREATE TABLE quote (
  id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES story, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  text TEXT NOT NULL, direct INTEGER NOT NULL, zone TEXT NOT NULL, speaker INTEGER REFERENCES entity,
  speaker_name TEXT, cue TEXT, stance TEXT NOT NULL, implicit INTEGER NOT NULL, how TEXT NOT NULL, score REAL NOT NULL,
  day TEXT NOT NULL, source INTEGER, marks TEXT NOT NULL, venue TEXT, addressee TEXT
) STRICT;
CREATE INDEX quote_by_speaker ON quote (speaker, day, story);
CREATE INDEX quote_by_day ON quote (day, story);
CREATE INDEX quote_by_story ON quote (story);
CREATE TABLE quote_about (
  entity INTEGER NOT NULL REFERENCES entity, quote INTEGER NOT NULL REFERENCES quote, day TEXT NOT NULL,
  PRIMARY KEY (entity, quote)
) STRICT, WITHOUT ROWID;
CREATE TABLE event (
  id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES story, source INTEGER, type TEXT NOT NULL,
  day TEXT NOT NULL, day_told INTEGER NOT NULL, day_from TEXT, day_to TEXT, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  sentence TEXT NOT NULL, marks TEXT NOT NULL, agents TEXT NOT NULL, targets TEXT NOT NULL,
  place INTEGER REFERENCES entity, planned INTEGER NOT NULL, denied INTEGER NOT NULL, ended INTEGER NOT NULL,
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
  voice TEXT NOT NULL, speaker TEXT, start INTEGER NOT NULL, stop INTEGER NOT NULL, sentence_start INTEGER NOT NULL,
  sentence_stop INTEGER NOT NULL
) STRICT;
CREATE INDEX label_use_by_entity ON label_use (entity, voice, day, kind, words, source, story);
CREATE INDEX label_use_by_story ON label_use (story);
CREATE TABLE biography (
  page INTEGER PRIMARY KEY REFERENCES page, entity INTEGER REFERENCES entity, name TEXT NOT NULL, text TEXT, source TEXT,
  birth_date TEXT, birth_precision TEXT, aliases TEXT NOT NULL
) STRICT;
CREATE INDEX biography_by_entity ON biography (entity);
-- Counts kept in the transaction that adds the story, so that a page costs the same in a large archive.
CREATE TABLE entity_day (
  entity INTEGER NOT NULL REFERENCES entity, day TEXT NOT NULL, stories INTEGER NOT NULL, copies INTEGER NOT NULL,
  estimated INTEGER NOT NULL, PRIMARY KEY (entity, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_day_by_day ON entity_day (day, entity, stories, copies);
CREATE TABLE source_day (
  source INTEGER NOT NULL REFERENCES source, day TEXT NOT NULL, stories INTEGER NOT NULL, copies INTEGER NOT NULL,
  estimated INTEGER NOT NULL, PRIMARY KEY (source, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE archive_day (
  day TEXT PRIMARY KEY, stories INTEGER NOT NULL, copies INTEGER NOT NULL, estimated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE total (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE note (
  id INTEGER PRIMARY KEY AUTOINCREMENT, story TEXT NOT NULL, text TEXT NOT NULL, author TEXT NOT NULL, written TEXT NOT NULL
) STRICT;
CREATE INDEX note_by_story ON note (story);
CREATE TABLE rejected (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL, digest TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL,
  detail TEXT NOT NULL, size INTEGER NOT NULL, seen TEXT NOT NULL, UNIQUE (path, digest)
) STRICT;
-- Search: words as store.words writes them; names by groups of three letters, for names written wrongly.
CREATE VIRTUAL TABLE search USING fts5 (title, body, more, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE quote_search USING fts5 (body, more, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE name USING fts5 (text, entity UNINDEXED, tokenize = 'trigram');

INSERT INTO page VALUES (1, 'dfa23b8e9a0942fd809f987c0a0f1cd277059540e19902c817c9195e63243be1', '0.txt', NULL, NULL, 'utf-8', 61, 'article', NULL, '0.txt', NULL, 'test', '2026-11-25T20:14:33+00:00', X'789c158cb10d80301003fb4cf123b022904451d6a0084269522136b1b7c16edeb2fd3e660ceeecac610916762c8cd852e2a12e076e4963660b4c7fe2d19565f5e0a4114513bccaba6de013d06b5caa96693fecae41b9');
INSERT INTO page VALUES (2, 'eeb78a352b0c7398f4d0e72538c6b9af087cebe56ecd0e29fc27f01b13ec0465', '1.txt', NULL, NULL, 'utf-8', 60, 'article', NULL, '1.txt', NULL, 'test', '2026-11-25T20:14:33+00:00', X'789c158cbb0d80301043fb4c712b3022909ca25b832208a54985d8c4de065f65f9f75831b833e896626c0c2c0cdb4ae1a1ae1a6e496765374c3a1ead65e8393f9980a6035e6591d6f009975f5caa56b27e62a44058');
INSERT INTO page VALUES (3, '987e3481d9629f191620eca6b564ca79977db806c5dba4ecab5ed53b486224f5', '2.txt', NULL, NULL, 'utf-8', 61, 'article', NULL, '2.txt', NULL, 'test', '2026-11-25T20:14:33+00:00', X'789c158cb10d80301003fb4cf133b021904451d6a0084269522136b1b7c16edeb2fd3e660ceeecac610916762c8cd852e2a12e076e4963660b4c7fe2d19565f5e0a4114513bccaba6de013d06b5caa96693fed5641bd');
INSERT INTO source VALUES (1, 'marsa', 'المرسى', 'Marsa', 'agency', 1);
INSERT INTO source VALUES (2, 'difaf', 'الضفاف', 'Difaf', 'newspaper', 2);
INSERT INTO story VALUES (1, '0.txt-0', 1, 0, 1, 'لافين في ميرا 0', '595939549aa80e3a9e6c1259', NULL, '2026-03-01', '2026-03-01', '2026-03-01', 'stated', '30751f74f59bc892e706bdb3', 0);
INSERT INTO story VALUES (2, '1.txt-0', 2, 0, 2, 'لافين في ميرا 1', '5205fc518d105026aa7382b3', NULL, '2026-03-02', '2026-03-02', '2026-03-02', 'stated', 'ad6fa646e1a31fb31cf9106a', 0);
INSERT INTO story VALUES (3, '2.txt-0', 3, 0, 2, 'لافين في ميرا 2', 'bc80dd79e93614957b9dbc56', NULL, '2026-03-03', '2026-03-03', '2026-03-03', 'stated', '1a0df2bce6637488754a1392', 0);
INSERT INTO story_doc VALUES (1, X'789c7592bb4ec33018855f25f2eca0f40252bb223624106b95c14d4c6bd54d82e314aaaa03d056555e83a108b12006c49bd86fc3314d2f50758973fe9b8ffd7942b4d09293f6840c44129376a529d1fc4143da9959d9475bda85e716cfce6d693eccca0b5013291e0b54258594940c49bbd309e82925928d4482fcf5c58dab629ac9b457606a70d20a69a7456b0d940bc590bdbc3a3fac0929b9c3b4704a612b1a70b5d9232fba95e1b58e99e652245bdd1defabbffeb007efa56abcd19af572b709258592fb03dd6d8c98849936a907f5333f68f8410d2e33c523918b344122666344385352f05cffaf94187318eda7f708e51ac9d8358f44cc93885727edca341a38475b161953aca758d6dfe3f1041e33cfbc6259da995d7ae6ddd1316ff842da8583f4fc8b6d0e4ce60bb1d249cf7c03a2eb362f487d1c23d8a4b516127ec695cf8e41ac000177b34e6b54ab82efb09b4f3829eddcdb3d1e44d7cef193bb9bbb653247cb90291c793d721a4e7f005b17f3be');
INSERT INTO story_doc VALUES (2, X'789c75924d4fc2301cc6bfcad273311ba011aec69b89c62bd9a16c151aca36bb0e2584830a84f0353c608c17e2c1f84dda6fe353192f4a3875cffff5697f1b112db4e4a439223d91c4a4596a4a347fd490766296f6c92eeccc738767a776615666e905a889148f05aa92424a4afaa4d96af9f49412c9062241fee6f2d65531cd64da2930d53f6984b4d5a0410de5423164afae2f0e6b424aee312d1c53d88a7a5c6d76e445bb34bcd631d35c8a64abdbc37df5d71f76f04eaa861bad5927774b282994dc1fe85e63c024cc3449d5af9e55fc5ac5afc265a6782472912648c46c8808674a0a9eebff9512630ea3ddf401a15c2319bbe681887912f1f2a66d99463de768cb22638a7514cbba7b3c9ec163e299371c733bb173cf7cd899790721083b73885e7ea14d01c97c21b670d233df40e87acd2b52ab63fcea343847a2927155691f4358e201ec7a4003aa55c177d0cd279c2cecd4dbfd3a88ae7de32377ef76c7648e963e53b8f07ae4381cff001301f25f');
INSERT INTO story_doc VALUES (3, X'789c75924d4bc3301cc6bf4ac93993ee4561bd8a3741f13a7ac8dad885656d4dd3e9183ba8db18fd1a1e26e2453c88df24f9363e71af3a06a5e9f37fcb93fc3a265a68c94930267d91c624586b4a347fd090766a96f6d15676eeb9c5b3335b990fb3f41aa889148f05aad2524a4a0624e8747c7a4a89644391227f7d71e3aa9866324b4a4cf54fda21edb469bd8972a118b29757e7873521257798164e286c457dae367b1465776d78a563a6b914e9567747fbeaaf3fecc1934c8d365ab3a4709b50522ab93fd0ddc69049980948c36f9cd5fc261eb8cc158f4421b21489988d10e14c49c10bfdbf5262cc61b497dd2354682463d73c14314f23be3e69576651df39dab2c899628962796f8fc713784c3df38a6561a776e1997747c7bce10d69e70ed2f32fb61930992fc42a273df30d88aedbbc20f5718c608bd6db48d472ae6aec18c43520e06e35689d6a55f21d76f30927959d79bb9f07d195737c14eee66e992cd032600a475e8d9c84931f6871f3c8');
INSERT INTO entity VALUES (1, 'lavin', 'سليم لافين', 'Salim Lavin', 'PER', 'catalogue', NULL, 3, 3);
INSERT INTO entity VALUES (2, 'mira', 'ميرا', 'Mira', 'LOC', 'catalogue', NULL, 3, 3);
INSERT INTO entity VALUES (3, 'c-per-a', 'باولو جينتيلوني', NULL, 'PER', 'candidate', NULL, 2, 2);
INSERT INTO entity VALUES (4, 'c-per-b', 'باولو جنتيلوني', NULL, 'PER', 'candidate', NULL, 1, 1);
INSERT INTO entity_form VALUES (1, 'لافين', 'لافين', 3);
INSERT INTO entity_form VALUES (2, 'ميرا', 'ميرا', 3);
INSERT INTO entity_form VALUES (3, 'باولو جينتيلوني', 'باولو جينتيلوني', 2);
INSERT INTO entity_form VALUES (4, 'باولو جنتيلوني', 'باولو جنتيلوني', 1);
INSERT INTO story_entity VALUES (1, 1, '2026-03-01', 1, 1, 0);
INSERT INTO story_entity VALUES (1, 2, '2026-03-02', 2, 1, 0);
INSERT INTO story_entity VALUES (1, 3, '2026-03-03', 2, 1, 0);
INSERT INTO story_entity VALUES (2, 1, '2026-03-01', 1, 1, 0);
INSERT INTO story_entity VALUES (2, 2, '2026-03-02', 2, 1, 0);
INSERT INTO story_entity VALUES (2, 3, '2026-03-03', 2, 1, 0);
INSERT INTO story_entity VALUES (3, 1, '2026-03-01', 1, 1, 0);
INSERT INTO story_entity VALUES (3, 3, '2026-03-03', 2, 1, 0);
INSERT INTO story_entity VALUES (4, 2, '2026-03-02', 2, 1, 0);
INSERT INTO mention VALUES (1, 1, 0, 5, 'PER', 'title', 'catalogue', 0.9, 1);
INSERT INTO mention VALUES (2, 1, 9, 13, 'LOC', 'title', 'catalogue', 0.9, 2);
INSERT INTO mention VALUES (3, 1, 21, 36, 'PER', 'body', 'catalogue', 0.9, 3);
INSERT INTO mention VALUES (4, 2, 0, 5, 'PER', 'title', 'catalogue', 0.9, 1);
INSERT INTO mention VALUES (5, 2, 9, 13, 'LOC', 'title', 'catalogue', 0.9, 2);
INSERT INTO mention VALUES (6, 2, 21, 35, 'PER', 'body', 'catalogue', 0.9, 4);
INSERT INTO mention VALUES (7, 3, 0, 5, 'PER', 'title', 'catalogue', 0.9, 1);
INSERT INTO mention VALUES (8, 3, 9, 13, 'LOC', 'title', 'catalogue', 0.9, 2);
INSERT INTO mention VALUES (9, 3, 21, 36, 'PER', 'body', 'catalogue', 0.9, 3);
INSERT INTO quote VALUES (1, 1, 17, 59, 'قال باولو جينتيلوني كلاما طويلا عن الأمر 0', 1, 'body', 1, 'سليم لافين', 'قال', 'say', 0, 'marks', 0.9, '2026-03-01', 1, '[[4,19,"c-per-a"]]', NULL, NULL);
INSERT INTO quote VALUES (2, 2, 17, 58, 'قال باولو جنتيلوني كلاما طويلا عن الأمر 1', 1, 'body', 1, 'سليم لافين', 'قال', 'say', 0, 'marks', 0.9, '2026-03-02', 2, '[[4,18,"c-per-b"]]', NULL, NULL);
INSERT INTO quote VALUES (3, 3, 17, 59, 'قال باولو جينتيلوني كلاما طويلا عن الأمر 2', 1, 'body', 1, 'سليم لافين', 'قال', 'say', 0, 'marks', 0.9, '2026-03-03', 2, '[[4,19,"c-per-a"]]', NULL, NULL);
INSERT INTO quote_about VALUES (3, 1, '2026-03-01');
INSERT INTO quote_about VALUES (3, 3, '2026-03-03');
INSERT INTO quote_about VALUES (4, 2, '2026-03-02');
INSERT INTO entity_day VALUES (1, '2026-03-01', 1, 0, 0);
INSERT INTO entity_day VALUES (1, '2026-03-02', 1, 0, 0);
INSERT INTO entity_day VALUES (1, '2026-03-03', 1, 0, 0);
INSERT INTO entity_day VALUES (2, '2026-03-01', 1, 0, 0);
INSERT INTO entity_day VALUES (2, '2026-03-02', 1, 0, 0);
INSERT INTO entity_day VALUES (2, '2026-03-03', 1, 0, 0);
INSERT INTO entity_day VALUES (3, '2026-03-01', 1, 0, 0);
INSERT INTO entity_day VALUES (3, '2026-03-03', 1, 0, 0);
INSERT INTO entity_day VALUES (4, '2026-03-02', 1, 0, 0);
INSERT INTO source_day VALUES (1, '2026-03-01', 1, 0, 0);
INSERT INTO source_day VALUES (2, '2026-03-02', 1, 0, 0);
INSERT INTO source_day VALUES (2, '2026-03-03', 1, 0, 0);
INSERT INTO archive_day VALUES ('2026-03-01', 1, 0, 0);
INSERT INTO archive_day VALUES ('2026-03-02', 1, 0, 0);
INSERT INTO archive_day VALUES ('2026-03-03', 1, 0, 0);
INSERT INTO total VALUES ('mentions', 9);
INSERT INTO total VALUES ('pages', 3);
INSERT INTO total VALUES ('quotes', 3);
INSERT INTO total VALUES ('stories', 3);
INSERT INTO name (text, entity) VALUES ('سليم لافين', 1);
INSERT INTO name (text, entity) VALUES ('salim lavin', 1);
INSERT INTO name (text, entity) VALUES ('ميرا', 2);
INSERT INTO name (text, entity) VALUES ('mira', 2);
INSERT INTO name (text, entity) VALUES ('باولو جينتيلوني', 3);
INSERT INTO name (text, entity) VALUES ('باولو جنتيلوني', 4);
PRAGMA application_id = 1296126547;
PRAGMA user_version = 6;
