"""Which settings of a protocol mean anything as the others are."""

from __future__ import annotations

from neopain_gui.training.protocol import Choice, Kind, Protocol


def relevant(protocol: Protocol, place: str) -> bool:
    """Return whether a setting changes anything of a training."""
    division, part = protocol.division, place.partition(".")[0]
    of = {
        "division.folds": division.kind is Kind.FOLDS,
        "division.repetitions": division.kind is Kind.HOLD_OUT,
        "division.test_share": division.kind is Kind.HOLD_OUT,
        "selection.share": protocol.selection.by is Choice.INNER,
        "one_output": protocol.architecture == "n_cnn",
        "augmentation.copies": True,
    }
    if place in of:
        return of[place]
    if part == "search" and place != "search.draws":
        return protocol.search is not None and protocol.search.draws > 0
    if part == "augmentation":
        return protocol.augmentation.copies > 0
    return True
