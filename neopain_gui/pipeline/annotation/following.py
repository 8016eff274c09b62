"""Whether maps of what raters said follow from what they say now."""

from __future__ import annotations

from collections.abc import Iterator

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.percentages import percent
from neopain_gui.pipeline.annotation.maps import RatersMaps
from neopain_gui.provenance import Provenance
from neopain_gui.study import Result, Study


class Following:
    """Judges maps of what raters said; what they follow from is read when it is first asked.

    Parameters
    ----------
    study : Study
        Open.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._makes: RatersMaps | None = None

    def key(self, name: str, image: FaceImage) -> str:
        """Return the key that a model's map of a photograph would have now; empty without one."""
        now = self._now(name, image)
        return now.key if now is not None else ""

    def reasons(self, result: Result, image: FaceImage) -> tuple[tuple[str, ...], bool]:
        """Return in what a map differs from one made now, and whether it can be made again."""
        now = self._now(result.model.name, image)
        if now is None:
            return ("nobody says anything any more that it follows from",), False
        made = result.provenance
        if made.key == now.key:
            return (), True
        return tuple(_differing(made, now)) or ("made in another way",), True

    def _now(self, name: str, image: FaceImage) -> Provenance | None:
        if self._makes is None:
            self._makes = RatersMaps(self._study)
        return self._makes.provenance(name, image)


def _differing(made: Provenance, now: Provenance) -> Iterator[str]:
    then, here = made.inputs, now.inputs
    if then.get("said") != here["said"]:
        yield "raters say something else now"
    if then.get("least") != here["least"]:
        before = then.get("least")
        share = percent(before) if isinstance(before, int | float) else "none"
        yield f"share of raters {share}, now {percent(here['least'])}"
    if then.get("parameters") != here["parameters"]:
        yield "the scale's items are about other features now"
    if then.get("features") != here.get("features"):
        yield "the features of the face lie elsewhere now"
    if (made.stage, made.version) != (now.stage, now.version):
        yield "made by an earlier version of NeoPain"
