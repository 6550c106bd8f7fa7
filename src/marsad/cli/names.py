"""The command ``names``: tagged words in, one more column out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from marsad.config import Settings
from marsad.errors import ModelError

if TYPE_CHECKING:
    from marsad.names.tagging.conll import Tagging


@click.command()
@click.option("--conll", "file", type=click.File("rb"), required=True, help="A word a line; - is standard input.")
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    help="A network of `marsad train names`, or a transformer for token classification (ONNX or PyTorch).",
)
@click.pass_obj
def names(given: Settings, file: BinaryIO, model: Path | None) -> None:
    """Tag the words of a file: its lines are printed with one more column, the predicted tag.

    An empty line ends a sentence, -DOCSTART- begins a document. Tags are BIO with PER, ORG, LOC and MISC; a
    transformer of your own gives its own.
    """
    from marsad.names.tagging.conll import tagged

    try:
        lines = file.read().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as cause:
        raise ModelError(f"{file.name}: not UTF-8 (byte {cause.start}); save it as UTF-8 and try again") from cause
    for line in tagged(lines, _tagging(given, model)):
        click.echo(line)


def _tagging(given: Settings, model: Path | None) -> Tagging:
    from marsad.names.tagging import transformer
    from marsad.names.tagging.network import load, shipped

    if model and not (model / "chain.json").is_file():
        return transformer.load(model)
    from marsad import catalogue
    from marsad.names import NameTools
    from marsad.names.tagging.conll import WithRules
    from marsad.names.tagging.stories import Tagger

    tools = NameTools.load(catalogue.load(given.catalogues))
    return WithRules(tools, Tagger.of(tools, load(model) if model else shipped()))


COMMANDS: tuple[Any, ...] = (names,)
