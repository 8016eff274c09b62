"""Saying what a training's folder gives as a classifier, and bringing it in."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from neopain_gui.cli.console import out, plain, print_json
from neopain_gui.errors import InputError


def weights_of_training(
    run: Path, name: str, title: str, *, bring: bool, as_json: bool, more: bool
) -> None:
    """Say what the folds of a training are as one classifier; bring it in if that is wanted.

    ``more`` says that something was given which the training knows itself.
    """
    from neopain_gui.classifiers.folds.words import facts
    from neopain_gui.pipeline.training.bring_in import bring_in, trained_folds

    if more:
        raise InputError(
            "of a training it is known what its outputs and inputs are, and its card says what it "
            "achieves",
            file=run,
            remedy="give --name and --title alone",
        )
    if bring and not name:
        raise InputError("it needs a name", remedy="give --name")
    if bring:
        info = bring_in(run, name, title)
        assert info.folds is not None
        record, file = info.folds, info.file
    else:
        record = trained_folds(run, title).record
    if as_json:
        content = {
            "file": run.name,
            "can_be_brought_in": True,
            "kind": "cross-validated",
            "architecture": record.architecture,
            "title": record.title,
            "sha256": record.training,
            "folds": [fold.sha256 for fold in record.folds],
            "class_order": [str(one) for one in record.class_order],
            "neonates": {
                neonate: list(one.unseen) for neonate, one in sorted(record.neonates.items())
            },
        }
        print_json(content)
        return
    if bring:
        out.print(plain(f"{name} is among the classifiers now: {file}"), soft_wrap=True)
        out.print(plain(f"To take it out again: neopain classifiers --remove {name}"))
        return
    table = Table(box=None, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for what, said in facts(record):
        table.add_row(what, plain(said))
    out.print(table)
    out.print(plain(f"To bring it in: neopain weights {run} --import --name ID"), soft_wrap=True)
