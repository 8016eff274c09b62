"""Commands about how a classifier would be trained: its protocol and its folds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from neopain_gui.cli.console import err, out, plain, progress, warn
from neopain_gui.cli.options import OUT_FILE
from neopain_gui.cli.training_options import FoldCount, FoldTable, ProtocolName, Seed, Trained
from neopain_gui.imaging import write_bytes_atomic

if TYPE_CHECKING:
    from neopain_gui.training.fold_plan import FoldPlan
    from neopain_gui.training.fold_table import Side


def protocol(
    name: Annotated[str, typer.Argument(help="honest, paper, or a file (TOML).")] = "honest",
    architecture: Annotated[
        Trained | None,
        typer.Option("--architecture", help="What is trained; n_cnn unless the file says so."),
    ] = None,
    file: Annotated[Path | None, OUT_FILE(help="File to write it to; printed without.")] = None,
) -> None:
    """Print a protocol of training with every setting explained, to be changed and used."""
    from neopain_gui.training.presets import PRESETS, changes
    from neopain_gui.training.protocol_file import protocol_text, read_protocol

    found = read_protocol(name, architecture and str(architecture))
    text = protocol_text(found)
    if file is None:
        out.print(text, markup=False, end="", soft_wrap=True)
    else:
        write_bytes_atomic(file, text.encode())
        out.print(plain(f"Written to {file}."), soft_wrap=True)
    err.print(plain(f"{PRESETS[found.preset]}."))
    for sentence in changes(found):
        warn(sentence)


def folds(
    study: Annotated[Path, typer.Argument(help="A study (folder ending in .neopain).")],
    name: ProtocolName = "honest",
    count: FoldCount = None,
    seed: Seed = None,
    table: FoldTable = None,
    file: Annotated[Path | None, OUT_FILE(help="CSV to write: neonate, fold.")] = None,
) -> None:
    """Deal a study's neonates into folds, or check a table of them; print who trains and tests."""
    from neopain_gui.pipeline.training.folds import folds_of
    from neopain_gui.study import Study
    from neopain_gui.training.fold_edits import remarks
    from neopain_gui.training.folds_file import folds_text
    from neopain_gui.training.protocol import with_options
    from neopain_gui.training.protocol_file import read_protocol

    wanted = with_options(read_protocol(name), folds=count, seed=seed)
    with progress() as job, Study.open(study, read_only=True) as opened:
        plan = folds_of(opened, wanted, table, job)
    out.print(_table(plan))
    for sentence in remarks(plan):
        warn(sentence)
    if wanted.optimistic:
        warn("The test chooses the weights, which makes its figures too good.")
    if file is not None:
        write_bytes_atomic(file, folds_text(plan).encode())
        out.print(plain(f"Written to {file}."), soft_wrap=True)


def _table(plan: FoldPlan) -> Table:
    from neopain_gui.training.fold_table import fold_rows

    table = Table("fold", "tested", "inner validation", "trained", box=None)
    for row in fold_rows(plan):
        inner = "the test" if row.validation == row.test else _side(row.validation)
        table.add_row(str(row.fold), _side(row.test), inner, _side(row.train))
    return table


def _side(side: Side) -> str:
    of = ", ".join(f"{count} {plain(name) or '(no data set)'}" for name, count in side.datasets)
    return f"{of}: {side.pain} pain, {side.no_pain} no pain"
