"""Unlabelled news as sentences of tokens: what the vectors and the pretraining learn from."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from marsad.errors import ModelError
from marsad.names.tagging.stories import LONGEST
from marsad.text.fold import fold

TOKEN = re.compile(r"[^\W_]+|[^\s\w]")
END = re.compile(r"(?<=[.!?؟])\s+|\n+")
_DIGIT = re.compile(r"\d")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_SHORTEST = 4
_OPENERS: dict[str, Any] = {".xz": lzma.open, ".gz": gzip.open, ".bz2": bz2.open}


def stories(paths: Iterable[Path]) -> Iterator[str]:
    """Title and text of each story of JSON Lines files (``title``, ``text``), plain or compressed; a text file is one.

    Raises ModelError, with file and line, for a line that is no JSON object.
    """
    for path in paths:
        with _opened(path) as lines:
            if ".json" not in path.name:
                yield lines.read()
                continue
            for number, line in enumerate(lines, 1):
                try:
                    story = json.loads(line)
                    yield f"{story.get('title') or ''}\n{story.get('text') or ''}"
                except (ValueError, AttributeError) as cause:
                    raise ModelError(f"{path}, line {number}: no JSON object of a story: {cause}") from cause


def _opened(path: Path) -> IO[str]:
    opener = _OPENERS.get(path.suffix, open)
    opened: IO[str] = opener(path, "rt", encoding="utf-8")
    return opened


def sentences(text: str) -> Iterator[list[str]]:
    """The sentences of a text as folded words and marks, digits as 0, long ones in pieces."""
    for sentence in END.split(text):
        tokens = TOKEN.findall(_DIGIT.sub("0", fold(sentence)))
        if _ARABIC.search(sentence):
            for at in range(0, len(tokens), LONGEST):
                if len(piece := tokens[at : at + LONGEST]) >= _SHORTEST:
                    yield piece


def write(paths: Sequence[Path], out: Path) -> int:
    """Writes every different sentence of ``paths`` to ``out``, a line each, shuffled; gives how many tokens."""
    seen = dict.fromkeys(" ".join(tokens) for text in stories(paths) for tokens in sentences(text))
    lines = list(seen)
    random.Random(1).shuffle(lines)
    out.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return sum(line.count(" ") + 1 for line in lines)
