"""Every pair of extraction models on every photograph."""

from __future__ import annotations

from dataclasses import dataclass

from neopain_gui.agreement import AgreementTable
from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.maps import ExtractionModel
from neopain_gui.masks import MaskSettings

DATA_SET_LABEL = "the data set's label"
"""What is said of labels where nothing else was chosen to count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A study's agreement.

    Attributes
    ----------
    models : tuple of ExtractionModel
        Those compared, in the order of Table 3.
    images : tuple of FaceImage
        Those that were compared.
    table : AgreementTable
        Every pair on every one of them.
    left_out : tuple of (str, str)
        Photographs that could not be compared, each with the reason.
    settings : MaskSettings
        What made the masks.
    cautions : tuple of str
        What a reader must know: demo weights, maps that were not made alike, missing labels.
    label_source : str
        Whose label the photographs of ``images`` have: the one that counts.
    data_set_labels : tuple of (PainLabel or None)
        What the data set says of each of them; empty where that is what counts.
    """

    models: tuple[ExtractionModel, ...]
    images: tuple[FaceImage, ...]
    table: AgreementTable
    left_out: tuple[tuple[str, str], ...]
    settings: MaskSettings
    cautions: tuple[str, ...] = ()
    label_source: str = DATA_SET_LABEL
    data_set_labels: tuple[PainLabel | None, ...] = ()

    @property
    def by_kind(self) -> tuple[ExtractionModel, ...]:
        """The models as people read them: of classifiers, of gaze, of raters, each by name."""
        return tuple(sorted(self.models, key=lambda one: (one.traits.order, one.name)))
