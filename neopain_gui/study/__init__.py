"""The folder that keeps photographs, faces and results together."""

from neopain_gui.study.blobs import BlobStore
from neopain_gui.study.edit_store import Details
from neopain_gui.study.joining import Joined
from neopain_gui.study.map_store import MapStore, Values
from neopain_gui.study.merging import MergePlan, merge_studies, plan_merge
from neopain_gui.study.predictions import Prediction
from neopain_gui.study.removal import Selection, Taken
from neopain_gui.study.result_types import Result
from neopain_gui.study.store import Study

__all__ = [
    "BlobStore",
    "Details",
    "Joined",
    "MapStore",
    "MergePlan",
    "Prediction",
    "Result",
    "Selection",
    "Study",
    "Taken",
    "Values",
    "merge_studies",
    "plan_merge",
]
