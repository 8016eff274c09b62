"""The command line's entry, and what becomes of errors."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import typer

from neopain_gui.cli import (
    annotation,
    attribute,
    average_face,
    bids,
    equivalence_margin,
    exchange,
    export_tflite,
    faces,
    faithfulness,
    gaze,
    gaze_import,
    gaze_maps,
    gaze_tables,
    heatmap_import,
    instruments,
    licences,
    lists,
    merge,
    photographs,
    protocol,
    raters_agree,
    refit,
    report,
    rounds,
    studies,
    this_computer,
    train,
    trainings,
    upkeep,
    weights,
)
from neopain_gui.cli.console import app, complain, err, spell_out
from neopain_gui.crashes.report import write_error
from neopain_gui.errors import Cancelled, InputError, NeoPainError, refusal

COMMANDS = (
    studies.demo,
    photographs.new,
    photographs.add,
    photographs.find_moved,
    merge.merge,
    faces.find_faces,
    faces.detect,
    studies.run,
    upkeep.edit,
    upkeep.remove,
    upkeep.compact,
    attribute.attribute,
    faithfulness.faithfulness,
    train.train,
    trainings.trainings,
    refit.refit,
    export_tflite.export_tflite,
    report.report,
    average_face.average_face,
    protocol.protocol,
    protocol.folds,
    lists.agree,
    gaze.gaze,
    gaze_import.import_gaze,
    gaze_maps.gaze_maps,
    gaze_tables.gaze_tables,
    bids.bids,
    heatmap_import.import_heatmaps,
    instruments.scales,
    instruments.landmark_sets,
    rounds.new_round,
    rounds.rounds,
    rounds.raters,
    rounds.export_round,
    rounds.export_ratings,
    rounds.collect_rounds,
    exchange.export_annotations,
    exchange.import_annotations,
    annotation.annotation_maps,
    raters_agree.agreement_of_raters,
    raters_agree.disagreements,
    raters_agree.decide,
    annotation.label_source,
    equivalence_margin.margin,
    lists.methods,
    lists.classifiers,
    weights.weights,
    this_computer.about,
    this_computer.register,
    licences.licences,
)
"""In the order in which the help lists them."""

for command in COMMANDS:
    app.command()(command)

EXIT_BUG, EXIT_INPUT, EXIT_MACHINE, EXIT_STOPPED = 1, 2, 3, 130

_HELP = "Add --help to the command to see what it takes."


class OpenWindow(Protocol):
    """What opens the window; handed in, because this module does not know it."""

    def __call__(self, paths: Sequence[Path] = (), *, demo: bool = False) -> int:
        """Open the window and return its exit code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """What commands are handed of what this package does not know."""

    open_window: OpenWindow
    screen: Callable[[], list[tuple[str, str]]]


def _no_screen() -> list[tuple[str, str]]:
    return []


def run_command(
    arguments: Sequence[str],
    open_window: OpenWindow,
    screen: Callable[[], list[tuple[str, str]]] = _no_screen,
) -> int:
    """Run one command and return its exit code; errors are one sentence on the error stream.

    Parameters
    ----------
    arguments : sequence of str
        What was typed.
    open_window, screen : callable
        What only the window knows: opening it, and what there is to show it on.
    """
    spell_out()
    command = typer.main.get_command(app)
    beyond = Beyond(open_window=open_window, screen=screen)
    return _guarded(
        lambda: command.main(
            list(arguments), prog_name="neopain", standalone_mode=False, obj=beyond
        )
    )


def _guarded(action: Callable[[], Any]) -> int:
    """Call ``action``: the command line's entry, one of the two places that catch everything."""
    try:
        code = action()
        return code if isinstance(code, int) else 0
    except typer.Exit as leave:
        return leave.exit_code
    except typer.TyperException as wrong:
        complain(f"{wrong.format_message().rstrip('.')}. {_HELP}")
        return wrong.exit_code
    except (KeyboardInterrupt, typer.Abort, Cancelled):
        err.print("Stopped. What was computed until now is kept.")
        return EXIT_STOPPED
    except InputError as error:
        complain(error.on_command_line)
        return EXIT_INPUT
    except NeoPainError as error:
        complain(str(error))
        return EXIT_MACHINE
    except MemoryError:
        complain("There is not enough memory for this: close other programs.")
        return EXIT_MACHINE
    except OSError as fault:
        complain(refusal(fault))
        if os.environ.get("NEOPAIN_DEBUG"):
            traceback.print_exception(fault, file=sys.stderr)
        return EXIT_MACHINE
    except Exception as bug:  # noqa: BLE001
        write_error("an error of a command", bug)
        complain(f"NeoPain made a mistake ({type(bug).__name__}: {bug}).")
        if os.environ.get("NEOPAIN_DEBUG"):
            traceback.print_exception(bug, file=sys.stderr)
        else:
            err.print(
                "Run it again with NEOPAIN_DEBUG=1 to see where, or see the report without names "
                "that was kept: neopain about --faults"
            )
        return EXIT_BUG
