"""Every pair of extraction models on every photograph."""

from __future__ import annotations

from dataclasses import dataclass

from neopain_gui.agreement import AgreementTable
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.maps import ExtractionModel
from neopain_gui.masks import MaskSettings


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
    """

    models: tuple[ExtractionModel, ...]
    images: tuple[FaceImage, ...]
    table: AgreementTable
    left_out: tuple[tuple[str, str], ...]
    settings: MaskSettings
    cautions: tuple[str, ...] = ()
