"""Options of the commands that train, and that say how it would be done."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Trained(StrEnum):
    """What can be trained."""

    VGG_FACE = "vgg_face"
    N_CNN = "n_cnn"


ProtocolName = Annotated[
    str,
    typer.Option("--protocol", help="honest, paper (as in the dissertation), or a file (TOML)."),
]
FoldCount = Annotated[
    int | None, typer.Option("--folds", help="Into how many folds neonates are dealt.")
]
FoldTable = Annotated[
    Path | None,
    typer.Option(
        "--fold-table", help="Who is in which fold (CSV: neonate, fold), instead of dealing."
    ),
]
Seed = Annotated[int | None, typer.Option("--seed", help="All random numbers follow from it.")]
Epochs = Annotated[int | None, typer.Option("--epochs", help="At most, of each phase.")]
Copies = Annotated[
    int | None, typer.Option("--copies", help="Augmented copies of each photograph; 0: none.")
]
