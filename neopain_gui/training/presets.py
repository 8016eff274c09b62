"""The two protocols that there are to begin with, and how another one differs from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from neopain_gui.classifiers import n_cnn, vgg_face
from neopain_gui.errors import InputError
from neopain_gui.training.protocol import (
    Choice,
    FineTuning,
    Head,
    Kind,
    Optimiser,
    Protocol,
    Search,
    Selection,
)
from neopain_gui.training.setting import about, replaced, settings_of

HONEST, PAPER = "honest", "paper"
PRESETS = {
    HONEST: "Honest: what is tested chooses nothing",
    PAPER: "Paper: as in the dissertation, whose test folds chose the weights",
}
"""By name, with what people read."""
N_CNN_RATE = 1e-3
"""TensorFlow's own for RMSprop, as are ρ and ε: section 3.3.1 prints the VGG-Face's rate only."""


def preset(name: str, architecture: str) -> Protocol:
    """Return a preset for an architecture.

    Both are section 3.3 as printed: ten folds, 20 copies, RMSprop, batches of 16; the N-CNN's
    learning rate, which is not printed, is :data:`N_CNN_RATE`. They differ in one thing that
    decides what the figures mean: what the weights that are kept are chosen on
    (decision 22).

    Raises
    ------
    InputError
        There is no such preset, or the architecture cannot be trained.
    """
    if name not in PRESETS:
        raise InputError(f"there is no preset “{name}”", remedy=f"choose {' or '.join(PRESETS)}")
    common = Protocol(
        preset=name,
        selection=Selection(by=Choice.TEST if name == PAPER else Choice.INNER),
    )
    if architecture == "vgg_face":
        return replace(
            common,
            architecture=architecture,
            optimiser=Optimiser(patience=5, l1=vgg_face.L1),
            head=Head(layers=vgg_face.FULLY_CONNECTED, dropout=vgg_face.DROPOUT),
            fine_tuning=FineTuning(),
            search=Search(),
        )
    return replace(
        common,
        architecture=architecture,
        optimiser=Optimiser(patience=10, l2=n_cnn.L2, rate=N_CNN_RATE),
    )


def as_preset(protocol: Protocol, name: str) -> Protocol:
    """Return a protocol with another preset's value wherever the two presets differ.

    What else was changed stays.
    """
    start, other = (preset(one, protocol.architecture) for one in (protocol.preset, name))
    before = {place: value for place, _, value in settings_of(start)}
    for place, _, value in settings_of(other):
        if before[place] != value:
            protocol = replaced(protocol, place, value)
    return protocol


def changes(protocol: Protocol) -> tuple[str, ...]:
    """Say what differs from the preset that a protocol began as, a sentence each."""
    start = preset(protocol.preset, protocol.architecture)
    sentences = differences(start, protocol, (protocol.preset, "here"))
    return (*_parts(start, protocol), *sentences)


def differences(
    first: Protocol, second: Protocol, names: tuple[str, str] | None = None
) -> tuple[str, ...]:
    """Say in which settings two protocols differ, a sentence each.

    Parameters
    ----------
    names : tuple of str, optional
        What the two are called; by default as their presets.
    """
    names = names or (first.preset, second.preset)
    values = {place: value for place, _, value in settings_of(second)}
    return tuple(
        f"{about(entry).title}: {said(place, value)} ({names[0]}); "
        f"{said(place, values[place])} ({names[1]})."
        for place, entry, value in settings_of(first)
        if place != "preset" and place in values and values[place] != value
    )


def said(place: str, value: Any) -> str:
    """Return a setting's value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        nothing = "all" if place.startswith("division.") else "none"
        return ", ".join(said(place, item) for item in value) or nothing
    if isinstance(value, float):
        return f"{value:g}"
    return _WORDS.get(value, str(value)) if isinstance(value, str) else str(value)


_WORDS: dict[str, str] = {
    Choice.INNER: "those with the lowest error on neonates taken out of the training",
    Choice.TEST: "those with the lowest error on the test itself, which makes its figures too good",
    Kind.FOLDS: "into folds",
    Kind.HOLD_OUT: "drawn again and again",
    Kind.ONE_OUT: "each neonate by itself",
}


def _parts(start: Protocol, protocol: Protocol) -> tuple[str, ...]:
    without_tuning = start.fine_tuning is not None and protocol.fine_tuning is None
    return ("Fine-tuning: left out.",) if without_tuning else ()
