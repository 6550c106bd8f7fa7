-- kept_stories
SELECT seq, place, story, source, day, estimated, turn > 1 AS copy, first_value(story) OVER same AS original
FROM (
  SELECT *, row_number() OVER same AS turn
  FROM (
    SELECT stories.seq, place, story, source, day, coalesce(how = 'inferred', false) AS estimated, body,
      row_number() OVER (PARTITION BY story ORDER BY stories.seq, place) AS seen
    FROM stories JOIN (SELECT page, min(seq) AS seq FROM pages GROUP BY page) AS first_pages
      ON stories.page = first_pages.page AND stories.seq = first_pages.seq
  ) AS found
  WHERE seen = 1
  WINDOW same AS (PARTITION BY body ORDER BY CASE WHEN day IS NULL THEN 1 ELSE 0 END, day, seq, place DESC)
) AS turns
WINDOW same AS (PARTITION BY body ORDER BY turn);

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

-- copy_candidates
WITH prints AS (
  SELECT k.seq AS seq, k.place AS place, k.story AS story, original, bands
  FROM kept_stories AS k JOIN fingerprints AS f ON f.seq = k.seq AND f.place = k.place
), banded AS (
  SELECT seq, place, story, explode(bands) AS band FROM prints
), firsts AS (
  SELECT band, min_by(story, named_struct('seq', seq, 'place', place)) AS story FROM banded GROUP BY band HAVING count(*) > 1
), pairs AS (
  SELECT DISTINCT firsts.story AS story, banded.story AS other
  FROM banded JOIN firsts ON firsts.band = banded.band WHERE banded.story <> firsts.story
)
SELECT pairs.story AS story, pairs.other AS other, a.original = b.original AS same_words,
  CAST(size(array_intersect(a.bands, b.bands)) AS BIGINT) AS shared
FROM pairs JOIN prints AS a ON a.story = pairs.story JOIN prints AS b ON b.story = pairs.other
