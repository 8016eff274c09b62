"""What waits in a study's queue is said where somebody works on it at the prompt."""

import shutil

import pytest

from neopain_gui.pipeline.waiting_jobs import left_over, sentence
from neopain_gui.study import Study
from tests.cli.running import neopain

ABOUT = "neopain_gui.cli.studies"
GRAD_CAM = {"classifier_id": "n_cnn_phantoms", "method": "grad_cam", "target": "predicted"}


@pytest.fixture
def path(one_neonate, tmp_path):
    return shutil.copytree(one_neonate / "demo.neopain", tmp_path / "demo" / "demo.neopain")


def test_run_says_that_jobs_wait(path, tmp_path, capsys):
    with Study.open(path) as study:
        ids = [image.id for image in study.images.all()]
        study.waiting.keep("attribute", GRAD_CAM, ids)
        study.waiting.keep("find_faces", {"again": False}, ids[:1])
    asked = ("--classifier", "n_cnn_phantoms", "--method", "grad_cam")
    assert neopain("run", path, "--out", tmp_path / "out", *asked) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert (
        "2 jobs wait in this study since it was last open: GradCAM of N-CNN (2 photographs), "
        f"finding faces ({ids[0]}). Open it in the window to go on with what waits, or to discard "
        "it; what is there by then is not made again."
    ) in said
    with Study.open(path, read_only=True) as study:
        assert len(study.waiting.all()) == 2, "nothing is begun or dropped in silence"


def test_nothing_is_said_where_nothing_waits(path):
    with Study.open(path) as study:
        assert sentence(left_over(study)) == ""


def test_what_is_unknown_by_now_is_named_by_its_id_and_many_are_counted(path):
    with Study.open(path) as study:
        study.waiting.keep("attribute", {"classifier_id": "gone", "method": "grad_cam"}, [])
        study.waiting.keep("make_gaze_maps", {"subgroups": [{"name": "Parents"}]}, [])
        for _ in range(3):
            study.waiting.keep("find_faces", {}, [])
        study.waiting.keep("of the future", {}, [])
        assert sentence(left_over(study)) == (
            "5 jobs wait in this study since it was last open: GradCAM of gone (0 photographs), "
            "maps of gaze (Parents), finding faces (0 photographs) and 2 more."
        )
