"""What is shown of a chosen heatmap picture: it, its photograph, and both readings.

Knows nothing of Qt; runs in a thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import ImageError, NeoPainError
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.pipeline.eye_tracking.heatmap_import import Placing
    from neopain_gui.study import Study

Pixels = NDArray[np.uint8]

_SIDE = 480  # of photograph and readings
_LARGE = 960  # of the picture, on which a place is drawn


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beside:
    """Pictures small enough to be shown at once; what could not be read is None and said.

    Attributes
    ----------
    heatmap, photograph, paper, palette : ndarray of uint8, shape (h, w, 3), or None
        The readings with their contour masks outlined.
    size : tuple of int
        (height, width) of the heatmap picture's file.
    photograph_size : tuple of int
    placing : Placing or None
        Where the photograph is on the picture; None if there is none to look for.
    warning : str
        Where the readings disagree.
    problem, palette_problem : str
        Why something could not be read.
    """

    heatmap: Pixels | None = None
    photograph: Pixels | None = None
    paper: Pixels | None = None
    palette: Pixels | None = None
    size: tuple[int, int] = (0, 0)
    photograph_size: tuple[int, int] = (0, 0)
    placing: Placing | None = None
    warning: str = ""
    problem: str = ""
    palette_problem: str = ""


def read_beside(
    job: Job, *, study: Study, file: Path, image_id: str, placing: Placing | None
) -> Beside:
    """Read a heatmap picture in both ways, looking for the photograph on it if need be."""
    from neopain_gui.imaging import decode, thumbnail
    from neopain_gui.pipeline.eye_tracking.heatmap_import import place_heatmap

    shown: dict[str, object] = {}
    try:
        picture = decode(file)
        shown |= {"heatmap": thumbnail(picture, _LARGE), "size": picture.shape[:2]}
        job.check()
        if image_id:
            photograph = study.images.pixels(image_id)
            small = thumbnail(photograph, _SIDE)
            shown |= {"photograph": small, "photograph_size": photograph.shape[:2]}
            job.check()
            placing = placing or place_heatmap(study, file, image_id, job)
            shown["placing"] = placing
            if not placing.problem:
                shown |= _readings(file, small, placing, job)
    except NeoPainError as error:
        job.check()
        shown["problem"] = str(error)
    return Beside(**shown)  # type: ignore[arg-type]  # the dataclass's own names


def _readings(
    file: Path, photograph: Pixels, placing: Placing, job: Job = NULL_JOB
) -> dict[str, object]:
    """Read on the small photograph: palette would take long on a large one."""
    from neopain_gui.gaze import compare_readings, read_heatmap

    size = (photograph.shape[0], photograph.shape[1])
    paper = read_heatmap(file, photograph_size=size, mode="paper", place=placing.box)
    job.check()
    shown: dict[str, object] = {"paper": _drawn(paper)}
    try:
        palette = read_heatmap(
            file, photograph_size=size, mode="palette", photograph=photograph, place=placing.box
        )
    except ImageError as error:
        return shown | {"palette_problem": error.problem}
    empty = "" if palette.any() else "No colour of the scale was found on it: its map is empty."
    warning = empty or compare_readings(paper, palette).warning
    return shown | {"palette": _drawn(palette), "warning": warning}


def _drawn(values: NDArray[np.float32]) -> Pixels:
    """Draw a reading in one colour scale, its contour mask outlined in white."""
    from scipy.ndimage import binary_erosion

    from neopain_gui.imaging.colormaps import CIVIDIS, apply
    from neopain_gui.masks import contour_mask
    from neopain_gui.masks.settings import C_GAZE

    picture = apply(values, CIVIDIS)
    mask = contour_mask(values, C_GAZE)
    picture[mask & ~binary_erosion(mask, iterations=2)] = 255
    return picture
