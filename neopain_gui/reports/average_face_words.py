"""What a reader of average faces must know, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from neopain_gui.agreement.statistics import Statistic
from neopain_gui.counted import counted, listed
from neopain_gui.faces.anchors import AnchorSource
from neopain_gui.findings.average_face import AverageFaces
from neopain_gui.percentages import percent

_SHOWN = 6
METHOD = (
    "Each map is carried onto one neutral face, the template of the features, by a thin-plate "
    "spline through what is known of the photograph’s face. Values are carried, not amounts, and "
    "each map is then divided by its mean: 1 is what an even map has. Raters’ maps are divided by "
    "the mean of all of them, so that a photograph on which nothing is marked counts as 0."
)


def notes_of(found: AverageFaces, photographs: int, untested: int) -> tuple[str, ...]:
    """Return what must be known of average faces.

    Parameters
    ----------
    found : AverageFaces
        All that was worked out.
    photographs : int
        That have a face.
    untested : int
        Extraction models of which no two were tested, because they are too many; else 0.
    """
    return tuple(_notes(found, photographs, untested))


def how_tested(statistic: Statistic, smooth: float) -> str:
    """Return how differences were tested."""
    how = (
        "by the mass of clusters beyond the t of p = 0.05"
        if statistic is Statistic.MASS
        else f"by the {statistic}"
    )
    before = f", after a Gaussian of {smooth:g} distances between the eyes" if smooth else ""
    return (
        f"Differences are tested over neonates by exchanging signs, {how}{before}; p is corrected "
        "for all places; where no neonate differs by a twentieth of an even map nothing is tested. "
        "A test says that maps differ, not that each place within a cluster does."
    )


def how_placed(found: AverageFaces) -> str:
    """Return what placed the faces, and how well they lie on the neutral one."""
    if not found.fits:
        return ""
    fits = [fit for _, fit in found.fits]
    by = Counter(fit.source for fit in fits)
    said = [f"{counted(by[one], 'face')} by {_THE[one]}" for one in AnchorSource if by[one]]
    drawn = sum(bool(fit.drawn) for fit in fits)
    if drawn:
        said.append(f"{drawn} of them also by features that were drawn")
    errors, ious = (
        [value for value in some if np.isfinite(value)]
        for some in ([fit.error for fit in fits], [fit.iou for fit in fits])
    )
    made = f"Placed: {listed(said)}."
    if errors:
        made += (
            f" An anchor that is left out comes to lie {percent(float(np.mean(errors)), '.1f')} "
            "of the distance between the eyes from its place."
        )
    if ious:
        made += f" Drawn features overlap the neutral ones by an IoU of {np.mean(ious):.2f}."
    if not errors and not ious:
        made += (
            " How well a face box alone places the features is not known; "
            "landmarks, or features that are drawn, would tell."
        )
    return made


_THE = {
    AnchorSource.RATERS: "raters’ landmarks",
    AnchorSource.LANDMARKS: "the detector’s landmarks",
    AnchorSource.FACE_BOX: "the face box alone",
}


def _notes(found: AverageFaces, photographs: int, untested: int) -> Iterator[str]:
    faceless = [image_id for image_id, model, _ in found.gaps if not model]
    if faceless:
        yield f"{counted(len(faceless), 'photograph')} without a face box: {_few(faceless)}."
    by_model: dict[tuple[str, str], list[str]] = {}
    for image_id, model, why in found.gaps:
        if model:
            by_model.setdefault((model, why), []).append(image_id)
    for (model, why), images in by_model.items():
        yield f"{model}, {len(images)} of {photographs} photographs: {why} ({_few(images)})."
    if not found.faces:
        yield "No photograph has both a face box and a map."
        return
    untold = {one.why for one in found.differences if one.why}
    for why in sorted(untold):
        some = [one.title for one in found.differences if one.why == why]
        yield f"Not tested, because {why}: {_few(some)}."
    if untested:
        yield (
            f"No two of {untested} extraction models were tested against each other: choose 12 or "
            "fewer."
        )
    bent = sum(fit.stiffened for _, fit in found.fits)
    if bent:
        yield (
            f"{counted(bent, 'face')} bent less than the anchors ask, because it would fold: look "
            "at the landmarks and drawn features there."
        )


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
