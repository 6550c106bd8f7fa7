"""The tables that leave and enter Marsad: every column with its type and meaning, from which the dictionary is made.

The same tables are written by ``marsad batch`` (a folder a shard) and by ``marsad export`` (partitioned by month), and
``marsad load`` takes both. ``seq``, ``place`` and ``n`` give the order of pages, of stories and of what is in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from marsad.exchange.libraries import pyarrow

if TYPE_CHECKING:
    import pyarrow as pa

#: The version of these tables; a folder says which it was written in.
FORMAT = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``type`` is string, int32, int64, float64, bool, date, binary, strings (a list), integers (a list),
    aliases or participants (lists of records)."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row of it is. ``monthly``: its rows belong to stories and are partitioned by their month."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    monthly: bool = False

    @property
    def order(self) -> tuple[str, ...]:
        """The columns that put its rows in the order in which they are loaded."""
        names = {column.name for column in self.columns}
        return tuple(name for name in ("seq", "place", "n") if name in names)


def _columns(text: str) -> tuple[Column, ...]:
    lines = (line.split(None, 2) for line in text.splitlines() if line.strip())
    return tuple(Column(name, type, meaning) for name, type, meaning in lines)


_IN_PAGE = """
seq int64 number of the page in its shard or archive: pages are loaded in this order
page string SHA-256 digest that identifies the page
"""
_IN_STORY = f"""{_IN_PAGE}
place int32 number of the story on its page, from 0
story string public id of the story
"""
_OF_STORY = f"""{_IN_STORY}
n int32 number within the story, from 0
day date day of the story, null where it is not known to the day
source string id of the outlet that published the story
"""

PAGES = Table(
    "pages",
    "A page that was read, with its whole text.",
    _columns(f"""{_IN_PAGE}
path string where the page came from: a file, or FILE:NUMBER within one
url string its address
seen string ISO date or time at which it was fetched
modified string when it says that it was changed last, as it says it
encoding string charset it was decoded from
size int64 its size in bytes
type string article, tag_archive, entity_profile, list or other
site string name of the site, as the page gives it
title string title of the page
tag string tag or subject, on a page that lists stories
version string version of the reader
text string the text, into which every offset (start, stop) points, counted in characters
exact binary the text in UTF-8 with lone surrogates, for the very few pages whose text is no valid Unicode
profile_name string name of the person on a page about a person
profile_text string their biography
profile_source string where the biography is from
profile_birth_date string ISO date, cut to profile_birth_precision
profile_birth_precision string day, month or year
profile_aliases aliases other names, each with its language
"""),
)
STORIES = Table(
    "stories",
    "A story: one published item.",
    _columns(f"""{_IN_STORY}
source string id of the outlet that published it
url string its address
title string its title, or its first words where it has none
kicker string line above the title
subtitle string line under the title
dateline string place and agency before the first words
byline string who wrote it
credit string whom it names as its source
category string section of the site
tags strings tags given to it
text string its paragraphs, an empty line between them
day date day of publication, null where it is not known to the day
day_from date first day it can have
day_to date last day it can have
how string stated (the text gives the day) or inferred
copy bool whether most of its text stands in an earlier story; null in shards: the tables made after find copies
body string hash of the folded words of its text: equal where no word differs
version string version of the reader that found what is in it
layout string JSON: where its parts stand in the text of the page; null for stories that archive 6 read
"""),
    monthly=True,
)
STORY_ENTITIES = Table(
    "story_entities",
    "An entity that a story names, with how often.",
    _columns(f"""{_OF_STORY}
entity string id of the entity that it stands for now
entity_read string id of the entity as it was read
name string its name as the archive first read it
name_en string its English name
type string PER, ORG or LOC
status string catalogue (known before), or candidate (known from its name alone)
qid string Wikidata id
mentions int32 how often the story names it; 0 where it only speaks or takes part
"""),
    monthly=True,
)
MENTIONS = Table(
    "mentions",
    "A name in a story.",
    _columns(f"""{_OF_STORY}
