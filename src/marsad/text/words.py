"""Words as search compares them: folded, without article, found with and without the particles before them."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from marsad.text.fold import fold
from marsad.text.tokens import analyses

_WORD = re.compile(r"[^\W_]+")
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
