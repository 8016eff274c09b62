"""Many people who looked at a large photograph: what their maps take in memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.scale.figure import Figure, peak_megabytes
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.gaze.trials import FIXATIONS, TRIAL_VERSION, Trial
from neopain_gui.geometry import Box
from neopain_gui.masks import MaskSettings
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.analysis.ceiling import people_rows
from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps, subgroups
from neopain_gui.provenance import Provenance, sha256_file
from neopain_gui.study import Study

WIDTH, HEIGHT = 3008, 2000
FACE = Box(left=900, top=500, right=2100, bottom=1700)
_FIXATIONS = 20
IMAGE = "photo-1"


def make(folder: Path, people: int) -> Path:
    """Make a study of one photograph of 3008 × 2000 that so many people looked at."""
    photographs = folder / f"photographs-of-{people}"
    photographs.mkdir()
    file = photographs / "large.png"
    Image.fromarray(np.full((HEIGHT, WIDTH, 3), 120, np.uint8)).save(file)
    record = FaceImage(
        id=IMAGE, file=file.name, sha256=sha256_file(file), width=WIDTH, height=HEIGHT
    )
    with Study.create(folder / f"people-{people}") as study:
        study.images.add([record], root=photographs)
        study.faces.put_many({IMAGE: Face(box=FACE, source=FaceSource.MANUAL)})
        everyone = [Participant(id=f"P{n:02}", group="Parents") for n in range(people)]
        study.gaze.add(everyone, [_trial(study, number) for number in range(people)])
        return study.path


def _trial(study: Study, number: int) -> Trial:
    random = np.random.default_rng(number)
    values = np.full((_FIXATIONS, 7), np.nan, np.float32)
    values[:, 0] = np.arange(_FIXATIONS) * 300
    values[:, 1] = random.uniform(100, 290, _FIXATIONS)
    values[:, 4] = random.normal(1500, 400, _FIXATIONS).clip(1, WIDTH - 1)
    values[:, 5] = random.normal(1000, 300, _FIXATIONS).clip(1, HEIGHT - 1)
    values[:, 6] = np.arange(_FIXATIONS)
    inputs = {"holds": FIXATIONS, "place": None, "rate_hz": None, "screen": None, "who": number}
    made = Provenance(stage="gaze.trial", version=TRIAL_VERSION, inputs=inputs)
    study.blobs.put(made.key, values)
    return Trial(
        participant_id=f"P{number:02}",
        recording="1",
        start_us=0,
        image_id=IMAGE,
        stimulus="large.png",
        provenance=made,
        facts={"rows": _FIXATIONS},
    )


def group_maps(study: Path) -> float:
    """Return the most memory of a process that makes the group's map, all of it, in megabytes."""
    with Study.open(study) as opened:
        groups = [one for one in subgroups(opened) if one.groups]
        (result,) = gaze_maps(opened, groups)
        assert not result.facts["empty"]
    return peak_megabytes()


def ceiling(study: Path) -> float:
    """Return the most memory of a process that compares the people with each other."""
    with Study.open(study) as opened:
        assert people_rows(opened, MaskSettings(), [IMAGE])
    return peak_megabytes()


FIGURES = (
    Figure(
        name="group_maps_memory",
        title=f"map of a group on {WIDTH} × {HEIGHT}, memory of the whole process",
        unit="MB",
        measure=group_maps,
        most=300.0,
        noise=20.0,
    ),
    Figure(
        name="ceiling_memory",
        title=f"ceiling of a group on {WIDTH} × {HEIGHT}, memory of the whole process",
        unit="MB",
        measure=ceiling,
        most=300.0,
        noise=20.0,
    ),
)
