"""Phantoms: what they promise about themselves is true of their pixels."""

from __future__ import annotations

import csv
import re

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms import phantom as phantoms
from neopain_gui.demo.phantoms import traits
from neopain_gui.demo.phantoms.phantom import draw
from neopain_gui.errors import Cancelled
from neopain_gui.geometry import Box
from neopain_gui.imaging import decode
from neopain_gui.jobs import NullJob

PAIN, REST = PainLabel.PAIN, PainLabel.NO_PAIN
INVISIBLE = 4
"""Grey levels of 255 by which soft shadows may spill over a region's outline."""


@pytest.fixture(scope="module")
def pairs():
    """Pain and rest under the same circumstances, of twelve subjects."""
    return [
        (draw(seed, PAIN, circumstances=seed), draw(seed, REST, circumstances=seed))
        for seed in range(12)
    ]


def test_the_same_seeds_draw_the_same_picture():
    one, same = draw(7, PAIN, 2), draw(7, PAIN, 2)
    assert np.array_equal(one.image, same.image)
    assert one.nfcs == same.nfcs
    assert one.face_box == same.face_box
    for other in (draw(8, PAIN, 2), draw(7, REST, 2), draw(7, PAIN, 3)):
        assert not np.array_equal(one.image, other.image)


def test_a_phantom_is_a_unifesp_sized_picture_with_everything_inside(pairs):
    for phantom in (each for pair in pairs for each in pair):
        assert phantom.image.shape == (233, 320, 3)
        assert phantom.image.dtype == np.uint8
        assert phantom.face_box == phantom.face_box.clipped(320, 233)
        assert 1.0 < phantom.face_box.height / phantom.face_box.width < 1.35
        assert 57 <= phantom.face_box.width <= 151  # the range of the UNIFESP faces
        for name, outline in phantom.regions.items():
            assert outline.ndim == 2, name
            assert outline.min() >= 0, name
            assert (outline <= (320, 233)).all(), name
        box = phantom.face_box
        assert all(
            box.left < x < box.right and box.top < y < box.bottom for x, y in phantom.landmarks
        )


def test_landmarks_are_the_subjects_own_sides(pairs):
    for phantom, _ in pairs:
        right_eye, left_eye, nose, right_mouth, left_mouth = phantom.landmarks
        assert right_eye[0] < nose[0] < left_eye[0]
        assert right_mouth[0] < left_mouth[0]
        assert right_eye[1] < nose[1] < right_mouth[1]
        for mark, region in (
            (right_eye, "right eye"),
            (left_eye, "left eye"),
            (nose, "nose"),
            (right_mouth, "mouth"),
            (left_mouth, "mouth"),
        ):
            inside = phantoms.region_mask(phantom, [region])
            assert inside[round(mark[1]), round(mark[0])], region


def test_pain_and_rest_differ_inside_the_differing_regions_alone(pairs):
    for pain, rest in pairs:
        difference = np.abs(pain.image.astype(int) - rest.image).max(axis=2)
        inside = phantoms.differing_mask(pain)
        assert pain.differing == rest.differing
        assert difference[~inside].max() <= INVISIBLE, pain.subject_seed
        for name in pain.differing - {"chin"}:
            region = phantoms.region_mask(pain, [name])
            assert difference[region].max() > 3 * INVISIBLE, (pain.subject_seed, name)


def test_the_same_photograph_at_rest_is_that_of_the_same_circumstances(pairs):
    pain, rest = pairs[3]
    assert np.array_equal(phantoms.at_rest(pain).image, rest.image)
    assert np.array_equal(phantoms.at_rest(rest).image, rest.image)
    own = draw(3, PAIN, 1)
    calmed = phantoms.at_rest(own)
    difference = np.abs(own.image.astype(int) - calmed.image).max(axis=2)
    assert calmed.label is REST
    assert calmed.nfcs == draw(3, REST, 1).nfcs
    assert difference[~phantoms.differing_mask(own)].max() <= INVISIBLE < difference.max()


def test_regions_that_do_not_differ_are_named_by_none(pairs):
    for pain, _ in pairs:
        assert not pain.differing & {"forehead", "nose", "left cheek", "right cheek"}
        assert ("chin" in pain.differing) == (pain.nfcs["chin_quiver"] > 0)


def test_a_regions_mask_has_its_polygons_area(pairs):
    for phantom, _ in pairs[:3]:
        for name, outline in phantom.regions.items():
            x, y = outline.T
            shoelace = 0.5 * abs(x @ np.roll(y, 1) - y @ np.roll(x, 1))
            border = np.hypot(*np.diff(outline, axis=0, append=outline[:1]).T).sum()
            counted = phantoms.region_mask(phantom, [name]).sum()
            assert abs(counted - shoelace) <= border, name


