-- first_stories
SELECT found.seq AS seq, found.place AS place, found.story AS story, source, day, estimated, body, text, shingles, prints, phrases,
  moment, agency, credited
FROM (
  SELECT stories.seq AS seq, place, story, source, day, coalesce(how = 'inferred', false) AS estimated, body, text,
    row_number() OVER (PARTITION BY story ORDER BY stories.seq, place) AS seen
  FROM stories JOIN (SELECT page, min(seq) AS seq FROM pages GROUP BY page) AS first_pages
    ON stories.page = first_pages.page AND stories.seq = first_pages.seq
) AS found JOIN fingerprints AS f ON f.seq = found.seq AND f.place = found.place
WHERE seen = 1;

-- texts
SELECT body, min(story) AS story, min_by(text, story) AS text, min_by(prints, story) AS prints,
  min_by(phrases, story) AS phrases
FROM first_stories GROUP BY body;

-- copy_candidates
WITH posted AS (
  SELECT body, story, size(prints) AS many, explode(prints) AS print FROM texts
  UNION ALL SELECT body, story, size(prints) AS many, explode(phrases) AS print FROM texts
), telling AS (
  SELECT print FROM posted GROUP BY print HAVING count(*) BETWEEN 2 AND :common
)
SELECT a.story AS story, b.story AS other, a.body AS body, b.body AS other_body,
  count(CASE WHEN a.print >= 0 THEN 1 END) AS shared, count(CASE WHEN a.print < 0 THEN 1 END) AS phrases
FROM telling JOIN posted AS a ON a.print = telling.print JOIN posted AS b ON b.print = telling.print
WHERE a.body < b.body
GROUP BY a.story, b.story, a.body, b.body, a.many, b.many
HAVING count(CASE WHEN a.print < 0 THEN 1 END) >= :phrases
  OR count(CASE WHEN a.print >= 0 THEN 1 END) >= greatest(1, :shared * least(a.many, b.many));

-- kept_stories
SELECT f.seq AS seq, f.place AS place, f.story AS story, source, day, estimated, coalesce(c.copy, false) AS copy,
  coalesce(c.origin, f.story) AS original
FROM first_stories AS f LEFT JOIN copies AS c ON c.story = f.story;

-- sketched
SELECT f.story AS story, f.day AS day, s.terms AS terms, s.keys AS keys
FROM first_stories AS f JOIN sketches AS s ON s.seq = f.seq AND s.place = f.place
WHERE f.day IS NOT NULL;

-- like_candidates
WITH posted AS (
  SELECT story, day, explode(keys) AS term FROM sketched
), ahead AS (
  SELECT story, day, term, explode(sequence(0, :days)) AS later FROM posted
)
SELECT a.story AS story, b.story AS other
FROM posted AS a JOIN ahead AS b ON b.term = a.term AND b.day + CAST(b.later AS INT) = a.day
WHERE b.day < a.day OR b.story < a.story
GROUP BY a.story, b.story
HAVING count(*) >= :keys;

-- entity_days
SELECT entity, k.day AS day, count(*) AS stories, count(CASE WHEN copy THEN 1 END) AS copies,
  count(CASE WHEN estimated THEN 1 END) AS estimated
FROM kept_stories AS k JOIN story_entities AS e ON e.seq = k.seq AND e.place = k.place
WHERE mentions > 0 GROUP BY entity, k.day;

-- entity_totals
SELECT entity, min_by(name, named_struct('seq', e.seq, 'place', -e.place)) AS name, min_by(name_en, named_struct('seq', e.seq, 'place', -e.place)) AS name_en,
  min(type) AS type, count(CASE WHEN mentions > 0 THEN 1 END) AS stories, CAST(sum(mentions) AS BIGINT) AS mentions,
  min(k.day) AS first_day, max(k.day) AS last_day
FROM kept_stories AS k JOIN story_entities AS e ON e.seq = k.seq AND e.place = k.place
GROUP BY entity;

-- source_days
SELECT source, day, count(*) AS stories, count(CASE WHEN copy THEN 1 END) AS copies,
  count(CASE WHEN estimated THEN 1 END) AS estimated
FROM kept_stories WHERE source IS NOT NULL GROUP BY source, day;

-- archive_days
SELECT day, count(*) AS stories, count(CASE WHEN copy THEN 1 END) AS copies,
  count(CASE WHEN estimated THEN 1 END) AS estimated
FROM kept_stories GROUP BY day;

-- totals
SELECT 'pages' AS name, count(DISTINCT page) AS value FROM pages
UNION ALL SELECT 'stories', count(*) FROM kept_stories
UNION ALL SELECT 'copies', count(*) FROM kept_stories WHERE copy
UNION ALL SELECT 'mentions', count(*) FROM kept_stories AS k JOIN mentions AS m ON m.seq = k.seq AND m.place = k.place
UNION ALL SELECT 'quotes', count(*) FROM kept_stories AS k JOIN quotes AS q ON q.seq = k.seq AND q.place = k.place
UNION ALL SELECT 'labels', count(*) FROM kept_stories AS k JOIN labels AS l ON l.seq = k.seq AND l.place = k.place
UNION ALL SELECT 'events', count(*) FROM kept_stories AS k JOIN events AS e ON e.seq = k.seq AND e.place = k.place
UNION ALL SELECT 'rejected', CAST(coalesce(sum(count), 0) AS BIGINT) FROM rejected WHERE stage <> 'container';