start int64 first character in the text of the page
stop int64 character after the last
text string the name as written, without attached particles
norm string the name as it would stand alone, where writing hides a letter; else null
type string PER, ORG or LOC
zone string part of the story: title, body, caption …
how string the rule that found it
score float64 how sure it is, 0 to 1
entity string id of the entity that it stands for now; null where it is not known who is meant
entity_read string id of the entity as it was read
"""),
    monthly=True,
)
QUOTES = Table(
    "quotes",
    "Words given to a speaker.",
    _columns(f"""{_OF_STORY}
start int64 first character in the text of the page
stop int64 character after the last
text string the words
direct bool in quotation marks, or unmarked direct speech
zone string part of the story
speaker string id of the speaker's entity now
speaker_read string id of the speaker's entity as it was read
speaker_name string how the story names the speaker
cue string word of saying
stance string say, deny, accuse, call, warn, promise, claim, praise …
implicit bool the word of saying has no subject of its own
how string the rule that found it
score float64 how sure it is, 0 to 1
about strings ids of the entities it names, as they were read
venue string where or on what occasion it was said
addressee string to whom it was said
"""),
    monthly=True,
)
LABELS = Table(
    "labels",
    "Words that a story puts on an entity: titles, epithets, words of distance.",
    _columns(f"""{_OF_STORY}
