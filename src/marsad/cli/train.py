"""The command ``train names``: a network for names from tagged and unlabelled text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from marsad.config import Settings
from marsad.errors import ModelError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def train() -> None:
    """Train what ships with Marsad anew, or on texts of your own."""


@train.command("names")
@click.option("--tagged", multiple=True, required=True, type=_FILE, help="Tagged words (CoNLL); may be repeated.")
@click.option(
    "--text", "texts", multiple=True, required=True, type=_FILE, help="Unlabelled stories (JSON Lines, text)."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder for the network.")
@click.option("--work", required=True, type=click.Path(path_type=Path), help="The folder for what each step makes.")
@click.option("--pretraining", default=2400.0, show_default=True, help="Seconds for learning from unlabelled text.")
@click.option("--silver", default=1_200_000, show_default=True, help="Unlabelled tokens that teachers tag; 0: none.")
@click.pass_obj
def names(
    given: Settings,
    tagged: tuple[Path, ...],
    texts: tuple[Path, ...],
    out: Path,
    work: Path,
    pretraining: float,
    silver: int,
) -> None:
    """Train the network for names: vectors, pretraining, teachers, and the network that learns from them.

    Takes hours on two cores. A run that was stopped goes on from the last step kept in the folder --work.
    `marsad names --conll FILE --model OUT` tags with the new network.
    """
    from marsad import catalogue
    from marsad.names import NameTools

    try:
        from marsad.training.running import Plan, Training
    except ImportError as cause:
        raise ModelError(f'training needs more packages ({cause.name}): pip install "marsad[train]"') from cause
    plan = Plan(pretraining=pretraining, silver=silver)
    training = Training(
        work, NameTools.load(catalogue.load(given.catalogues)), plan, lambda text: click.echo(text, err=True)
    )
    training.run(tagged, texts, out)


COMMANDS: tuple[Any, ...] = (train,)
