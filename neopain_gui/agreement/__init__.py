"""How much contour masks agree (dissertation 3.6)."""

from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.measures import MEASURES, measure_of
from neopain_gui.agreement.metrics import (
    chance_overlap,
    cohen_kappa,
    cosine_similarity,
    iou,
    overlap,
    spearman,
)
from neopain_gui.agreement.pairs import AGREEMENT_VERSION, PairAgreement, pairwise
from neopain_gui.agreement.table import AgreementTable, TableBuilder

__all__ = [
    "AGREEMENT_VERSION",
    "MEASURES",
    "AgreementTable",
    "Measure",
    "PairAgreement",
    "TableBuilder",
    "chance_overlap",
    "cohen_kappa",
    "cosine_similarity",
    "iou",
    "measure_of",
    "overlap",
    "pairwise",
    "spearman",
]
