"""What a training's folder holds, by name: the one place that knows."""

from __future__ import annotations

import re
from pathlib import Path

RUN = "run.json"
"""What is trained on what: protocol, photographs, base, seed, versions."""
PROTOCOL = "protocol.toml"
"""The protocol, for people to read and to give again."""
FOLDS = "folds.csv"
"""neonate, fold; folds count from 1."""
PREDICTIONS = "predictions.csv"
"""image, neonate, label, fold, p_pain: of a fold's held-out photographs, and of all folds."""
VALIDATION = "validation.csv"
"""The same of the photographs that chose the epoch: temperature and threshold are chosen there."""
TABLES = "tables_1_2.csv"
CARD = "card.md"
CARD_JSON = "card.json"
TITLE = "title.txt"
"""What somebody calls the training."""
COPIES = "copies.json"
"""Which augmented copies train: those in which a face was found."""
COPIES_BEGUN = "copies-begun.json"
"""The same of the photographs whose copies have been looked at so far."""
STATE = "state.npz"
"""After each epoch: weights, the optimiser's numbers, the curve, how long nothing was better."""
BEST = "best.npz"
"""The best weights so far. With the state it goes when the fold is done."""
CURVE = "curve.csv"
"""epoch, phase, loss, val_loss, val_accuracy."""
SEARCH = "search.csv"
"""Of a fold: every head that was drawn, and how it did on the inner validation."""
WEIGHTS = "classifier.weights.h5"
TIMES = "time.json"
"""Of a fold that is done: its epochs, and the seconds that they took."""
LOCK = "training.lock"
"""Held by the process that trains."""
PAUSE = "paused"
"""There while somebody has paused the training."""
REFIT = "refit"
"""Folder of the network that was trained on all neonates once the folds were done."""
FEATURES = "features"
"""Folder of what a frozen base gives for each face, kept once for all folds and heads."""

PREDICTION_COLUMNS = ("image", "neonate", "label", "fold", "p_pain")
CURVE_COLUMNS = ("epoch", "phase", "loss", "val_loss", "val_accuracy")


def fold_folder(run: Path, fold: int) -> Path:
    """Return the folder of a fold, counted from 1."""
    return run / f"fold-{fold:02d}"


def folds_there(run: Path) -> list[int]:
    """Return the folds that a run has begun, in order."""
    found = (re.fullmatch(r"fold-(\d{2,})", each.name) for each in run.glob("fold-*"))
    return sorted(int(match[1]) for match in found if match)


def is_done(run: Path, fold: int) -> bool:
    """Say whether a fold is done: its predictions are the last that is written."""
    folder = fold_folder(run, fold)
    return (folder / PREDICTIONS).is_file() and (folder / WEIGHTS).is_file()
