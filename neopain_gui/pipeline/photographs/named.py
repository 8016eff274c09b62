"""Photographs of a study by the names that people know them under."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.dataset.photograph_names import find_photographs, known_names
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.study import Study

_SHOWN = 5


class Names:
    """Finds photographs by id or by the name of the file that was imported.

    Parameters
    ----------
    images : sequence of FaceImage
        Those of the study.
    """

    def __init__(self, images: Sequence[FaceImage]) -> None:
        self.ids: Mapping[str, FaceImage] = {image.id: image for image in images}
        self._files: dict[str, list[str]] = {}
        for image in images:
            self._files.setdefault(image.file, []).append(image.id)
        self._names = known_names(images)

    def find(self, written: str) -> list[str]:
        """Return the ids that are meant: one if it is clear, none if there is none.

        An id is only that photograph; then the path as it was imported counts, then the file's
        name with its suffix or without.
        """
        if written in self.ids:
            return [written]
        if written in self._files:
            return self._files[written]
        return sorted(find_photographs([written], self._names)[1])

    def only(self, written: str, study: Path) -> list[str]:
        """Return the one id that is meant, or the text itself where there is none.

        Raises
        ------
        InputError
            Several photographs are called so.
        """
        ids = self.find(written)
        if len(ids) > 1:
            raise InputError(
                f"more than one photograph is called {written!r}",
                file=study,
                remedy=f"give one of the ids {', '.join(ids[:_SHOWN])}",
            )
        return ids or [written]


def image_ids(study: Study, written: Sequence[str] | None) -> list[str]:
    """Return the ids of the photographs that are meant, each once; all where none is named.

    Raises
    ------
    InputError
        There is no such photograph, or several are called so.
    """
    images = study.images.all()
    if written is None:
        return [image.id for image in images]
    names = Names(images)
    found: dict[str, None] = {}
    for text in written:
        (image_id,) = names.only(text, study.path)
        if image_id not in names.ids:
            some = ", ".join(f"{image.id} ({image.name})" for image in images[:_SHOWN])
            raise InputError(
                f"there is no photograph {text!r}",
                file=study.path,
                remedy=f"it has {some}" + (" …" if len(images) > _SHOWN else ""),
            )
        found[image_id] = None
    return list(found)


def known(
    what: str, given: Collection[str], there: Collection[str], file: Path | None = None
) -> list[str]:
    """Return what was named, each once, in its order.

    Parameters
    ----------
    what : str
        What is named, for the sentence: ``"metric"``.
    given, there : collection of str
        What was named (a text is a single name), and all that there is.
    file : Path, optional
        The file or study that it would be in.

    Raises
    ------
    InputError
        Something is not there; the sentence says what is.

    Examples
    --------
    >>> known("metric", ["iou", "iou"], ("cosine", "iou"))
    ['iou']
    """
    named = list(dict.fromkeys([given] if isinstance(given, str) else given))
    for name in named:
        if name not in there:
            has = f"there is {', '.join(there)}" if there else "there is none at all"
            raise InputError(f"there is no {what} {name!r}", file=file, remedy=has)
    return named
