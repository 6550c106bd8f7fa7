"""The index beside the archive: made, opened, written by one process at a time, read by any number."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import tantivy
from filelock import BaseFileLock, FileLock, Timeout

from marsad.errors import SearchIndexError

#: Raised whenever the fields, the analysis of texts or what is put into documents changes: older indexes are made anew.
VERSION = 2
#: Memory of the writer, in bytes; its merges take some more.
HEAP = 64_000_000
_STATE = "state"
#: What Tantivy writes last in a commit, and reads first.
_META = "meta.json"
_WAIT = 0.05


@dataclass(frozen=True, slots=True)
class State:
    """Up to which change of which archive the index is: kept within the index, so that a commit is all or nothing."""

    archive: str = ""
    last: int = 0
    version: int = field(default_factory=lambda: VERSION)


def schema() -> tantivy.Schema:
    """The fields. ``id`` names a document, ``of`` the story or entity it goes with (deletes are by text: tantivy-py
    drops deletes by number silently); ``newest`` is the day and the row number, ``fresh`` what freshness is worth."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("id", tokenizer_name="raw", index_option="basic")
    build.add_text_field("of", tokenizer_name="raw", index_option="basic")
    build.add_text_field("what", tokenizer_name="raw", index_option="basic")
    for words, stems in (("body", "body_stems"), ("said", "said_stems")):
        build.add_text_field(words, tokenizer_name="whitespace", index_option="position")
        build.add_text_field(stems, tokenizer_name="whitespace", index_option="freq")
    for name in ("title", "name"):
        build.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("entity", "speaker", "kind", "stance", "grams", "bones"):
        build.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("tag", "own"):
        build.add_text_field(name, tokenizer_name="raw", index_option="basic")
    build.add_text_field("stored", stored=True, tokenizer_name="raw", index_option="basic")
    build.add_unsigned_field("newest", fast=True)
    build.add_text_field("month", fast=True, tokenizer_name="raw", index_option="basic")
    build.add_unsigned_field("source", fast=True, indexed=True)
    build.add_unsigned_field("number", fast=True)
    build.add_float_field("fresh", fast=True)
    return build.build()


@dataclass(frozen=True, slots=True)
class Index:
    """The index as it is at one moment, whatever is committed meanwhile: what is searched."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    path: Path | None = None

    def state(self) -> State:
        """Up to where the index is."""
        with self.guarded():
            return _state(self.schema, self.searcher)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turns what Tantivy says of damaged files into SearchIndexError; whoever writes next makes the index anew.

        A file that was cut short shows when the index is opened, one with wrong bytes only where they are read.
        """
        try:
            yield
        except ValueError as cause:
            self._refuse(cause)
        except BaseException as cause:
            if type(cause).__name__ != "PanicException":  # pyo3's is no Exception, and has no module to import it from
                raise
            self._refuse(cause)

    def discard(self) -> None:
        """Lets the index be no index, unless another process is writing it: whoever writes next makes it anew."""
        if self.path:
            with suppress(Timeout, OSError), _lock(self.path, 0):
                (self.path / _META).unlink(missing_ok=True)

    def _refuse(self, cause: BaseException) -> NoReturn:
        self.discard()
        raise SearchIndexError(f"the search index {self.path} is damaged ({cause}) and is made anew") from cause


class OpenIndex:
    """An index that is open for reading. ``path`` is its folder; one that is missing, damaged or of another version or
    archive is not opened: ``open`` says why in ``SearchIndexError``, and ``writing`` makes it anew."""

    def __init__(self, path: Path | None, opened: tantivy.Index) -> None:
        self.path, self._opened = path, opened
        self._seen = _stamp(path) if path else None
        self.now = Index(opened.schema, opened.searcher(), path)

    @classmethod
    def open(cls, path: Path) -> OpenIndex:
        """The index in the folder ``path``. Raises SearchIndexError when there is none that this Marsad can read."""
        index = cls(path, _opened(path))
        if index.now.state().version != VERSION:
            raise SearchIndexError(f"the search index {path} was made by another version of Marsad")
        return index

    @classmethod
    def in_memory(cls) -> OpenIndex:
        """An empty index that this process alone has."""
        return cls(None, tantivy.Index(schema()))

    def refresh(self) -> None:
        """Sees what another process has committed since; costs one look at a file when there is nothing.

        Raises SearchIndexError when the index is gone.
        """
        if self.path is None:
            self._opened.reload()
            self.now = Index(self._opened.schema, self._opened.searcher(), self.path)
            return
        stamp = _stamp(self.path)
        if stamp != self._seen:
            if stamp and self._seen and stamp[0] == self._seen[0]:
                self._opened.reload()
            else:
                self._opened = _opened(self.path)
            self._seen = stamp
            self.now = Index(self._opened.schema, self._opened.searcher(), self.path)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The writer of an index in memory."""
        writer = self._opened.writer(HEAP, 1)
        try:
            yield Writer(self._opened, writer)
        finally:
            writer.wait_merging_threads()
            self.refresh()


def _opened(path: Path) -> tantivy.Index:
    try:
        if not tantivy.Index.exists(str(path)):
            raise SearchIndexError(f"there is no search index at {path}")
        opened = tantivy.Index.open(str(path))
        opened.config_reader("manual")
        opened.searcher()
    except (ValueError, OSError) as cause:
        raise SearchIndexError(f"the search index {path} is damaged ({cause})") from cause
    return opened


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes when the index is committed, or made anew."""
    try:
        folder, meta = path.stat(), (path / _META).stat()
    except OSError:
        return None
    return folder.st_ino, meta.st_mtime_ns, meta.st_ino


