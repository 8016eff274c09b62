"""What a cross-validated classifier is, in words, for window and command line alike."""

from __future__ import annotations

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.folds.record import FoldsRecord
from neopain_gui.counted import counted

FORMAT = "a training’s folds, as one classifier"


def facts(record: FoldsRecord) -> list[tuple[str, str]]:
    """Return what it is, a pair of name and words each."""
    network = ARCHITECTURES[record.architecture]
    size = network.input_size
    weights = "phantoms only" if record.synthetic else "photographs"
    rule = " (its weights were chosen on the neonates that it tests)"
    return [
        ("Title", record.title),
        ("Format", FORMAT),
        ("Architecture", f"{network.short_name}, {network.parameters:,} weights each"),
        ("Folds", said_folds(record)),
        ("Learnt from", f"{said_neonates(record)}: {weights}"),
        ("Protocol", record.preset + (rule if record.chosen_on_test else "")),
        ("Outputs", ", ".join(map(str, record.class_order))),
        ("Inputs", f"{size} × {size} pixels, three channels"),
        ("Licence", record.licence or "not on record"),
        ("SHA-256", f"{record.training} (of all its networks)"),
    ]


def said_neonates(record: FoldsRecord) -> str:
    """Say from how many neonates and photographs it has learnt."""
    photographs = counted(len(record.photographs), "photograph")
    return f"{photographs} of {counted(len(record.neonates), 'neonate')}"


def said_folds(record: FoldsRecord) -> str:
    """Say how many networks there are, and which photographs each explains."""
    count, never = counted(len(record.folds), "network"), _never(record)
    said = f"{count}; a photograph is explained by those that have not seen its neonate"
    return f"{said}, but {counted(never, 'neonate')} never held out" if never else said


def _never(record: FoldsRecord) -> int:
    return sum(not one.unseen for one in record.neonates.values())
