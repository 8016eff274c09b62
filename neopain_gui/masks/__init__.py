"""From a relevance map to a contour mask (dissertation 3.4.3 and 3.5)."""

from neopain_gui.masks.contour import (
    MASK_VERSION,
    contour_mask,
    least_of,
    mask_provenance,
    on_photograph,
    post_process,
    threshold,
    to_contour_mask,
)
from neopain_gui.masks.filters import cluster, cluster_labels, smooth
from neopain_gui.masks.settings import MaskSettings

__all__ = [
    "MASK_VERSION",
    "MaskSettings",
    "cluster",
    "cluster_labels",
    "contour_mask",
    "least_of",
    "mask_provenance",
    "on_photograph",
    "post_process",
    "smooth",
    "threshold",
    "to_contour_mask",
]
