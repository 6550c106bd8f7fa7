-- An archive of version 7 with five invented pages, a decision and a note, as the Marsad of that version made it.
-- The archive, version 7. Times are ISO text; days are ISO days, '' where a story has none.
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
  how TEXT, body_hash TEXT NOT NULL, is_copy INTEGER NOT NULL, version TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX story_by_page ON story (page, place);
CREATE INDEX story_by_day ON story (day, id);
CREATE INDEX story_by_source ON story (source, day, id);
CREATE INDEX story_by_title ON story (title_hash);
CREATE INDEX story_by_body ON story (body_hash);
CREATE TABLE story_doc (story INTEGER PRIMARY KEY REFERENCES story, doc BLOB NOT NULL, layout BLOB) STRICT;
CREATE TABLE teaser (
  page INTEGER NOT NULL REFERENCES page, place INTEGER NOT NULL, title TEXT, summary TEXT, category TEXT,
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
  status TEXT NOT NULL, qid TEXT, stories INTEGER NOT NULL DEFAULT 0, mentions INTEGER NOT NULL DEFAULT 0,
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
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, entity TEXT NOT NULL, other TEXT, value TEXT,
  score REAL, reasons TEXT NOT NULL, made_by TEXT NOT NULL, made TEXT NOT NULL, undone TEXT
) STRICT;
CREATE INDEX judgement_by_entity ON judgement (entity);
CREATE INDEX judgement_by_other ON judgement (other) WHERE other IS NOT NULL;
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
  type TEXT NOT NULL, zone TEXT NOT NULL, how TEXT NOT NULL, score REAL NOT NULL, entity INTEGER REFERENCES entity, norm TEXT
) STRICT;
CREATE INDEX mention_by_story ON mention (story);
CREATE TABLE quote (
  id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES story, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  text TEXT NOT NULL, direct INTEGER NOT NULL, zone TEXT NOT NULL, speaker INTEGER REFERENCES entity,
  speaker_name TEXT, cue TEXT, stance TEXT NOT NULL, implicit INTEGER NOT NULL, how TEXT NOT NULL, score REAL NOT NULL,
  day TEXT NOT NULL, source INTEGER, marks TEXT NOT NULL, venue TEXT, addressee TEXT,
  speaker_read INTEGER REFERENCES entity, about_read TEXT NOT NULL DEFAULT '[]'
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
  sentence_stop INTEGER NOT NULL, entity_read INTEGER REFERENCES entity
) STRICT;
CREATE INDEX label_use_by_entity ON label_use (entity, voice, day, kind, words, source, story);
CREATE INDEX label_use_by_story ON label_use (story);
-- Titles as they were written, by the entity as it was read, with the days of the stories that use them.
CREATE TABLE entity_title (
  entity INTEGER NOT NULL REFERENCES entity, text TEXT NOT NULL, stories INTEGER NOT NULL, first_day TEXT, last_day TEXT,
  story INTEGER NOT NULL REFERENCES story, PRIMARY KEY (entity, text)
) STRICT, WITHOUT ROWID;
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
INSERT INTO page (id, digest, path, url, seen, encoding, size, type, site, title, tag, version, added, text) VALUES (1, 'dbda2f676b24511b2503f2a7f4195e1cb714bbba2d9b590d3d11b2838b82a2f3', 'a.txt', NULL, '2026-03-09T10:00:00', 'utf-8', 62, 'article', NULL, 'a.txt', NULL, 'test', '2026-03-10T00:00:00+00:00', x'789c1d8c510ac0200c43ff7b8a5e555129de6354c660789be4368bfb699ae6a56c48164e0e3fe2ec9cd848335625cdb124c1c6703c87c3ad29cb211c978a8743ea5eb4555771ebc9128f17f9c7aa04bbd907a2444703');
INSERT INTO page (id, digest, path, url, seen, encoding, size, type, site, title, tag, version, added, text) VALUES (2, '8606a180759b846c1db841bddcb9d0f3aef6ba0c34e28af5ddfca7d9450d2291', 'b.txt', NULL, '2026-03-09T10:00:00', 'utf-8', 61, 'article', NULL, 'b.txt', NULL, 'test', '2026-03-10T00:00:00+00:00', x'789c25cbd10980300c04d0ff4c9155951a4ac710a422a5a59f7592bb6d4cf02b77c70b3a6e4cc5898e29c21d95497dabcc4ccc8a46c3c31285c6a2b8681a8a07331646e8c512a161a02adeff2c874c4e377f37910f094a45b2');
INSERT INTO page (id, digest, path, url, seen, encoding, size, type, site, title, tag, version, added, text) VALUES (3, '78b642cbd12eaede9ea7c699a90be7dde95a72ac95942f8a29a17ac26c5714a4', 'c.txt', NULL, '2026-03-09T10:00:00', 'utf-8', 61, 'article', NULL, 'c.txt', NULL, 'test', '2026-03-10T00:00:00+00:00', x'789c25cbd10980300c04d0ff4c9155951a4ac710a422a5a59f7592bb6d4cf02b77c70b3a6e4cc5898e29c21d95497dabcc4ccc8a46c3c31285c6a2b8681a8a07331646e8c512a161a02adeff2c874c4e377f37910f094a45b2');
INSERT INTO page (id, digest, path, url, seen, encoding, size, type, site, title, tag, version, added, text) VALUES (4, '53c3b2e203642e66da6a64836b827a925719ec39341d2e01469eef702a3822af', 'd.txt', NULL, '2026-03-09T10:00:00', 'utf-8', 56, 'article', NULL, 'd.txt', NULL, 'test', '2026-03-10T00:00:00+00:00', x'789c15ca510e40401003d0ff3945af8ab5d65c4364113f4bc455dadb183f4dda570d6c728d50e1c6aaa2a4029eb1651e915195e566717894a03170fa7fe01a3a433d1b5f567009bca14e0e5e72d680ddec03e45b4009');
INSERT INTO page (id, digest, path, url, seen, encoding, size, type, site, title, tag, version, added, text) VALUES (5, 'eae8f8fdc1d4b7768e56494952ed9d825e7b759b06dbe3e489ac19531cc379ca', 'p.txt', NULL, NULL, 'utf-8', 37, 'entity_profile', NULL, 'p.txt', NULL, 'test', '2026-03-10T00:00:00+00:00', x'789c1dcabb0d80400c04d1dc556cab089d01378288e020a2939d6ef864f3a4f14d8ac93b8b18dd295a04b34fcadd9b1828d17ead5fa40ff922df33231e24df2797');
INSERT INTO source (id, key, name, name_en, kind, stories) VALUES (1, 'marsa', 'المرسى', 'Marsa', 'agency', 3);
INSERT INTO source (id, key, name, name_en, kind, stories) VALUES (2, 'difaf', 'الضفاف', 'Difaf', 'newspaper', 2);
INSERT INTO story (id, key, page, place, source, title, title_hash, kicker, day, day_from, day_to, how, body_hash, is_copy, version) VALUES (1, 'a.txt-0', 1, 0, 1, 'لافين في ميرا', '54b806469726a36eab51d82c', NULL, '2026-03-01', '2026-03-01', '2026-03-01', 'stated', '1b205b40d0ff42933360d768', 0, 'test');
INSERT INTO story (id, key, page, place, source, title, title_hash, kicker, day, day_from, day_to, how, body_hash, is_copy, version) VALUES (2, 'b.txt-0', 2, 0, 2, 'خبر آخر', 'c0e29da15f49eb52470edf0f', NULL, '2026-03-02', '2026-03-02', '2026-03-02', 'stated', '459881b4ee0174e3a895f235', 0, 'test');
INSERT INTO story (id, key, page, place, source, title, title_hash, kicker, day, day_from, day_to, how, body_hash, is_copy, version) VALUES (3, 'c.txt-0', 3, 0, 1, 'خبر آخر', 'c0e29da15f49eb52470edf0f', NULL, '2026-03-03', '2026-03-03', '2026-03-03', 'stated', '459881b4ee0174e3a895f235', 1, 'test');
INSERT INTO story (id, key, page, place, source, title, title_hash, kicker, day, day_from, day_to, how, body_hash, is_copy, version) VALUES (4, 'd.txt-0', 4, 0, 2, 'كريم وباولو جينتيلوني', 'fa8be2ea961ffaaadb2f78ac', NULL, '', '2026-02-01', '2026-03-09', 'inferred', '89cc5055c83f0620afa47d82', 0, 'test');
INSERT INTO story (id, key, page, place, source, title, title_hash, kicker, day, day_from, day_to, how, body_hash, is_copy, version) VALUES (5, 'p.txt-0', 5, 0, 1, 'عن هدى كريم', '892b8dea3533f126a52fd036', NULL, '2026-03-04', '2026-03-04', '2026-03-04', 'stated', 'aa1a3a3d7ba26a212fbbc042', 0, 'test');
INSERT INTO story_doc (story, doc, layout) VALUES (1, x'789c7552cb4ec24014fd9566d683292f13d81a77261ab7a48ba11d61c2d0e2748a12c2020284f01f06242686f033337fe319a95845379d7bee3df7793a265a68c949734c7a228e4833c79468feac01eddc6cecd4aeedd2738f6717766df6660346a87824c089332929e99366abe5d33a25920d458cf8ddf5bd6331cd64d2c950d3bf6804b4d5a0e52ae84231446f6eafce3901258fa8164c28860a7b5c7df548b3763eee11474c7329e2136e8f8ae8e77ce8c13b891a612773c00e1b7330af6e4fd649d18cd815dc0b82de9992c506ee364326315c9354fcca65c9af96fc3232078a872215498c40c446f070a6a4e0a9fecd942873eeed264f70a51ac1c8250f45c4e390e79bb76512f6dc642765064cb18e62836e419d19d4997b668b6765e776e59937a795d9e10b689790ccbc403cc7c3ce3b3b8535f390b8c711b6e09b77b3f90c2365850bfc296c8d961b0894065c95d87fdae6bae12fa8d569996a95f162ceb7751c1b46eacef6c0640a629f29ec7b2c3409261fa8def98a', x'789c5590d18ac23010457fa5cc732ba9b23eecaf94b24c9bd006b36d994cd82de2a320fe88ecb33f53ffc624d6d54220dc73efcc0dd98396f09900aef89733016902b67754ab00bf912c06e4c878dd3963bc60cd26d88548937c537ab2d3f54ed12b615df50ccda41a8deede744d4a6a7ed3c8aae9699cd7fa03d3f5769e2ed375fa83d03120614338b436648afc234db6a20c0e63f360f3e0ede4478f10bd56a1d4ddc32f63cfc0baeffeb5f4bdcb973dc9d74f4fd2bef8e02aa36dabc26f15b016eb6d263699c821ce8ce15ac2858a6596fd6e195579b803a15e736e');
INSERT INTO story_doc (story, doc, layout) VALUES (2, x'789c7551cb4ec33010fc95c86707a5a145d03b77c435eac1494c6ad54d82e314aaaa075089aa7e06122a4215558fe54bbc7fc39aa40f5e27cfec8ec7bbe309d1424b4eba133210694cba0da744f37b8dd4bc9b57b371cc33820d9623c563818db494929221e9063d4a6eed31a568110db8da358b326ccc6b1e33cda548f73c1c1fb3efc6116a934c8d775cb3a4a8df2a953c36b4938f982c1110dff3cf5cefd4f57c1c34573c1285c8526cc46c8c15ce9414bcd03f95126d7e57fbd91d960a8dcdd85e1e8998a7116f360d65160dec44fbdc72a658a258de3f64078f66093307035cc21c663077cc0a2af3060b4ba08285635ea072ac0a9e606eb6666dd55b5858b0326bb374cc477d6c510833943ee0f5eacf9f08dab4758e0d37e7ca0d517275794dbeb264324b3022ea9d5cf468d0eed08e67f71e89f43f55f3ab8147db2ddaa25a95fcd8f980ea25111436e41b260b140e99c2746aa3696ffa099afde443', x'789c5590ed0a832014866f45fc5d431adb68b712314cad0e89861ed962ecdea7b256fdf23ccff978c1370549ef8476277c61c96841a8b7c10995a4849ef74905a7239ba0750404d4a9ddb082dcda2826109372db800fdd3af333dda2c1ec5838250177cc510dd62d9b99b9e383e3f3e853525317e452b7290cf99055aa47c525988d059f11acf9b38c678fc1ab793cad937e17173a0d7e54e92f1a5ab1ea5ab273c92a9a7796f41ce5817298c7785b666a3f5fec546516');
INSERT INTO story_doc (story, doc, layout) VALUES (3, x'789c7551cb4ec33010fc95c86717a5a545d03b77c435eac1494c6ad54d82ed14aaaa075089aa7e06122a4215558fe54bbc7fc39aa40f5e5224efec8c27bbe30931c2484eba133210694cba35a6c4f07b83d0bedb57bbf1ec33161b6c478ac70289b490929221e9063d4a6edd31a568110db8da91ba086bf30ac7cc7029d23d0ec7c7e8bb7184da2453e31d362cd1d5bf0a258f0ddde423260b2c48cb6f9d35fc53fc70d05cf1486891a548c46c8c1dce94145c9b9f4a8936bfbbfdec0e5bda2019bbcb2311f334e2f5a6a1cca2819b689f5bce144b14cbfb87ece0d12e61e661804b98c30ce69e5d4169df60e10094b0f0ec0b949e53c113ccedd6ae9d7a0b0b57acecda2e3dfb511d5b14c20ca50f78bdfcf32582366d9e23d1c8b96a8428b9babc265f593299251811f54f2e7a34687768c7777b8f44fa9faa7ed5c0a7ed266d52a30a7eec7ca8aa25b1d02ee41b26350a874c613a95d1b437fd049f43e446', x'789c5590f10a832010875f45fcbb866c6ca3bd4ac4b8544a7216e7c91663ef3e95b50a84f3fbeebc1ff8e646f11be3f2402f2a052f18f76340a9937c007a482aa08dec82b511c8904ded5a14ecda44311839685c077c6897999f69676bdc86256a6568c340ba1b715ecd04081dc2d4fb945457053b574d0a23e8b24af75e83326e65091399d1fd59c5b5fbe0c5dc9f232abf890bad35bed7e92f6a7e14c74b294ef1f0fc664e652f7794c33cc5dd2a53f3f9020dd76534');
INSERT INTO story_doc (story, doc, layout) VALUES (4, x'789c7d914d4bc33018c7bf4ac83995b68ee176156f82e275f490b5b10bcdda9aa6d3317650b759fb3544a6e2658af855926fe313f64205e725f0ff3f795e7f13acb8120c772738e16984bb1b4db062370aa4b9d72b539b3932957ed14b539999a9907e076fa1dfe0056916a6868c50b288434e5a0a41f010777b3d97b4084ea8e443889f9f5cd85f545191c525f4700f3a01e9b589ef81ede44c3a74dfb780e02b28184ca11c0f1326b76d8ab2bfd960ad23aa98e0e94ef7c74df57b44e8c1e24c8eb75ad1b8b04d082ea56816b4e7195151eeeae49285bce059ba35189582b3c25ecc77fdb6e3fa8eebc11a02b21beea1e376c01d64d760f1f4924918080c36e2114b43b659b12fb230b1a3eca8e454d258d27cd02053e92f3343660e301e2c17a49f81c62332777aa5bff512e927087e22736b6aa43f4cad971078fd9b548b74c85aeec1e4b588770414a85496d2e9d9f13f9482e90f3e57dd75', x'789c5590ed0a832014405f25fc9dc36c1b6caf12312cad2e89c555d962ecdda7adaffdf39c7bf1a06f0292dc13224feee528236942ece0b156b38446345179d4818dd73a8003a7e3b86069c2b332981eea5ee1be617db52e2da69a349803d7a824b8030ba7da01a7dd8c02458b62ec6c4c153c4f93cbb98c3527dad9c573a78404b3732d460783d958867bffcbab793c0794f6d0f39506dba9f81bc5cf2d13cef895324e594636ca29bb059a1b601a85e13d33979f2f290f6601');
INSERT INTO story_doc (story, doc, layout) VALUES (5, x'789c7d50cb4ec33010fc95c86717a50d426aae881b12886b95c326b6522b6e121ca710553d20d400f911c4090a27fec4fe9bae212de5216e9e9df1ecec2c88165a72122e48267246c21e53a2f9b54668de6debd93bf36c1f3c7b6bd6b6b32b6413c599403eafa5a46446c2c924a0c3212519283143c1f9c98593810659a4351afa07e328a2e412a5d1127522c9b8da1a5475dce7f8c40c349722dfe1b8d947df97e30e9e16aad9620d69e59650522bb96fe88e9c83c4302119f9a3a3811f0cfc434c592a9e884a1439120c1a9c705052f04aff544ab4f93d9d165738aa3492cc7d9e0bc6f384f797c6b2483297685771090a5205e5f4ab667b6f5e6d67d6e6c9b337b6f3ecea033dba476b5e3cf3665bacbefdbbfa311d06f8140a903f3d3bfea7f968b90145feafa3', x'789c55904d0e83201046af62586b83da76d1ab18d38c409448c10c435ad3f4ee0553abae98f7e6e74b78332dd92d63d3895e54709667ccbb804225f900f490544013d9066322902693da0dcfb3b26ca319b518156e133e74ebd0cf74b3d176c70295d4b46320d53b9c373301428f300d3e4535659d67f5a54d6904fde2523d2890da6e2c6022edec9f65bc7b4c5ecdfde950fa5d5ee88cf6834abfd1b08a57d782d7053fb365674ecf511e6809f3146fcb85dacf17aea76594');
INSERT INTO teaser (page, place, title, summary, category) VALUES (1, 0, 'اقرأ أيضا', NULL, NULL);
INSERT INTO teaser (page, place, title, summary, category) VALUES (2, 0, 'اقرأ أيضا', NULL, NULL);
INSERT INTO teaser (page, place, title, summary, category) VALUES (3, 0, 'اقرأ أيضا', NULL, NULL);
INSERT INTO teaser (page, place, title, summary, category) VALUES (4, 0, 'اقرأ أيضا', NULL, NULL);
INSERT INTO label (kind, folded, story, text) VALUES ('category', 'سياسه', 1, 'سياسة');
INSERT INTO label (kind, folded, story, text) VALUES ('tag', 'وسم', 1, 'وسم');
INSERT INTO entity (id, key, name, name_en, type, status, qid, stories, mentions, kept, block, called, described, searched) VALUES (1, 'lavin', 'سليم لافين', 'Salim Lavin', 'PER', 'catalogue', NULL, 5, 5, NULL, NULL, NULL, NULL, 0);
INSERT INTO entity (id, key, name, name_en, type, status, qid, stories, mentions, kept, block, called, described, searched) VALUES (2, 'mira', 'ميرا', 'Mira', 'LOC', 'catalogue', NULL, 2, 2, NULL, NULL, NULL, NULL, 0);
INSERT INTO entity (id, key, name, name_en, type, status, qid, stories, mentions, kept, block, called, described, searched) VALUES (3, 'c-per-a', 'باولو جينتيلوني', NULL, 'PER', 'known', NULL, 4, 4, NULL, 'PER:جنتلن', NULL, NULL, 0);
INSERT INTO entity (id, key, name, name_en, type, status, qid, stories, mentions, kept, block, called, described, searched) VALUES (4, 'c-per-b', 'باولو جنتيلوني', NULL, 'PER', 'candidate', NULL, 0, 0, 3, 'PER:جنتلن', NULL, NULL, 0);
INSERT INTO entity (id, key, name, name_en, type, status, qid, stories, mentions, kept, block, called, described, searched) VALUES (5, 'karim', 'هدى كريم', 'Huda Karim', 'PER', 'catalogue', NULL, 0, 0, 1, NULL, 'هدى كريم الثانية', NULL, 0);
INSERT INTO entity (id, key, name, name_en, type, status, qid, stories, mentions, kept, block, called, described, searched) VALUES (6, 'qarta', 'قرطا', 'Qarta', 'LOC', 'catalogue', NULL, 1, 1, NULL, NULL, NULL, NULL, 0);
INSERT INTO sighting (story, entity, titles, company) VALUES (1, 3, '[]', '["lavin"]');
INSERT INTO sighting (story, entity, titles, company) VALUES (2, 4, '[]', '["lavin"]');
INSERT INTO sighting (story, entity, titles, company) VALUES (3, 4, '[]', '["lavin"]');
INSERT INTO sighting (story, entity, titles, company) VALUES (4, 3, '[]', '["karim"]');
INSERT INTO judgement (id, kind, entity, other, value, score, reasons, made_by, made, undone) VALUES (1, 'merge', 'c-per-b', 'c-per-a', NULL, 0.75, '["spelling: transcribed", "no_other_title"]', 'rule', '2026-03-10T00:00:00+00:00', NULL);
INSERT INTO judgement (id, kind, entity, other, value, score, reasons, made_by, made, undone) VALUES (2, 'born', 'c-per-a', NULL, NULL, NULL, '["texts: 3", "sources: 2"]', 'rule', '2026-03-10T00:00:00+00:00', NULL);
INSERT INTO judgement (id, kind, entity, other, value, score, reasons, made_by, made, undone) VALUES (3, 'rename', 'karim', NULL, 'هدى كريم الثانية', NULL, '[]', 'هدى', '2026-03-10T00:00:00+00:00', NULL);
INSERT INTO judgement (id, kind, entity, other, value, score, reasons, made_by, made, undone) VALUES (4, 'merge', 'lavin', 'karim', NULL, NULL, '[]', 'هدى', '2026-03-10T00:00:00+00:00', NULL);
INSERT INTO entity_form (entity, text, folded, count) VALUES (1, 'لافين', 'لافين', 3);
INSERT INTO entity_form (entity, text, folded, count) VALUES (2, 'ميرا', 'ميرا', 2);
INSERT INTO entity_form (entity, text, folded, count) VALUES (3, 'باولو جينتيلوني', 'باولو جينتيلوني', 2);
INSERT INTO entity_form (entity, text, folded, count) VALUES (4, 'باولو جنتيلوني', 'باولو جنتيلوني', 2);
INSERT INTO entity_form (entity, text, folded, count) VALUES (5, 'كريم', 'كريم', 1);
INSERT INTO entity_form (entity, text, folded, count) VALUES (5, 'هدى كريم', 'هدي كريم', 1);
INSERT INTO entity_form (entity, text, folded, count) VALUES (6, 'قرطا', 'قرطا', 1);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (1, 4, '', 2, 1, 0);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (1, 1, '2026-03-01', 1, 1, 0);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (1, 2, '2026-03-02', 2, 1, 0);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (1, 3, '2026-03-03', 1, 1, 1);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (1, 5, '2026-03-04', 1, 1, 0);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (2, 1, '2026-03-01', 1, 1, 0);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (2, 5, '2026-03-04', 1, 1, 0);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (3, 4, '', 2, 1, 0);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (3, 1, '2026-03-01', 1, 1, 0);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (3, 2, '2026-03-02', 2, 1, 0);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (3, 3, '2026-03-03', 1, 1, 1);
INSERT INTO story_entity (entity, story, day, source, count, is_copy) VALUES (6, 4, '', 2, 1, 0);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (1, 1, 0, 5, 'PER', 'title', 'catalogue', 0.9, 1, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (2, 1, 9, 13, 'LOC', 'title', 'catalogue', 0.9, 2, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (3, 1, 19, 34, 'PER', 'body', 'catalogue', 0.9, 3, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (4, 2, 13, 27, 'PER', 'body', 'catalogue', 0.9, 4, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (5, 2, 54, 59, 'PER', 'body', 'catalogue', 0.9, 1, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (6, 3, 13, 27, 'PER', 'body', 'catalogue', 0.9, 4, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (7, 3, 54, 59, 'PER', 'body', 'catalogue', 0.9, 1, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (8, 4, 0, 4, 'PER', 'title', 'catalogue', 0.9, 5, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (9, 4, 6, 21, 'PER', 'title', 'catalogue', 0.9, 3, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (10, 4, 27, 32, 'PER', 'body', 'catalogue', 0.9, NULL, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (11, 4, 37, 41, 'LOC', 'body', 'catalogue', 0.9, 6, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (12, 5, 3, 11, 'PER', 'title', 'catalogue', 0.9, 5, NULL);
INSERT INTO mention (id, story, start, stop, type, zone, how, score, entity, norm) VALUES (13, 5, 22, 26, 'LOC', 'body', 'catalogue', 0.9, 2, NULL);
INSERT INTO quote (id, story, start, stop, text, direct, zone, speaker, speaker_name, cue, stance, implicit, how, score, day, source, marks, venue, addressee, speaker_read, about_read) VALUES (1, 1, 15, 60, 'قال باولو جينتيلوني إن الاتفاق قريب جدا اليوم', 1, 'body', 3, 'c-per-a', 'قال', 'say', 0, 'marks', 0.9, '2026-03-01', 1, '[[4,19,"c-per-a"]]', NULL, NULL, 3, '[3]');
INSERT INTO quote (id, story, start, stop, text, direct, zone, speaker, speaker_name, cue, stance, implicit, how, score, day, source, marks, venue, addressee, speaker_read, about_read) VALUES (2, 2, 9, 50, 'قال باولو جنتيلوني إن الموعد بعيد جدا غدا', 1, 'body', 3, 'c-per-b', 'قال', 'say', 0, 'marks', 0.9, '2026-03-02', 2, '[[4,18,"c-per-b"]]', NULL, NULL, 4, '[4]');
INSERT INTO quote (id, story, start, stop, text, direct, zone, speaker, speaker_name, cue, stance, implicit, how, score, day, source, marks, venue, addressee, speaker_read, about_read) VALUES (3, 3, 9, 50, 'قال باولو جنتيلوني إن الموعد بعيد جدا غدا', 1, 'body', 3, 'c-per-b', 'قال', 'say', 0, 'marks', 0.9, '2026-03-03', 1, '[[4,18,"c-per-b"]]', NULL, NULL, 4, '[4]');
INSERT INTO biography (page, entity, name, text, source, birth_date, birth_precision, aliases) VALUES (5, 5, 'هدى كريم', 'هدى كريم سياسي', NULL, NULL, NULL, '[["Salim","en"]]');
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (1, '', 1, 0, 1);
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (1, '2026-03-01', 1, 0, 0);
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (1, '2026-03-02', 1, 0, 0);
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (1, '2026-03-03', 1, 1, 0);
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (1, '2026-03-04', 1, 0, 0);
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (2, '2026-03-01', 1, 0, 0);
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (2, '2026-03-04', 1, 0, 0);
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (3, '', 1, 0, 1);
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (3, '2026-03-01', 1, 0, 0);
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (3, '2026-03-02', 1, 0, 0);
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (3, '2026-03-03', 1, 1, 0);
INSERT INTO entity_day (entity, day, stories, copies, estimated) VALUES (6, '', 1, 0, 1);
INSERT INTO source_day (source, day, stories, copies, estimated) VALUES (1, '2026-03-01', 1, 0, 0);
INSERT INTO source_day (source, day, stories, copies, estimated) VALUES (1, '2026-03-03', 1, 1, 0);
INSERT INTO source_day (source, day, stories, copies, estimated) VALUES (1, '2026-03-04', 1, 0, 0);
INSERT INTO source_day (source, day, stories, copies, estimated) VALUES (2, '', 1, 0, 1);
INSERT INTO source_day (source, day, stories, copies, estimated) VALUES (2, '2026-03-02', 1, 0, 0);
INSERT INTO archive_day (day, stories, copies, estimated) VALUES ('', 1, 0, 1);
INSERT INTO archive_day (day, stories, copies, estimated) VALUES ('2026-03-01', 1, 0, 0);
INSERT INTO archive_day (day, stories, copies, estimated) VALUES ('2026-03-02', 1, 0, 0);
INSERT INTO archive_day (day, stories, copies, estimated) VALUES ('2026-03-03', 1, 1, 0);
INSERT INTO archive_day (day, stories, copies, estimated) VALUES ('2026-03-04', 1, 0, 0);
INSERT INTO total (name, value) VALUES ('mentions', 13);
INSERT INTO total (name, value) VALUES ('pages', 5);
INSERT INTO total (name, value) VALUES ('quotes', 3);
INSERT INTO total (name, value) VALUES ('resolved', 5);
INSERT INTO total (name, value) VALUES ('stories', 5);
INSERT INTO note (id, story, text, author, written) VALUES (1, 'b.txt-0', 'مهم', 'هدى', '2026-03-10T00:00:00+00:00');
INSERT INTO rejected (id, path, digest, stage, reason, detail, size, seen) VALUES (1, 'x.txt', 'd', 'read', 'binary', 'it holds zero bytes', 12, '2026-03-10T00:00:00+00:00');
INSERT INTO search (rowid, title, body, more) VALUES (1, 'لافين في ميرا', 'قال باولو جينتيلوني ان اتفاق قريب جدا يوم', 'افين اولو');
INSERT INTO search (rowid, title, body, more) VALUES (2, 'خبر اخر', 'قال باولو جنتيلوني ان موعد بعيد جدا غدا عن لافين', ' افين اولو عيد');
INSERT INTO search (rowid, title, body, more) VALUES (3, 'خبر اخر', 'قال باولو جنتيلوني ان موعد بعيد جدا غدا عن لافين', ' افين اولو عيد');
INSERT INTO search (rowid, title, body, more) VALUES (4, 'كريم وباولو جينتيلوني', 'وصل مجهول الي قرطا امس في زياره', 'اولو باولو ريم ');
INSERT INTO search (rowid, title, body, more) VALUES (5, 'عن هدي كريم', 'وزيره في ميرا منذ سنين', 'ريم زيره');
INSERT INTO quote_search (rowid, body, more) VALUES (1, 'قال باولو جينتيلوني ان اتفاق قريب جدا يوم', 'اولو');
INSERT INTO quote_search (rowid, body, more) VALUES (2, 'قال باولو جنتيلوني ان موعد بعيد جدا غدا', 'اولو عيد');
INSERT INTO quote_search (rowid, body, more) VALUES (3, 'قال باولو جنتيلوني ان موعد بعيد جدا غدا', 'اولو عيد');
INSERT INTO name (text, entity) VALUES ('سليم لافين', 1);
INSERT INTO name (text, entity) VALUES ('salim lavin', 1);
INSERT INTO name (text, entity) VALUES ('ميرا', 2);
INSERT INTO name (text, entity) VALUES ('mira', 2);
INSERT INTO name (text, entity) VALUES ('باولو جينتيلوني', 3);
INSERT INTO name (text, entity) VALUES ('باولو جنتيلوني', 4);
INSERT INTO name (text, entity) VALUES ('هدي كريم', 5);
INSERT INTO name (text, entity) VALUES ('huda karim', 5);
INSERT INTO name (text, entity) VALUES ('قرطا', 6);
INSERT INTO name (text, entity) VALUES ('qarta', 6);
UPDATE sqlite_sequence SET seq = 4 WHERE name = 'judgement';
UPDATE sqlite_sequence SET seq = 2 WHERE name = 'note';
PRAGMA application_id = 1296126547;
PRAGMA user_version = 7;
