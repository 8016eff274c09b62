"""A study with what recordings may hold: two runs, one eye, no eye, fixations alone.

It and its data set are made once.
"""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.gaze.import_preview.importing import ImportPlan
from neopain_gui.gaze.trials import COLUMNS, FIXATIONS, Trial
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import PainScore
from neopain_gui.pipeline.bids.export import export_bids
from neopain_gui.pipeline.bids.known import Told
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.provenance import Provenance
from neopain_gui.study import Study
from tests.gaze.looks import look
from tests.study.material import EXPERTS, photographs, put, result

TOLD = Told(
    screen_px=(1280, 1024),
    screen_mm=(520.0, 330.0),
    distance_mm=650,
    authors=("A. Silva", "B. Souza"),
    licence="CC0",
    photographs=True,
)
PEOPLE = {
    "P-01": {"participant": "A", "recording": "A 1"},
    "P02": {"participant": "B", "recording": "B 1"},
    "P03": {"participant": "C", "recording": "C 1"},
}


def one_eyed(one):
    one.right[:] = np.nan
    return one


def alone(study):
    """A trial of which the exporter left fixations only."""
    values = np.array([[0, 200, 505, 399, 20, 15, 1], [300, 100, 525, 399, 30, 15, 2]], np.float32)
    assert values.shape[1] == len(COLUMNS[FIXATIONS])
    trial = Trial(
        participant_id="P04",
        recording="d",
        start_us=5_000_000,
        image_id="P1",
        stimulus="P1",
        provenance=Provenance(
            stage="gaze.recording",
            version=2,
            inputs={"holds": FIXATIONS, "place": None, "rate_hz": None, "screen": None},
        ),
        facts={"rows": 2, "valid": None},
    )
    study.blobs.put(trial.key, values)
    return trial


def make(folder):
    first, second = folder / "r.tsv", folder / "s.tsv"
    write_prolab(
        first,
        [
            look("P1", (10, 20), **PEOPLE["P-01"], seconds=1),
            look("P0", (30, 20), **PEOPLE["P-01"], start_us=3_000_000, lost=0.2),
            one_eyed(look("P1", (10, 20), **PEOPLE["P02"])),
            look("P1", (10, 20), **PEOPLE["P03"], lost=1),
        ],
    )
    write_prolab(second, [look("P0", (12, 12), **PEOPLE["P-01"], seconds=0.5)])
    with Study.create(folder / "ward") as made:
        made.images.add(photographs(folder / "photos", 3), root=folder / "photos", copy=True)
        names = {said["participant"]: who for who, said in PEOPLE.items()}
        plan = ImportPlan(pseudonyms=names, images={"P1": "P1", "P0": "P0"})
        people = [
            Participant(id="P-01", group="Experts", attributes={"Years of work": "7", "sex": "?"}),
            *(Participant(id=one) for one in ("P02", "P03", "P04")),
            Participant(id="Rater", rater=True),
        ]
        trials = [*import_recordings(made, [first, second], plan), alone(made)]
        score = PainScore(participant_id="P-01", image_id="P1", score=7)
        made.gaze.add(people, trials, [score])
        put(made, result("P1", EXPERTS))
        put(made, result("P1"))
        export_bids(made, folder / "out", TOLD)


@pytest.fixture(scope="session")
def bids(made_once):
    """Folder with the study ``ward.neopain`` and its data set ``out``; nobody changes them."""
    return made_once("bids", make)


@pytest.fixture
def study(bids, tmp_path):
    with Study.open(shutil.copytree(bids / "ward.neopain", tmp_path / "ward.neopain")) as opened:
        yield opened


@pytest.fixture
def changeable(bids, tmp_path):
    """The data set, to be changed."""
    return shutil.copytree(bids / "out", tmp_path / "out")
