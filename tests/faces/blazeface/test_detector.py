"""BlazeFace with a mesh: faces in all directions, their landmarks, none where there is none."""

import numpy as np
import pytest
import skimage.data

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import draw
from neopain_gui.faces import BlazeFaceDetector, FaceSource, RegionSource, face_regions, fingerprint
from neopain_gui.faces.blazeface.candidates import Candidate, distinct
from neopain_gui.faces.blazeface.model_files import MESH, ModelFile
from neopain_gui.faces.blazeface.networks import FULL_RANGE_MODEL, SearchModel
from neopain_gui.geometry import Box

from .astronaut import EYES, FACE


@pytest.fixture(scope="module")
def detector():
    return BlazeFaceDetector()


def test_the_astronauts_face_is_found_with_its_landmarks(astronaut, detector):
    (face,) = detector.detect(astronaut)
    assert face.box.intersection_over_union(FACE) > 0.75
    assert face.source is FaceSource.BLAZEFACE
    assert 0.8 < face.score <= 1
    right, left, nose, mouth_right, mouth_left = face.landmarks
    assert np.allclose((right, left), EYES, atol=3)
    assert nose == pytest.approx((222, 128), abs=4)
    assert mouth_right == pytest.approx((202, 141), abs=6)
    assert mouth_left == pytest.approx((244, 142), abs=6)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_lying_face_is_found_with_its_landmarks_turned(astronaut, detector, quarters):
    upright = np.array(detector.detect(astronaut)[0].landmarks)
    face = detector.detect(np.rot90(astronaut, quarters))[0]
    expected = upright
    for _ in range(quarters):  # (x, y) of a square of 512 turned anticlockwise
        expected = np.column_stack((expected[:, 1], 511 - expected[:, 0]))
    assert np.abs(np.array(face.landmarks) - expected).max() < 6


@pytest.mark.parametrize("label", PainLabel)
@pytest.mark.parametrize("seed", [501, 502, 503, 504])
def test_a_phantoms_landmarks_are_its_own(detector, seed, label):
    phantom = draw(seed, label)
    (face,) = detector.detect(phantom.image)
    (x0, y0), (x1, y1) = phantom.landmarks[:2]
    off = np.hypot(*(np.array(face.landmarks) - phantom.landmarks).T) / np.hypot(x1 - x0, y1 - y0)
    assert off.mean() < 0.12
    assert face.box.intersection_over_union(phantom.face_box) > 0.7


def test_the_template_is_placed_by_its_landmarks(detector):
    phantom = draw(505, PainLabel.NO_PAIN)
    regions = face_regions(detector.detect(np.rot90(phantom.image).copy())[0])
    assert regions.source is RegionSource.LANDMARKS
    right_eye = np.array(phantom.landmarks[0])
    turned = np.array((right_eye[1], phantom.image.shape[1] - 1 - right_eye[0]))
    middles = [outline.mean(axis=0) for outline in regions.outlines["eyes"]]
    away = min(np.hypot(*(middle - turned)) for middle in middles)
    assert away < 0.15 * np.hypot(*(right_eye - phantom.landmarks[1]))


@pytest.mark.parametrize("name", ["brick", "coffee", "rocket", "coins", "text", "page"])
def test_there_is_no_face_where_there_is_none(detector, name):
    photograph = getattr(skimage.data, name)()
    if photograph.ndim == 2:
        photograph = np.repeat(photograph[..., None], 3, axis=2)
    assert detector.detect(photograph) == []


@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (40, 30)])
def test_photographs_of_any_shape_are_looked_at(detector, shape):
    assert detector.detect(np.full((*shape, 3), 90, np.uint8)) == []


def test_only_photographs_are_accepted(astronaut, detector):
    for wrong in (astronaut[..., 0], astronaut / 255, astronaut[:0]):
        with pytest.raises(ValueError, match="a photograph is"):
            detector.detect(wrong)


def test_two_faces_are_two(astronaut, detector):
    both = np.concatenate((astronaut[:300, :400], astronaut[:300, :400][:, ::-1]), axis=1)
    faces = detector.detect(both)
    assert len(faces) == 2
    assert faces[0].score >= faces[1].score
    assert faces[0].box.intersection_over_union(faces[1].box) == 0


def test_a_box_at_the_edge_is_clipped(astronaut, detector):
    cut = np.ascontiguousarray(astronaut[:, 215:])
    whole = Box.whole(cut.shape[1], cut.shape[0])
    for face in detector.detect(cut):
        assert face.box == face.box.clipped(whole.width, whole.height)


def test_the_same_photograph_gives_the_same_faces(astronaut, detector):
    assert detector.detect(astronaut) == BlazeFaceDetector().detect(astronaut)


def test_the_identity_names_both_networks_and_changes_with_them():
    identity = BlazeFaceDetector().identity
    assert identity["search_sha256"] == FULL_RANGE_MODEL.file.sha256
    assert identity["mesh_sha256"] == MESH.sha256
    other = SearchModel(
        file=ModelFile(name="other", sha256="0" * 64), side=8, grids=((4, 1),), outputs=("a", "b")
    )
    assert fingerprint(BlazeFaceDetector(other)) != fingerprint(BlazeFaceDetector())


def place(x, score, turn, side=40.0):
    eyes = np.array([(x - 8, 90.0), (x + 8, 90.0)])
    return Candidate(centre=np.array((x, 100.0)), side=side, eyes=eyes, score=score, turn=turn)


def test_one_face_in_several_turns_is_one_and_only_its_surest_turn_places_it():
    found = distinct(
        [place(100, 0.6, 0), place(104, 0.6, 0), place(110, 0.5, 45), place(300, 0.4, 0)]
    )
    assert [one.score for one in found] == [0.6, 0.4]
    assert found[0].centre.tolist() == [102, 100]
    assert found[0].eyes.tolist() == [[94, 90], [110, 90]]
