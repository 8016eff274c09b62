"""Finding the face in a photograph: detectors, a box drawn by hand, the crop."""

from neopain_gui.faces.blazeface.detector import BlazeFaceDetector
from neopain_gui.faces.cascade import CascadeDetector
from neopain_gui.faces.detector import FaceDetector
from neopain_gui.faces.face import Face, FaceSearch, FaceSource, first_of
from neopain_gui.faces.find import (
    best_face,
    crop,
    default_detectors,
    find_detector,
    fingerprint,
    from_data_set,
    left_out,
    manual,
    search,
)
from neopain_gui.faces.regions import (
    FEATURES,
    NFCS_FEATURES,
    FaceRegions,
    RegionSource,
    face_regions,
    region_masks,
    with_drawn,
)
from neopain_gui.faces.retinaface import RetinaFaceDetector

__all__ = [
    "FEATURES",
    "NFCS_FEATURES",
    "BlazeFaceDetector",
    "CascadeDetector",
    "Face",
    "FaceDetector",
    "FaceRegions",
    "FaceSearch",
    "FaceSource",
    "RegionSource",
    "RetinaFaceDetector",
    "best_face",
    "crop",
    "default_detectors",
    "face_regions",
    "find_detector",
    "fingerprint",
    "first_of",
    "from_data_set",
    "left_out",
    "manual",
    "region_masks",
    "search",
    "with_drawn",
]
