"""What an edit would discard, and how long it took to compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neopain_gui.counted import duration
from neopain_gui.gui.base.counts import maps, photographs

if TYPE_CHECKING:
    from neopain_gui.faces.face import Face
    from neopain_gui.study import Study
    from neopain_gui.study.result_types import Computed

MUCH_SECONDS = 180.0
"""More than that is not computed again in passing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Maps that would go.

    Attributes
    ----------
    maps, photographs : int
        How many, of how many photographs.
    seconds : float
        About how long they took to compute.
    """

    maps: int
    photographs: int
    seconds: float

    @property
    def much(self) -> bool:
        """Whether somebody should be asked."""
        return self.seconds > MUCH_SECONDS

    @property
    def text(self) -> str:
        """How many maps and how much work, in words."""
        return (
            f"{maps(self.maps)}: about {duration(self.seconds)} of computing on "
            f"{photographs(self.photographs)}"
        )


NOTHING = Loss(maps=0, photographs=0, seconds=0.0)


def loss_of_faces(study: Study, faces: Mapping[str, Face | None]) -> Loss:
    """Return which maps go when photographs get these faces: those of another box."""
    known = study.faces.all()
    moved = [
        image_id
        for image_id, face in faces.items()
        if (old := known.get(image_id)) is not None and (face is None or face.box != old.box)
    ]
    return loss_of(study.results.computed(moved))


def loss_of(computed: list[Computed]) -> Loss:
    """Return what it means that these computations' maps go."""
    return Loss(
        maps=sum(one.maps for one in computed),
        photographs=len({one.image_id for one in computed}),
        seconds=sum(map(_seconds, computed)),
    )


def _seconds(one: Computed) -> float:
    if one.seconds is not None:
        return float(one.seconds)
    from neopain_gui.pipeline.maps.estimate import gradient_seconds

    return gradient_seconds(one.classifier or "") * max(one.gradients or 1, one.samples or 1)
