"""What a cross-validated classifier is, in words, for window and command line alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.folds.held_out import Why
from neopain_gui.classifiers.folds.record import FoldsRecord
from neopain_gui.counted import counted, matching

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
    were = matching(never, "was", "were")
    return f"{said}, but {counted(never, 'neonate')} {were} never held out" if never else said


_BY = {
    Why.UNSEEN: "by networks that were trained without the neonate",
    Why.OTHERS_SEEN: "by networks that have not seen the photograph, but others of its neonate",
    Why.ALL_SEEN: "by the mean of all networks, which have all seen the neonate: no test",
    Why.NOT_IN_TRAINING: "by the mean of all networks, because the neonate took no part in the "
    "training",
}


def who_explained(names: Sequence[str], of: int, counts: Mapping[str, int]) -> str:
    """Say which networks explained photographs, how many each way.

    Parameters
    ----------
    names : sequence of str
        The classifiers, or the extraction models.
    of : int
        How many folds there are.
    counts : Mapping of str to int
        Photographs by :class:`Why`.
    """
    parts = [
        f"{counted(counts[why], 'photograph')} {said}"
        for why, said in _BY.items()
        if counts.get(why)
    ]
    return (
        f"The maps of {', '.join(names)} come from {counted(of, 'network')}, one for each fold of "
        f"a training: {'; '.join(parts)}."
    )


def all_unseen(counts: Mapping[str, int]) -> bool:
    """Say whether every photograph was explained by networks that have not seen its neonate."""
    return not any(count for why, count in counts.items() if why != Why.UNSEEN)


def _never(record: FoldsRecord) -> int:
    return sum(not one.unseen for one in record.neonates.values())