start int64 first character in the text of the page
stop int64 character after the last
text string the words
words string their folded headword, by which labels are counted
kind string title, honorific, epithet, distancing, kind, scare or actor
tone string hostile, distancing, honouring or neutral
voice string source (the outlet's own words) or speaker (within words given to somebody)
speaker string id of that speaker, as read
entity string id of the entity that they stand on now
entity_read string id of the entity as it was read
"""),
    monthly=True,
)
EVENTS = Table(
    "events",
    "Who did what to whom.",
    _columns(f"""{_OF_STORY}
type string meet, call, statement, agree, accuse, deny, sanction, fight, visit, withdraw, aid or legal
event_day date day of the event: told by its words, else that of the story
day_told bool whether its own words tell the day
day_from date first day that its words can mean
day_to date last day that its words can mean
start int64 first character of the words that tell it, in the text of the page
stop int64 character after the last
sentence_start int64 first character of the sentence around them
sentence_stop int64 character after the last
sentence string that sentence
agents participants who did it
targets participants to whom it was done
location string id of the place, as read
planned bool still to come
denied bool told as not having happened
ended bool an agreement that lapsed
voice string id of the speaker in whose words it is told, as read; null for the outlet itself
voice_name string how the story names that speaker
how string the rule that found it
score float64 how sure it is, 0 to 1
"""),
    monthly=True,
)
RAW = Table(
    "raw",
    "What a page was read from, so that a better reader can read it again (in Parquet only).",
    _columns(f"""{_IN_PAGE}
kind string bytes (a file or an answer), record (an object of JSON) or entry (the title and text of a feed's entry)
given string JSON: what came beside the bytes
data binary the bytes; null where they are the text of the page in UTF-8
"""),
)
TEASERS = Table(
    "teasers",
    "A line for another story on a page.",
    _columns(f"""{_IN_PAGE}
n int32 number on its page, from 0
title string its title
summary string its words
category string its section
url string where it leads, where its page says so
"""),
)
REJECTED = Table(
    "rejected",
    "A page that was not read, or records of a file that are no pages, with the reason.",
    _columns("""
seq int64 number in the order of reading
path string where it came from
digest string what identifies it
stage string where it was rejected: container, read, story, pipeline or store
reason string a fixed word
detail string what was wrong, in words
size int64 its size in bytes
count int64 how many it stands for
"""),
)
FINGERPRINTS = Table(
    "fingerprints",
    "By what copies of a story are found and judged (in shards only).",
    _columns(f"""{_IN_STORY}
shingles int32 number of different runs of six folded words in its text
prints integers hashes of some of them, by which texts that share a long run of words are found
phrases integers hashes of some pairs of telling words in turn, below zero, by which rewritten texts are found
moment string ISO time to the minute at which it was published, where its outlet states one
agency bool whether its outlet is a news agency
credited string id of the news agency that it names as its source
"""),
)
SKETCHES = Table(
    "sketches",
    "By what happenings of a story are found and judged (in shards only).",
    _columns(f"""{_IN_STORY}
terms binary its weightiest words and names: four bytes for each, rising, then a byte of weight for each
keys integers those of them by which stories that are alike are found
"""),
)

_COUNTS = """
stories int64 stories
copies int64 those of them that are no texts of their own
estimated int64 those of them whose day is inferred
"""
KEPT = Table(
    "kept_stories",
    "A story that counts: each once, of the first page that has it, with the copies found. An address read again with"
    " changed words has a story for each reading; loading makes one story with versions of them.",
    _columns("""
seq int64 number of its page
place int32 number of the story on its page
story string public id of the story
source string id of its outlet
day date its day
estimated bool whether its day is inferred
copy bool whether most of its text stands in an earlier story, so that it is no text of its own
original string the story where its text stood first; itself where no other has it
"""),
    monthly=True,
)
ENTITY_DAYS = Table(
    "entity_days",
    "How many stories name an entity, by day.",
    _columns(f"entity string id of the entity\nday date the day, null for stories without one{_COUNTS}"),
    monthly=True,
)
ENTITY_TOTALS = Table(
    "entity_totals",
    "An entity with its counts.",
    _columns("""
entity string id of the entity
name string its name
name_en string its English name
type string PER, ORG or LOC
stories int64 stories that name it
mentions int64 how often they name it
first_day date first day of such a story
last_day date last day
"""),
)
SOURCE_DAYS = Table(
    "source_days",
    "How many stories an outlet has, by day.",
    _columns(f"source string id of the outlet\nday date the day{_COUNTS}"),
    monthly=True,
)
ARCHIVE_DAYS = Table(
    "archive_days", "How many stories there are, by day.", _columns(f"day date the day{_COUNTS}"), monthly=True
)
TOTALS = Table(
    "totals",
    "How much there is.",
    _columns("name string pages, stories, copies, mentions, quotes, labels, events or rejected\nvalue int64 how many"),
)
CANDIDATES = Table(
    "copy_candidates",
    "Two texts that may share much: they have fingerprints in common that few others have (in batches only).",
    _columns("""
story string a story with the one text
other string a story with the other one
body string what stands for the folded words of the one text
other_body string what stands for those of the other
shared int64 how many fingerprints of runs of words both have
phrases int64 how many of phrases
"""),
)
OVERLAPS = Table(
    "text_overlaps",
    "Two texts of which at least half of the shorter one stands in the other, or of which one is a rewriting of the"
    " other (in batches only).",
    _columns("""
body string what stands for the folded words of the one text
other_body string what stands for those of the other
shared int64 how many different runs of six folded words both have
size int64 how many the one has
other_size int64 how many the other has
names int64 how many of the rarest words of the shorter one stand in the other, in percent
phrases int64 how many different phrases (pairs of telling words in turn) both have
own_phrases int64 how many the one has
other_phrases int64 how many the other has
"""),
)
COPIES = Table(
    "copies",
    "A story whose text another one has too, in whole or part (in batches only).",
    _columns("""
story string public id of the story
origin string id of the story where the text stood first, and of the group
kind string what it is of the story in of: origin, full, cut, inside or rewrite
reason string why the origin is held to be that: agency, earliest, most_complete or unsure
share float64 how much of it stands in the story in of, word for word or rewritten, 0 to 1
copy bool whether most of it stands in an earlier one, so that it is no text of its own
of string id of the story with which it shares most
"""),
)
LIKENESSES = Table(
    "likenesses",
    "Two stories that are alike in what they are about (in batches only).",
    _columns("""
story string the later one
other string the earlier one; by their ids where they are of one day
score float64 how alike they are, 0 to 1, less what the days between them take of it
"""),
)
HAPPENINGS = Table(
    "happenings",
    "A dated story with what it tells of: stories of one happening have the same (in batches only).",
    _columns("""
story string public id of the story
happening string public id of the story that tells it first; of itself where no other tells it
day date day of the story
"""),
    monthly=True,
)


ENTITIES = Table(
    "entities",
    "An entity of the archive (in exports only).",
    _columns("""
entity_read string id of the entity as it is read
entity string id of the entity that it stands for now: itself, or the one it was merged into
name string its name
called string the name that a person gave it
described string how a person described it
name_en string its English name
type string PER, ORG or LOC
status string catalogue (known before), candidate (known from its name alone) or known (several outlets name it)
qid string Wikidata id
stories int64 stories that name it
mentions int64 how often they name it
"""),
)
SOURCES = Table(
    "sources",
    "An outlet (in exports only).",
    _columns("""
source string id of the outlet
name string its name
name_en string its English name
kind string agency, newspaper, site …
stories int64 stories of it
"""),
)
SIGHTINGS = Table(
    "sightings",
    "Where a name that no catalogue knows was seen: what merging goes by (in exports only).",
    _columns("""
story string public id of the story
entity_read string id of the entity
titles strings titles put on it there, folded
company strings ids of the known people and bodies that the story names
"""),
)
MOVED = Table(
    "moved",
    "An earlier address of a story that another reading of its page names otherwise (in exports only).",
    _columns("""
earlier string the earlier public id
story string the public id of the story now
"""),
)
VERSIONS = Table(
    "versions",
    "One of several texts that a story had at its address, one for each page that was read there (in exports only).",
    _columns("""
story string public id of the story
page string SHA-256 digest of the page
key string public id that this text would have by itself
time string ISO date or time in UTC by which texts are ordered: read then, else said to be changed then
changed bool whether its words differ from those of the text before
said bool whether its page says that it was changed
stated string the words in which the page says so
text string headline and paragraphs, with an empty line between them
words string what stands for its folded words: equal where no word differs
layout string where its parts stand in the text of its page, as JSON
named string who is named where in it, as JSON
"""),
)
JUDGEMENTS = Table(
    "judgements",
    "A decision about who is who, of a rule or a person (in exports only).",
    _columns("""
n int64 its number
kind string merge, born, split, rename or describe
entity string id of the entity
other string id of the other entity
value string the words given
score float64 how sure a rule is, 0 to 1
reasons strings why
made_by string rule, or the name of a person
made string ISO time
undone string ISO time at which it was taken back
"""),
)
NOTES = Table(
    "notes",
    "What a person wrote beside a story (in exports only).",
    _columns("""
n int64 its number
story string public id of the story
text string the note
author string who wrote it
written string ISO time
"""),
)

#: What pass one gives, as shards hold it.
READ = (PAGES, STORIES, STORY_ENTITIES, MENTIONS, QUOTES, LABELS, EVENTS, TEASERS, REJECTED, RAW)
SHARD = (*READ, FINGERPRINTS, SKETCHES)


#: What is counted over all of it, in the order in which the tables need each other.
COUNTED = (
    CANDIDATES, OVERLAPS, COPIES, KEPT, LIKENESSES, HAPPENINGS, ENTITY_DAYS, ENTITY_TOTALS, SOURCE_DAYS, ARCHIVE_DAYS,
    TOTALS,
)  # fmt: skip
#: What an archive is exported as.
EXPORTED = (
    *READ, ENTITIES, SOURCES, SIGHTINGS, MOVED, VERSIONS, JUDGEMENTS, NOTES, ENTITY_DAYS, SOURCE_DAYS, ARCHIVE_DAYS,
    TOTALS,
)  # fmt: skip

#: Every table, each once.
ALL = tuple(dict.fromkeys((*SHARD, *COUNTED, *EXPORTED)))


@cache
def schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, each column with its meaning. Raises SettingsError where pyarrow is missing."""
    pa = pyarrow()
    participant = pa.struct([("entity", pa.string()), ("name", pa.string())])
    types = {
        "string": pa.string(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "date": pa.date32(),
        "binary": pa.binary(),
        "strings": pa.list_(pa.string()),
        "integers": pa.list_(pa.int64()),
        "aliases": pa.list_(pa.struct([("text", pa.string()), ("language", pa.string())])),
        "participants": pa.list_(participant),
    }
    fields = [pa.field(c.name, types[c.type], metadata={"meaning": c.meaning}) for c in table.columns]
    return pa.schema(fields, metadata={"marsad.table": table.name, "marsad.format": str(FORMAT)})
