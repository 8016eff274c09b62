"""What is to be trained, as it is chosen so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from neopain_gui.errors import InputError
from neopain_gui.pipeline.training.train import Wanted
from neopain_gui.training.cohort import Cohort
from neopain_gui.training.fold_edits import Held
from neopain_gui.training.folds_file import read_folds
from neopain_gui.training.presets import HONEST, as_preset, preset
from neopain_gui.training.protocol import Kind, Protocol
from neopain_gui.training.protocol_file import read_protocol
from neopain_gui.training.setting import replaced

N_CNN, VGG_FACE = "n_cnn", "vgg_face"
_COMMON = ("preset", "seed", "division", "selection", "augmentation")
"""What stays when another architecture is chosen; the rest is each one's own."""


class Chosen(QObject):
    """Protocol, base and folds.

    Attributes
    ----------
    protocol : Protocol
    base : str
        The base's id; of a VGG-Face only.
    half : bool
        Whether what the base gives is kept in half precision.
    held : tuple of tuple of str, or None
        Whom each fold holds out where somebody has changed that; None where folds are dealt.

    Signals
    -------
    changed()
    refused(error: InputError)
        What was chosen does not go with settings that stay.
    dealt_anew()
        Folds that somebody had changed no longer fit the protocol; :meth:`put_back` undoes it.
    """

    changed = Signal()
    refused = Signal(object)
    dealt_anew = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.protocol = preset(HONEST, N_CNN)
        self.base, self.half = "", False
        self.held: Held | None = None
        self._others: dict[str, Protocol] = {}
        self._before: tuple[Protocol, Held | None] | None = None

    @property
    def wanted(self) -> Wanted:
        """What the training's own process is given."""
        of_base = self.protocol.architecture == VGG_FACE
        return Wanted(
            protocol=self.protocol,
            base=self.base if of_base else "",
            half=self.half and of_base,
            held=self.held,
        )

    @property
    def untouched(self) -> bool:
        """Whether nothing was chosen yet."""
        begun = preset(HONEST, N_CNN), None, False
        return (self.protocol, self.held, self.half) == begun

    def take_wanted(self, wanted: Wanted) -> None:
        """Choose all of what was wanted before."""
        self.protocol, self.held = wanted.protocol, wanted.held
        self.base, self.half, self._before = wanted.base, wanted.half, None
        self.changed.emit()

    def forget(self) -> None:
        """Begin anew, for another study."""
        self.protocol, self.held = preset(HONEST, N_CNN), None
        self.base, self.half, self._before = "", False, None
        self._others.clear()
        self.changed.emit()

    def put(self, place: str, value: Any) -> None:
        """Give a setting another value.

        Raises
        ------
        InputError
            It cannot be that; nothing is changed.
        """
        self.take(replaced(self.protocol, place, value))

    def choose_architecture(self, name: str) -> None:
        """Train another network; what both have in common stays as it is."""
        now = self.protocol
        if name == now.architecture:
            return
        self._others[now.architecture] = now
        other = self._others.get(name) or preset(now.preset, name)
        common = {part: getattr(now, part) for part in _COMMON}
        self._try(lambda: replace(other, **common))

    def choose_preset(self, name: str) -> None:
        """Take another preset's value wherever presets differ; what else was changed stays."""
        self._try(lambda: as_preset(self.protocol, name))

    def reset(self) -> None:
        """Take everything as the preset has it."""
        self.take(preset(self.protocol.preset, self.protocol.architecture))

    def choose_base(self, identity: str, *, half: bool) -> None:
        """Begin with another base."""
        if (identity, half) != (self.base, self.half):
            self.base, self.half = identity, half
            self.changed.emit()

    def open_protocol(self, file: Path) -> None:
        """Take the protocol of a file.

        Raises
        ------
        InputError
            It is none.
        """
        self.take(read_protocol(str(file)))

    def open_folds(self, file: Path, cohort: Cohort) -> None:
        """Take the folds of a table.

        Raises
        ------
        InputError
            It is none, or not of these neonates.
        """
        plan = read_folds(file, cohort, self.protocol)
        self.protocol, self.held = plan.protocol, plan.held
        self.changed.emit()

    def hold(self, held: Held | None) -> None:
        """Take folds that somebody put together; None deals them."""
        if held != self.held:
            self.held = held
            self.changed.emit()

    def _try(self, make: Callable[[], Protocol]) -> None:
        """Take a protocol, or say why the settings that stay do not permit it."""
        try:
            self.take(make())
        except InputError as error:
            self.refused.emit(error)
            self.changed.emit()  # what shows the choice goes back to what is chosen

    def put_back(self) -> None:
        """Take the folds again that were dealt anew, with the protocol that they are of."""
        if self._before is not None:
            (self.protocol, self.held), self._before = self._before, None
            self.changed.emit()

    def take(self, protocol: Protocol) -> None:
        """Train as a protocol says."""
        before = self.protocol
        if protocol == before:
            return
        lost = self.held is not None and not _fits(self.held, before, protocol)
        if lost:
            self._before, self.held = (before, self.held), None
        self.protocol = protocol
        self.changed.emit()
        if lost:
            self.dealt_anew.emit()


def _fits(held: Held, before: Protocol, after: Protocol) -> bool:
    """Whether folds that somebody changed can stay when the protocol changes."""
    division = after.division
    if division == before.division:
        return True
    if division.kind is not before.division.kind:
        return False
    counted = {Kind.FOLDS: division.folds, Kind.HOLD_OUT: division.repetitions}
    return counted.get(division.kind, len(held)) == len(held)
