"""A region that was drawn on a face, carried to another photograph of the same neonate."""

from __future__ import annotations

import numpy as np

from neopain_gui.faces.drawn import Outlines, outlines_of
from neopain_gui.faces.face import Face
from neopain_gui.faces.regions import RegionSource, template_place


def carried(outlines: Outlines, face: Face, other: Face) -> tuple[Outlines, RegionSource]:
    """Return a region where it lies on another picture of the face.

    Both faces are laid on the template of facial regions; what lies at the same place of the
    template belongs together. Turned and enlarged, never bent.

    Parameters
    ----------
    outlines : Outlines
        In the pixels of the photograph on which it was drawn.
    face, other : Face
        There, and on the photograph to which it goes.

    Returns
    -------
    outlines : Outlines
        In the other photograph's pixels; parts may lie beside it.
    source : RegionSource
        What it was placed by: the landmarks of both, or a face's box, which is rough.
    """
    matrix, shift, by = template_place(face)
    onto, there, by_other = template_place(other)
    back = np.linalg.inv(matrix)
    made = [(one - shift) @ back.T @ onto.T + there for one in outlines]
    rough = RegionSource.FACE_BOX in (by, by_other)
    return outlines_of(made), RegionSource.FACE_BOX if rough else RegionSource.LANDMARKS
