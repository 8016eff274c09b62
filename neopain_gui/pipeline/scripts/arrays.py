"""A relevance map as an array that knows where in the photograph it lies."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import InputError
from neopain_gui.geometry import Box
from neopain_gui.maps import RelevanceMap
from neopain_gui.pipeline.photographs.named import known
from neopain_gui.study import Study


class Map(np.ndarray[Any, np.dtype[np.float32]]):
    """A relevance map: an array of float32, and where in the photograph it lies.

    Attributes
    ----------
    box : Box or None
        The rectangle of the photograph that the array covers: ``left``, ``top``, ``right`` and
        ``bottom`` in pixels. What is worked out from a map keeps it where the shape is the same;
        a part of a map has None.
    """

    box: Box | None = None

    @classmethod
    def of(cls, relevance: RelevanceMap) -> Map:
        """Return a relevance map's values as an array of their own."""
        found = np.array(relevance.values).view(cls)
        found.box = relevance.box
        return found

    def __array_finalize__(self, made_from: NDArray[Any] | None) -> None:
        """Hand the box on to an array that still covers it."""
        if isinstance(made_from, Map) and made_from.shape == self.shape:
            self.box = made_from.box

    def __reduce__(self) -> Any:
        """Keep the box when the map goes to another process or into a file."""
        rebuild, arguments, values = super().__reduce__()  # type: ignore[str-unpack]
        return rebuild, arguments, (self.box, values)

    def __setstate__(self, state: Any) -> None:
        """Take what :meth:`__reduce__` kept."""
        self.box, values = state
        super().__setstate__(values)


def kept_map(study: Study, image_id: str, model: str) -> RelevanceMap:
    """Return an extraction model's relevance map of a photograph of a study.

    Raises
    ------
    InputError
        There is no such extraction model, or no map of the two.
    """
    known("extraction model", [model], [one.name for one in study.results.models()], study.path)
    found = study.results.relevance(image_id, model)
    if found is None:
        there = [one.model.name for one in study.results.all(image_id)]
        raise InputError(
            f"there is no map of “{model}” for photograph {image_id}",
            file=study.path,
            remedy=f"it has maps of {', '.join(there)}" if there else "it has no map at all",
        )
    return found
