"""Imports a Wikidata dump, or the abstracts of a Wikipedia, into a look-up file; may be killed and run again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from marsad.catalogue import wikidata
from marsad.catalogue.abstracts import Abstracts
from marsad.catalogue.compact import Compact
from marsad.catalogue.compacting import write, write_biographies
from marsad.catalogue.dumps import Lines, open_lines
from marsad.catalogue.staging import Staging
from marsad.errors import CatalogueError

#: So many lines are read before what they hold is kept for good.
STEP = 20_000
_HEAD = 1 << 16
_ABSTRACTS = (b"<feed", b"<doc", b"<?xml")
_EXAMPLES = 3

#: Told after each step: bytes of the file read so far, and lines.
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Imported:
    """What an import came to. ``lines`` counts those with something in them; ``refused`` those that are no entity,
    of which ``examples`` tells the first with their reasons; ``kept`` entities or biographies in the file."""

    lines: int = 0
    refused: int = 0
    kept: int = 0
    examples: list[str] = field(default_factory=list)


def import_file(path: Path, into: Path, progress: Progress = lambda read, lines: None) -> Imported:
    """Imports ``path`` into the look-up file ``into``; what the file is shows in its content.

    A dump makes the file anew; abstracts of Wikipedia are added to the one that is there. Until it is done everything
    stands in ``INTO.part``; a run that was killed goes on from there, and comes to the same bytes as one that was not.
    Raises CatalogueError for a file that cannot be read, is neither, or is not the one that the import began with.
    """
    if not into.parent.is_dir():
        raise CatalogueError(f"cannot write {into}: the folder {into.parent} is not there; make it first")
    if is_abstracts(path):
        return _run(path, into, _Abstracts(), progress)
    return _run(path, into, _Dump(), progress)


def is_abstracts(path: Path) -> bool:
    """Whether a file holds abstracts of Wikipedia: XML, or JSON Lines whose objects have ``title`` and ``extract``."""
    for line in islice(open_lines(path), 50):
        if text := line.strip().removeprefix(b"\xef\xbb\xbf"):
            return text.startswith(_ABSTRACTS) or (b'"extract"' in text and b'"labels"' not in text)
    return False


class _Dump:
    """Lines of a Wikidata dump."""

    name = "dump"

    def take(self, lines: Iterable[bytes], staging: Staging, done: Imported) -> None:
        items = []
        for line in lines:
            text = line.strip()
            if text in (b"", b"[", b"]", b"],"):
                continue
            done.lines += 1
            if not wikidata.worth_parsing(text) and text.startswith(b"{"):
                continue
            try:
                item = wikidata.parse(text)
            except ValueError as cause:
                _refuse(done, text, cause)
            else:
                items += [item] if item and (item.name or item.parents) else []
        staging.add(items)

    def finish(self, into: Path, staging: Staging, origin: str) -> int:
        write(into, staging, origin)
        return len(Compact(into))

    def state(self) -> str:
        return ""

    def resume(self, state: str) -> None:
        """A dump has one entity a line: nothing to remember."""


class _Abstracts:
    """Abstracts of a Wikipedia, in XML or JSON Lines."""

    name = "abstracts"

    def __init__(self) -> None:
        self._reader = Abstracts()

    def take(self, lines: Iterable[bytes], staging: Staging, done: Imported) -> None:
        told = []
        for line in lines:
            if line.strip():
                done.lines += 1
                try:
                    told += self._reader.take(line)
                except ValueError as cause:
                    _refuse(done, line, cause)
        staging.add_biographies(told)

    def finish(self, into: Path, staging: Staging, origin: str) -> int:
        return write_biographies(into, Compact(into), staging, origin)

    def state(self) -> str:
        return self._reader.state()

    def resume(self, state: str) -> None:
        self._reader.resume(state)


def _refuse(done: Imported, line: bytes, cause: ValueError) -> None:
    done.refused += 1
    if len(done.examples) < _EXAMPLES:
        done.examples.append(f"{line[:60].decode('utf-8', 'replace')!r}: {cause}")


def _run(path: Path, into: Path, kind: _Dump | _Abstracts, progress: Progress) -> Imported:
    if isinstance(kind, _Abstracts):
        Compact(into)  # before the long work: abstracts need the entities that they are about
    staging = Staging(into.with_name(into.name + ".part"))
    done = None
    try:
        _same(staging, path, _identity(path, kind.name))
        done = Imported(lines=int(staging.state("lines") or 0), refused=int(staging.state("refused") or 0))
        if not staging.state("read"):
            _read(open_lines(path, staging.state("mark")), staging, kind, done, progress)
        if done.lines > done.refused:
            done.kept = kind.finish(into, staging, path.name)
    finally:
        staging.close(remove=done is not None and (done.kept > 0 or _useless(staging, done)))
    if done.lines == done.refused:
        told = "; ".join(done.examples) or "it holds no line"
        raise CatalogueError(f"{path} is no dump of Wikidata and no file of abstracts: {told}")
    return done


def _useless(staging: Staging, done: Imported) -> bool:
    """Whether all was read and nothing came of it."""
    return done.lines == done.refused and bool(staging.state("read"))


def _read(lines: Lines, staging: Staging, kind: _Dump | _Abstracts, done: Imported, progress: Progress) -> None:
    kind.resume(staging.state("reader"))
    given = iter(lines)
    while (first := next(given, None)) is not None:
        kind.take(chain([first], islice(given, STEP - 1)), staging, done)
        staging.commit(mark=lines.mark, lines=done.lines, refused=done.refused, reader=kind.state())
        progress(lines.read, done.lines)
    staging.commit(read="1")


def _identity(path: Path, kind: str) -> str:
    """What tells whether the file is the one that an import began with: its size and its first bytes."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return f"{kind} {path.stat().st_size} {hashlib.blake2b(head, digest_size=16).hexdigest()}"


def _same(staging: Staging, path: Path, identity: str) -> None:
    begun = staging.state("identity")
    if begun and begun != identity:
        raise CatalogueError(
            f"{staging.path} holds an unfinished import of another file than {path}; give that file again, or remove "
            f"{staging.path} to begin anew"
        )
    staging.commit(identity=identity)
