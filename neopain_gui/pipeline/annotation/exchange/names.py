"""What files of other programs call photographs, and which photographs they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.pipeline.photographs.named import Names

CONTENT, NAME = "by content", "by name"


def names_in_files(images: Sequence[FaceImage]) -> dict[str, str]:
    """Return what files call each photograph: its own file's name, or its id where two share it.

    Compared without suffix and case, because other programs name their files after it.
    """
    stems = Counter(PurePosixPath(image.name).stem.casefold() for image in images)
    return {
        image.id: image.name
        if stems[PurePosixPath(image.name).stem.casefold()] == 1
        else image.id + PurePosixPath(image.name).suffix
        for image in images
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which photograph is meant.

    Attributes
    ----------
    image : FaceImage or None
        None where it is not clear.
    how : str
        By content or by name.
    why_not : str
        Why none is.
    """

    image: FaceImage | None
    how: str = ""
    why_not: str = ""


class Matching:
    """Finds photographs of a study by their content, then by what files call them."""

    def __init__(self, images: Sequence[FaceImage]) -> None:
        self._by_id: Mapping[str, FaceImage] = {image.id: image for image in images}
        self._names = Names(images)
        self._hashes = {
            sha256: image
            for image in images
            for sha256 in (image.sha256, image.copy_sha256)
            if sha256
        }

    def find(self, names: Sequence[str], sha256s: Sequence[str] = ()) -> Match:
        """Return the photograph that has this content, or else the first of these names."""
        for one in sha256s:
            if one in self._hashes:
                return Match(image=self._hashes[one], how=CONTENT)
        why = "the study has no photograph of this name"
        for name in names:
            ids = self._names.find(name) or self._names.find(_last(name))
            if len(ids) == 1:
                return Match(image=self._by_id[ids[0]], how=NAME)
            if ids:
                why = "more than one photograph of the study has this name"
        return Match(image=None, why_not=why)


def _last(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
