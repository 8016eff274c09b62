"""From a training's folder to its tables, figures and card."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from neopain_gui.imaging.encode import write_bytes_atomic
from neopain_gui.reports.drawing import saved
from neopain_gui.reports.evaluation.card import card, empty_fields
from neopain_gui.reports.evaluation.card_markdown import card_markdown
from neopain_gui.reports.evaluation.drawn_figures import figures
from neopain_gui.reports.evaluation.run_facts import RunFacts, read_run
from neopain_gui.training.evaluation.beside_people import Judgement
from neopain_gui.training.evaluation.fold_table import table_csv
from neopain_gui.training.evaluation.run_evaluation import RunEvaluation, evaluation_of
from neopain_gui.training.run_folder import CARD, CARD_JSON, TABLES

FIGURES = "figures"


def evaluate_run(folder: Path, judgements: Sequence[Judgement] = ()) -> RunEvaluation:
    """Evaluate a training that has ended, and write what it achieves into its folder.

    ``tables_1_2.csv``, ``card.md``, ``card.json`` and ``figures/``; what stood there is replaced.
    Equal folders give equal bytes.

    Parameters
    ----------
    folder : Path
        The training's.
    judgements : sequence of Judgement
        What people said of the same photographs, where they were asked.

    Raises
    ------
    InputError
        The folder is none of a training that has ended, or a file in it is damaged.
    EnvironmentFault
        A file could not be written.
    """
    facts = read_run(folder)
    found = evaluation_of(facts.predictions, facts.validation, judgements)
    write_evaluation(folder, facts, found)
    return found


def write_evaluation(folder: Path, facts: RunFacts, found: RunEvaluation) -> None:
    """Write what a training achieves into its folder.

    Raises
    ------
    EnvironmentFault
        A file could not be written.
    """
    for name, content in files_of(facts, found).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        write_bytes_atomic(path, content)


def files_of(facts: RunFacts, found: RunEvaluation) -> dict[str, bytes]:
    """Return the files, by their names in the training's folder."""
    says = card(facts, found)
    missing = empty_fields(says)
    if missing:  # a bug: every field has words for what is not known
        raise ValueError(f"the card says nothing at {', '.join(missing)}")
    made = {
        TABLES: table_csv(found.table).encode(),
        CARD: card_markdown(says).encode(),
        CARD_JSON: (json.dumps(says, ensure_ascii=False, indent=2) + "\n").encode(),
    }
    origin = {"title": says["title"], "folds_sha256": says["data"]["folds_sha256"]}
    for name, (title, draw) in figures(found, facts.curves).items():
        for kind, content in saved(draw, title, origin, formats=("png", "svg")).items():
            made[f"{FIGURES}/{name}.{kind}"] = content
    return made
