"""What a report is written from: the shape of a study's analysis, whoever made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from numpy.typing import NDArray

from neopain_gui.agreement.class_tests import Difference
from neopain_gui.agreement.intervals import Interval
from neopain_gui.agreement.resampling import Permuted
from neopain_gui.agreement.table import AgreementTable
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.maps import ExtractionModel
from neopain_gui.masks import MaskSettings


class Compared(Protocol):
    """Every pair of extraction models on every photograph."""

    @property
    def models(self) -> Sequence[ExtractionModel]:
        """Those compared, in the order of Table 3."""

    @property
    def images(self) -> Sequence[FaceImage]:
        """Those compared, in the order of the table's rows."""

    @property
    def table(self) -> AgreementTable:
        """The counts."""

    @property
    def left_out(self) -> Sequence[tuple[str, str]]:
        """Photographs that could not be compared, each with the reason."""

    @property
    def settings(self) -> MaskSettings:
        """What made the masks."""

    @property
    def cautions(self) -> Sequence[str]:
        """What a reader must know."""


class Pair(Protocol):
    """What is known of a pair of extraction models by one metric."""

    @property
    def model_a(self) -> str:
        """One of them."""

    @property
    def model_b(self) -> str:
        """The other."""

    @property
    def metric(self) -> str:
        """By what."""

    @property
    def all_images(self) -> Interval:
        """Mean over photographs."""

    @property
    def pain(self) -> Interval:
        """Mean over those in pain."""

    @property
    def no_pain(self) -> Interval:
        """Mean over those at rest."""

    @property
    def n_pain(self) -> int:
        """Photographs in the mean."""

    @property
    def n_no_pain(self) -> int:
        """Photographs in the mean."""

    @property
    def chance(self) -> float:
        """Mean of what independent masks of the same coverages give."""

    @property
    def above_chance(self) -> Interval:
        """Mean of each photograph's value less its own chance level."""

    @property
    def own(self) -> float:
        """Mean on the common grid."""

    @property
    def shuffled(self) -> float:
        """With other photographs' masks."""

    @property
    def mean_map(self) -> float:
        """With what every face gets."""

    @property
    def beyond_shuffled(self) -> Permuted:
        """Own against shuffled."""

    @property
    def independent(self) -> Difference:
        """Pain against no pain as in Table 5."""

    @property
    def paired(self) -> Difference:
        """The same, neonate by neonate."""

    @property
    def paired_difference(self) -> Interval:
        """Mean of what neonates have more in pain than at rest."""

    @property
    def on_photographs(self) -> Sequence[tuple[str, float, float, float]]:
        """Of each photograph own, shuffled and mean_map."""

    @property
    def p_holm(self) -> float:
        """Adjusted p of ``independent``."""

    @property
    def p_bh(self) -> float:
        """Adjusted p of ``independent``."""

    @property
    def paired_p_holm(self) -> float:
        """Adjusted p of ``paired``."""

    @property
    def paired_p_bh(self) -> float:
        """Adjusted p of ``paired``."""

    @property
    def shuffled_p_holm(self) -> float:
        """Adjusted p of ``beyond_shuffled``."""

    @property
    def chance_p_holm(self) -> float:
        """Adjusted p of ``chance_test``."""

    @property
    def family(self) -> str:
        """What ``independent.p`` was adjusted with; empty where it is in no family."""

    @property
    def paired_family(self) -> str:
        """What ``paired.p`` was adjusted with."""

    @property
    def shuffled_family(self) -> str:
        """What ``beyond_shuffled.p`` was adjusted with."""

    @property
    def chance_family(self) -> str:
        """What ``above_chance.p`` was adjusted with."""

    @property
    def hedges(self) -> Interval:
        """Hedges' g."""

    @property
    def cliff(self) -> Interval:
        """Cliff's δ."""


class Region(Protocol):
    """What an extraction model gives a feature of the face."""

    @property
    def model(self) -> str:
        """Which."""

    @property
    def region(self) -> str:
        """Which feature."""

    @property
    def label(self) -> str:
        """``"pain"``, ``"no pain"`` or ``"all"``."""

    @property
    def share(self) -> Interval:
        """Of all relevance in the face."""

    @property
    def density(self) -> Interval:
        """1 is what an even map gives."""

    @property
    def coverage(self) -> Interval:
        """Part inside the contour mask."""

    @property
    def rank(self) -> float:
        """By density, 1 is the highest."""


class WithinRegion(Protocol):
    """How much two models agree within a feature of the face."""

    @property
    def model_a(self) -> str:
        """One of them."""

    @property
    def model_b(self) -> str:
        """The other."""

    @property
    def region(self) -> str:
        """Which feature."""

    @property
    def iou(self) -> Interval:
        """Mean intersection over union of their masks within it."""


class Ranks(Protocol):
    """How alike two models rank the features."""

    @property
    def model_a(self) -> str:
        """One of them."""

    @property
    def model_b(self) -> str:
        """The other."""

    @property
    def label(self) -> str:
        """``"pain"``, ``"no pain"`` or ``"all"``."""

    @property
    def tau(self) -> float:
        """Kendall's τ of the mean densities."""

    @property
    def p(self) -> float:
        """Its p."""

    @property
    def features(self) -> int:
        """How many were ranked."""

    @property
    def within(self) -> Interval:
        """Mean of τ within each photograph."""


class Ceiling(Protocol):
    """How much the people of a group agree with each other."""

    @property
    def group(self) -> str:
        """Which."""

    @property
    def metric(self) -> str:
        """By what."""

    @property
    def bound(self) -> str:
        """Who is compared with whom: halves of the group, or a single person."""

    @property
    def value(self) -> Interval:
        """Mean, with its interval."""

    @property
    def participants(self) -> int:
        """How many."""

    @property
    def comparisons(self) -> int:
        """How many values together."""

    @property
    def photographs(self) -> int:
        """On how many."""


class Findings(Protocol):
    """All of it."""

    @property
    def comparison(self) -> Compared:
        """Every pair on every photograph."""

    @property
    def pairs(self) -> Sequence[Pair]:
        """Per metric, then per pair."""

    @property
    def further(self) -> Sequence[Pair]:
        """The same by measures that do not follow from counts."""

    @property
    def regions(self) -> Sequence[Region]:
        """By model, label and feature."""

    @property
    def ranks(self) -> Sequence[Ranks]:
        """How alike two models rank the features, by class."""

    @property
    def ranks_by_photograph(self) -> Sequence[Any]:
        """The same on each photograph: image, model_a, model_b, tau."""

    @property
    def in_regions(self) -> Sequence[WithinRegion]:
        """How much two models agree within each feature."""

    @property
    def region_sources(self) -> Sequence[str]:
        """What the features were placed by."""

    @property
    def drawn(self) -> Mapping[str, Mapping[str, Sequence[NDArray[Any]]]]:
        """Outlines that somebody drew, by photograph and feature."""

    @property
    def ceilings(self) -> Sequence[Ceiling]:
        """None without recordings."""

    @property
    def people(self) -> Sequence[Any]:
        """What these are means of: group, image, participant, bound, metric, value."""

    @property
    def winners(self) -> Sequence[Any]:
        """With whom each model agrees most: model, metric, label, among, found."""