def _state(fields: tantivy.Schema, searcher: tantivy.Searcher) -> State:
    hits = searcher.search(tantivy.Query.term_query(fields, "id", _STATE), 1, count=False).hits
    if not hits:
        return State(version=0) if searcher.num_docs else State()
    return State(**json.loads(str(searcher.doc(hits[0][1]).get_first("stored"))))


class Writer:
    """Puts documents in and takes them out; nothing is seen, nor kept, before ``commit``."""

    def __init__(self, opened: tantivy.Index, writer: tantivy.IndexWriter) -> None:
        self._opened, self._writer = opened, writer
        self.state = _state(opened.schema, opened.searcher())

    def remove(self, of: str) -> None:
        """Takes out everything that goes with a story (``s12``) or an entity (``e7``)."""
        self._writer.delete_documents_by_term("of", of)

    def put(self, of: str, documents: Iterable[dict[str, Any]]) -> None:
        """Puts ``documents`` in the place of what went with ``of`` before."""
        self.remove(of)
        for values in documents:
            self._writer.add_document(_document({"of": of, **values}))

    def commit(self, state: State) -> None:
        """Makes all that was put lasting, together with the ``state``."""
        self._writer.delete_documents_by_term("id", _STATE)
        self._writer.add_document(_document({"id": _STATE, "stored": json.dumps(asdict(state))}))
        self._writer.commit()
        self.state = state


def _document(values: dict[str, Any]) -> tantivy.Document:
    found = tantivy.Document()
    for name, value in values.items():
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, str):
                found.add_text(name, one)
            elif isinstance(one, float):
                found.add_float(name, one)
            else:
                found.add_unsigned(name, one)
    return found


@contextmanager
def writing(path: Path, archive: str, last: Callable[[], int], wait: float) -> Iterator[Writer | None]:
    """The one writer of the index at ``path``, made where it is missing, damaged, or of another version or archive.

    ``last`` gives the last change of the archive, once nobody else can write: an index that knows later ones belongs to
    an archive that was replaced.
    None where another process writes and goes on doing so for ``wait`` seconds: it takes in what is new as well.
    A lock of a process that was killed is free. Raises SearchIndexError when the folder cannot be written.
    """
    lock = _lock(path, wait)
    try:
        lock.acquire()
    except Timeout:
        yield None
        return
    except OSError as cause:
        raise SearchIndexError(f"the search index {path} cannot be written ({cause})") from cause
    try:
        opened = _usable(path, archive, last())
        writer = _writer(opened, path)
        try:
            yield Writer(opened, writer)
        finally:
            writer.wait_merging_threads()
    finally:
        lock.release()


def _lock(path: Path, wait: float) -> BaseFileLock:
    return FileLock(path.with_name(f"{path.name}.lock"), timeout=wait)


def _usable(path: Path, archive: str, last: int) -> tantivy.Index:
    """The index at ``path`` when it is of this version and archive; else a new one in its place."""
    try:
        opened = _opened(path)
        state = _state(opened.schema, opened.searcher())
        if state.version == VERSION and state.archive in ("", archive) and state.last <= last:
            return opened
    except (SearchIndexError, TypeError, ValueError):
        pass
    try:
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True, exist_ok=True)
        opened = tantivy.Index(schema(), str(path), reuse=False)
        opened.config_reader("manual")
    except (ValueError, OSError) as cause:
        raise SearchIndexError(f"the search index {path} cannot be made ({cause})") from cause
    return opened


def _writer(opened: tantivy.Index, path: Path) -> tantivy.IndexWriter:
    """The writer; its own lock may be held a moment longer by threads that merge."""
    until = time.monotonic() + 10
    while True:
        try:
            return opened.writer(HEAP, 1)
        except (ValueError, OSError) as cause:
            if time.monotonic() > until:
                raise SearchIndexError(f"the search index {path} cannot be written ({cause})") from cause
        time.sleep(_WAIT)
