"""Looking names up by the million: what Marsad's file costs beside other structures over the same names and text.

    python bench/importing.py FILE TEXT [--names N]

``FILE`` is a look-up file of ``marsad catalogue import`` (bench/made_dump.py makes a dump for one), ``TEXT`` any Arabic
text in UTF-8. Every structure is loaded in a process of its own: seconds of processor time to load, MiB that it adds,
and MB of text a second in which all names that begin at a word are found, folding and splitting into words included.
Needs ``pip install marisa-trie dawg2 ahocorasick-rs datrie`` beside Marsad.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from marsad.catalogue.compact import Compact, Details
from marsad.text.fold import fold
from marsad.text.tokens import folded_words

MOST_WORDS = 8
WORD = re.compile(r"[^\W_]+")
Finder = Callable[[str], int]


def resident() -> float:
    """The memory of this process that is in RAM, in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def names_of(file: Path) -> list[str]:
    """Every name of a look-up file, as folded words with a space after each."""
    compact = Compact(file)
    found = {name for n in range(len(compact)) for name in _spelt(compact.details(n))}
    return sorted(name for name in found if compact.number(name.split()) is not None)


def _spelt(details: Details) -> Iterator[str]:
    for name in (details.name, *details.aliases):
        yield "".join(f"{word} " for word in folded_words(name))


def starts(text: str) -> Iterator[tuple[list[str], int]]:
    """The folded words of each line, and the place of each word in them."""
    for line in fold(text).splitlines():
        found = WORD.findall(line)
        for at in range(len(found)):
            yield found, at


def rest(found: list[str], at: int) -> str:
    return " ".join([*found[at : at + MOST_WORDS], ""])


def grown(words: str) -> Iterator[str]:
    """The first word, the first two, and so on."""
    at = words.find(" ") + 1
    while at:
        yield words[:at]
        at = words.find(" ", at) + 1


def marsad(path: Path) -> Finder:
    compact = Compact(path)

    def find(text: str) -> int:
        return sum(len(compact.beginning(found, at)) for found, at in starts(text))

    return find


def marisa(path: Path) -> Finder:
    import marisa_trie

    trie = marisa_trie.Trie()
    trie.mmap(str(path))
    return lambda text: sum(len(trie.prefixes(rest(*start))) for start in starts(text))


def dawg2(path: Path) -> Finder:
    import dawg

    trie = dawg.CompletionDAWG().load(str(path))
    return lambda text: sum(len(trie.prefixes(rest(*start))) for start in starts(text))


def datrie(path: Path) -> Finder:
    import datrie as library

    trie = library.BaseTrie.load(str(path))
    return lambda text: sum(len(trie.prefixes(rest(*start))) for start in starts(text))


def ahocorasick(path: Path) -> Finder:
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick(json.loads(path.read_text("utf-8")))

    def find(text: str) -> int:
        folded = "\n".join(f" {' '.join(WORD.findall(line))} " for line in fold(text).splitlines())
        matches = automaton.find_matches_as_indexes(folded, overlapping=True)
        return sum(1 for _, start, _ in matches if folded[start - 1] == " ")

    return find


def hashed(path: Path) -> Finder:
    names: frozenset[str] = pickle.loads(path.read_bytes())

    def find(text: str) -> int:
        found = 0
        for start in starts(text):
            found += sum(name in names for name in grown(rest(*start)))
        return found

    return find


def sqlite(path: Path) -> Finder:
    db = sqlite3.connect(path)
    query = "SELECT 1 FROM name WHERE text = ?"

    def find(text: str) -> int:
        found = 0
        for start in starts(text):
            found += sum(db.execute(query, (name,)).fetchone() is not None for name in grown(rest(*start)))
        return found

    return find


KINDS = {"marsad": marsad, "marisa-trie": marisa, "dawg2": dawg2, "datrie": datrie, "ahocorasick-rs": ahocorasick,
         "set, pickled": hashed, "SQLite": sqlite}  # fmt: skip


def build(kind: str, names: list[str], file: Path, folder: Path) -> Path:
    """Writes the structure to a file, as each library does it."""
    made = folder / "made"
    if kind == "marsad":
        return file
    if kind == "marisa-trie":
        import marisa_trie

        marisa_trie.Trie(names).save(str(made))
        return made
    if kind == "dawg2":
        import dawg

        dawg.CompletionDAWG(names).save(str(made))
    elif kind == "datrie":
        import datrie as library

        trie = library.BaseTrie(sorted({c for name in names for c in name}))
        for name in names:
            trie[name] = 1
        trie.save(str(made))
    elif kind == "ahocorasick-rs":
        made.write_text(json.dumps(names), "utf-8")
    elif kind == "set, pickled":
        made.write_bytes(pickle.dumps(frozenset(names)))
    else:
        with sqlite3.connect(made) as db:
            db.execute("CREATE TABLE name (text TEXT PRIMARY KEY) WITHOUT ROWID")
            db.executemany("INSERT INTO name VALUES (?)", ((n,) for n in names))
    return made


def one(kind: str, path: Path, text: Path) -> dict[str, Any]:
    """Load, scan, and say what it cost."""
    data = text.read_text("utf-8")
    warm = data[:50_000]
    fold(warm)
    before, started = resident(), time.process_time()
    find = KINDS[kind](path)
    loaded = time.process_time() - started
    find(warm)
    started = time.process_time()
    found = find(data)
    seconds = time.process_time() - started
    return {"load": loaded, "memory": resident() - before, "scan": text.stat().st_size / 1e6 / seconds, "found": found}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("file", type=Path)
    ap.add_argument("text", type=Path)
    ap.add_argument("--one", help=argparse.SUPPRESS)
    ap.add_argument("--made", type=Path, help=argparse.SUPPRESS)
    args = ap.parse_args()
    if args.one:
        print(json.dumps(one(args.one, args.made, args.text)))
        return
    names = names_of(args.file)
    print(f"{len(names):,} names, {args.text.stat().st_size / 1e6:.1f} MB of text, {os.cpu_count()} processors")
    print(f"{'':22}{'file MB':>9}{'build s':>9}{'load s':>9}{'MiB':>9}{'MB/s':>9}{'found':>11}")
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            started = time.process_time()
            made = build(kind, names, args.file, Path(folder))
            built = time.process_time() - started
            command = [sys.executable, __file__, str(args.file), str(args.text), "--one", kind, "--made", str(made)]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            print(
                f"{kind:22}{made.stat().st_size / 1e6:9.1f}{built:9.1f}{told['load']:9.3f}{told['memory']:9.1f}"
                f"{told['scan']:9.2f}{told['found']:11,}"
            )


if __name__ == "__main__":
    main()
