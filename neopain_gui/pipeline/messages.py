"""What the work on a study hands out while it goes on, each kind a class of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.jobs import JobMessage

if TYPE_CHECKING:
    from neopain_gui.faces import FaceSearch
    from neopain_gui.pipeline.eye_tracking.heatmap_import import Placing
    from neopain_gui.study import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Made(JobMessage):
    """A map whose values are in the blob store; the row is the receiver's to record."""

    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceFound(JobMessage):
    """What detectors found on a photograph, which may be nothing."""

    image_id: str
    found: FaceSearch


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(JobMessage):
    """Where on a picture a photograph was found, or why it was not."""

    file: Path
    image_id: str
    placing: Placing


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(JobMessage):
    """A file that could not be read, and the sentence that says why."""

    file: Path
    why: str
