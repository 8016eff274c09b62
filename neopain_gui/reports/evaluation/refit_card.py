"""The card of a network that was trained on all neonates: whose figures it shows, and why."""

from __future__ import annotations

import json
from pathlib import Path

from neopain_gui.errors import InputError
from neopain_gui.imaging.encode import write_bytes_atomic
from neopain_gui.reports.evaluation.card import Card, empty_fields
from neopain_gui.reports.evaluation.card_markdown import card_markdown
from neopain_gui.training.refit import Refitted
from neopain_gui.training.run_folder import CARD, CARD_JSON, REFIT

UNTESTED = (
    "Untested: no photograph was kept from this network's training, so nothing says how it does. "
    "The figures below are those of the folds' networks, which learnt in the same way from fewer "
    "neonates. Maps of photographs that it was trained on are maps of what it has seen."
)


def write_refit_card(run: Path, made: Refitted) -> Card:
    """Write the card of a network that was trained on all neonates beside its weights.

    Parameters
    ----------
    run : Path
        The training's folder, evaluated.
    made : Refitted
        The network.

    Raises
    ------
    InputError
        The training's own card is not there, or damaged.
    EnvironmentFault
        It could not be written.
    """
    card = refit_card(_own(run), made)
    missing = empty_fields(card)
    if missing:  # a bug: every field has words for what is not known
        raise ValueError(f"the card says nothing at {', '.join(missing)}")
    text = json.dumps(card, ensure_ascii=False, indent=2) + "\n"
    write_bytes_atomic(run / REFIT / CARD_JSON, text.encode())
    write_bytes_atomic(run / REFIT / CARD, card_markdown(card).encode())
    return card


def refit_card(of_run: Card, made: Refitted) -> Card:
    """Return a training's card made into that of the network on all neonates."""
    model = {name: of_run["model"][name] for name in of_run["model"]}
    model["weights_sha256"] = made.sha256
    model["weights_sha256_by_fold"] = of_run["model"]["weights_sha256_by_fold"]
    return of_run | {
        "title": f"{of_run['model']['architecture']}: refitted on {made.photographs} photographs "
        f"of {made.neonates} neonates, untested",
        "cautions": [*of_run["cautions"], UNTESTED],
        "tested": False,
        "model": model,
        "training": of_run["training"]
        | {
            "refitted_on": {"neonates": made.neonates, "photographs": made.photographs},
            "refit_epochs_by_phase": list(made.epochs),
            "refit_epochs_chosen": "the median of what was best in the folds",
        },
    }


def _own(run: Path) -> Card:
    path = run / CARD_JSON
    try:
        found: Card = json.loads(path.read_text("utf-8"))
        if not all(isinstance(found[part], dict) for part in ("model", "training")):
            raise ValueError("no card")
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise InputError(
            "the training's own card is not there, or damaged",
            file=path,
            remedy="evaluate the training again",
            command="evaluate it again: neopain train --resume",
        ) from error
    return found