def test_nfcs_strengths_are_those_of_the_label(pairs):
    for pain, rest in pairs:
        for phantom in (pain, rest):
            assert tuple(phantom.nfcs) == phantoms.NFCS_ACTIONS
            assert all(0 <= strength <= 1 for strength in phantom.nfcs.values())
            assert phantom.nfcs_score == sum(value >= 0.5 for value in phantom.nfcs.values())
        assert pain.nfcs_score >= 3 > rest.nfcs_score


def test_each_action_shows_in_its_own_picture():
    """Every one of the ten actions changes pixels when it alone is changed."""
    from neopain_gui.demo.phantoms import scene

    who, how = traits.identity(4), traits.circumstances(4, 0)
    base = dict.fromkeys(phantoms.NFCS_ACTIONS, 0.0) | {
        "open_lips": 1.0,
        "vertical_mouth_stretch": 0.7,
    }
    before = scene.render(who, how, base, 0.0).astype(int)
    for action in phantoms.NFCS_ACTIONS:
        changed = base | {action: 0.0 if base[action] else 1.0}
        after = scene.render(who, how, changed, 0.0)
        assert np.abs(after - before).max() > 8, action


def test_identity_pose_and_light_do_not_give_the_class_away(drawn):
    """A classifier on mean colour and face box, tested on unseen subjects, stays at chance."""
    drawn = [drawn[seed, label] for seed in range(45) for label in PainLabel]
    features = np.array(
        [
            [
                *phantom.image.mean(axis=(0, 1)),
                *phantom.image.std(axis=(0, 1)),
                *phantom.face_box.as_tuple(),
            ]
            for phantom in drawn
        ]
    )
    truth = np.array([phantom.label is PAIN for phantom in drawn])
    subjects = [phantom.subject_seed for phantom in drawn]
    model = make_pipeline(StandardScaler(), LogisticRegression())
    guesses = cross_val_predict(model, features, truth, groups=subjects, cv=GroupKFold(5))
    right = (guesses == truth).mean()
    # 90 guesses at chance: 0.5 ± 0.053; three standard deviations
    assert right < 0.66, right


def test_circumstances_have_one_distribution_for_both_classes():
    pain = [traits.circumstances(seed, 0, 1) for seed in range(800)]
    rest = [traits.circumstances(seed, 0, 0) for seed in range(800)]
    for field in ("x", "y", "scale", "roll", "turn", "ambient", "exposure", "flush", "noise"):
        one = np.array([getattr(how, field) for how in pain])
        other = np.array([getattr(how, field) for how in rest])
        error = np.sqrt((one.var() + other.var()) / 800)
        assert abs(one.mean() - other.mean()) < 4 * error, field


def test_what_is_kept_for_tests_is_what_is_drawn(drawn):
    for seed, label in ((0, PAIN), (17, REST), (44, PAIN)):
        assert np.array_equal(drawn[seed, label].image, draw(seed, label).image)
        assert drawn[seed, label].face_box == draw(seed, label).face_box


def test_contact_sheet_shows_rest_left_of_pain():
    sheet = phantoms.contact_sheet([3, 5], columns=2)
    assert sheet.shape == (2 * 239 + 6, 2 * 326 + 6, 3)
    assert np.array_equal(sheet[6:239, 6:326], draw(3, REST).image)
    assert np.array_equal(sheet[245:478, 332:652], draw(5, PAIN).image)


def test_a_study_folder_holds_what_its_manifest_says(tmp_path):
    manifest = phantoms.write_study_folder(tmp_path / "photos", subjects=2)
    with manifest.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["label"] for row in rows] == ["no pain", "pain"] * 2
    assert sorted(path.name for path in manifest.parent.glob("*.bmp")) == [
        row["file"] for row in rows
    ]
    for row in rows:
        assert re.fullmatch(r"\d{2}_([01]\d|2[0-3])[0-5]\d[0-5]\d\.bmp", row["file"])
        assert row["file"][:2] == row["subject"]
        phantom = draw(int(row["subject"]), PainLabel(row["label"]))
        assert np.array_equal(decode(manifest.parent / row["file"]), phantom.image)
        assert int(row["nfcs"]) == phantom.nfcs_score
        corners = [int(number) for number in re.findall(r"\d+", row["face_coordinates"])]
        assert (
            Box(left=corners[0], top=corners[1], right=corners[2], bottom=corners[3])
            == phantom.face_box
        )


def test_file_names_are_unique_and_in_order_for_many(monkeypatch):
    monkeypatch.setattr(phantoms, "draw", lambda *_: None)
    names = [name for name, _ in phantoms.study_phantoms(30, 6)]
    assert len(set(names)) == 360
    assert names == sorted(names)


def test_writing_stops_when_the_job_is_stopped(tmp_path):
    class Stopped(NullJob):
        def check(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        phantoms.write_study_folder(tmp_path, subjects=1, job=Stopped())
    assert not (tmp_path / "manifest.csv").exists()
