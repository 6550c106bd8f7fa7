"""Input found by coverage for the whole reader: what the damage of ``eval/fuzz.py`` does not think of.

    pip install atheris && python eval/fuzz_atheris.py [FOLDER] -runs=20000 -max_len=4096 -timeout=2

The options are those of libFuzzer; FOLDER keeps what it finds worth damaging, and is filled with undamaged input of
each kind where it is empty. The first byte of an input says of what kind it is. A crash ends the run with its input
saved.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))
with atheris.instrument_imports(include=["marsad.intake", "marsad.story", "marsad.text"]):
    import fuzz
from marsad.config import settings
from marsad.pipeline import Tools

KINDS = list(fuzz.MAKERS)
TOOLS = Tools.load(settings())


def one_input(data: bytes) -> None:
    """Reads one input as the command does; a bug rises."""
    if data:
        kind = KINDS[data[0] % len(KINDS)]
        fuzz.read_one(data[1:], kind, TOOLS, fuzz.Result(), deep=False)


def seeds(folder: Path) -> None:
    """Undamaged input of each kind in ``folder``, unless there is some."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        return
    for number, text in enumerate(fuzz.texts()[:10]):
        for at, kind in enumerate(KINDS):
            (folder / f"{kind}-{number}").write_bytes(bytes([at]) + fuzz.MAKERS[kind](text[:1500]))


def main() -> None:
    """Runs libFuzzer over the reader."""
    told = [word for word in sys.argv[1:] if not word.startswith("-")]
    folder = Path(told[0]) if told else Path(tempfile.mkdtemp(prefix="marsad-fuzz-"))
    seeds(folder)
    options = [word for word in sys.argv[1:] if word.startswith("-")]
    atheris.Setup([sys.argv[0], *options, str(folder)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
