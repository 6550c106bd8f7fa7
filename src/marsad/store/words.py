"""Words as search compares them: folded, without article, found with and without the particles before them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from marsad.text.fold import fold
from marsad.text.letters import QUOTE_CLOSERS, QUOTE_OPENERS
from marsad.text.tokens import analyses

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(rf'["{QUOTE_OPENERS}]([^"{QUOTE_OPENERS}{QUOTE_CLOSERS}]+)["{QUOTE_CLOSERS}]')
#: Particles with the article: what they leave is a word by itself beyond doubt.
_CHAINS = ("وبال", "فبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
_LEAST = 3


@lru_cache(100_000)
def bare(folded: str) -> str:
    """A folded word without the article and what stands before it: ``بالاتفاق`` (by the agreement) gives ``اتفاق``."""
    for chain in _CHAINS:
        if folded.startswith(chain) and len(folded) - len(chain) >= _LEAST:
            return folded[len(chain) :]
    return folded


@lru_cache(100_000)
def readings(folded: str) -> tuple[str, ...]:
    """Every word that a written word may be, ``bare`` first: ``لروسيا`` is itself or ``روسيا`` (for Russia).

    A search for ``روسيا`` so finds ``لروسيا``, while one for ``كيري`` (Kerry) does not find ``يرى`` (he sees).
    """
    first = bare(folded)
    if first != folded:
        return (first,)
    others = (bare(a.stem) for a in analyses(folded)[1:] if len(a.stem) >= _LEAST)
    return tuple(dict.fromkeys((first, *others)))


def folded_words(text: str) -> list[str]:
    """The folded words of ``text``, in order."""
    return _WORD.findall(fold(text))


def hashed(words: str) -> str:
    """The short form under which the archive compares words: those of a title, or of a whole story."""
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def indexed(text: str) -> tuple[str, str]:
    """What the index holds of ``text``: its bare words in order, and the other readings of its words."""
    found = folded_words(text)
    more = {other for word in set(found) for other in readings(word)[1:]}
    return " ".join(map(bare, found)), " ".join(sorted(more))


def wanted(query: str) -> tuple[str, ...]:
    """The bare words of a query, each once."""
    return tuple(dict.fromkeys(map(bare, folded_words(query))))


def match(query: str, spellings: Callable[[str], Iterable[str]] = lambda word: ()) -> str:
    """An FTS5 expression for a reader's query: all of its words; those between quotation marks stand together.

    ``spellings`` gives further spellings that a word outside the marks is found by.
    """
    phrases = [f'"{" ".join(map(bare, folded_words(p)))}"' for p in _QUOTED.findall(query) if folded_words(p)]
    words = [f"({_any((word, *spellings(word)))})" for word in wanted(_QUOTED.sub(" ", query))]
    return " AND ".join([*phrases, *words])


def trigrams(name: str) -> str:
    """An FTS5 expression for names that share groups of three letters with ``name``; "" for a shorter one."""
    return _any(name[at : at + 3] for at in range(len(name) - 2))


def _any(groups: Iterable[str]) -> str:
    return " OR ".join(f'"{g}"' for g in dict.fromkeys(groups) if '"' not in g)
