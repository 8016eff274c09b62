"""A mask that is kept is the mask that would be made: never one of another map, box or setting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.pipeline.compare import compare_study, contour_masks
from neopain_gui.pipeline.maps import kept_masks
from neopain_gui.study import Study
from neopain_gui.study.map_store import SUFFIX, Values
from neopain_gui.study.removal import Selection
from tests.study import material
from tests.study.material import EXPERTS, GRAD_CAM, HEIGHT, WIDTH, photographs, put

SETTINGS = MaskSettings(clusters=3, size=3)


def result(image_id, model=GRAD_CAM, *, seed=0, **further):
    """A result of a model; each model has maps of its own, whose box is no part of their key."""
    seed += 100 * (model.name == EXPERTS.name)
    return replace(material.result(image_id, model, seed=seed, **further), facts={})


@pytest.fixture
def study(tmp_path):
    with Study.create(tmp_path / "ward") as made:
        made.images.add(photographs(tmp_path / "photos", 3), root=tmp_path / "photos", copy=True)
        for image in made.images.all():
            for model in (GRAD_CAM, EXPERTS):
                put(made, result(image.id, model))
        yield made


@pytest.fixture
def made_anew(monkeypatch):
    """The names of the extraction models whose masks were made, not read."""
    names = []

    def noted(relevance, settings):
        names.append(relevance.model.name)
        return to_contour_mask(relevance, settings)

    monkeypatch.setattr(kept_masks, "to_contour_mask", noted)
    return names


def assert_fresh(study, settings=SETTINGS):
    """Every mask is the one that is made of its map now, provenance included."""
    for image in study.images.all():
        for row, mask in contour_masks(study, image.id, settings):
            fresh = to_contour_mask(study.results.relevance_of(row), settings)
            np.testing.assert_array_equal(mask.values, fresh.values)
            assert mask.values.dtype == np.bool_
            assert mask.values.flags.writeable
            assert (mask.box, mask.model) == (fresh.box, fresh.model)
            assert mask.provenance.key == fresh.provenance.key


def test_a_mask_is_made_once(study, made_anew):
    first = compare_study(study, SETTINGS)
    assert len(made_anew) == 6
    again = compare_study(study, SETTINGS)
    assert len(made_anew) == 6
    for measure in ("cosine", "spearman", "overlap", "kappa", "iou", "dice"):
        np.testing.assert_array_equal(first.table.values(measure), again.table.values(measure))
    assert_fresh(study)


def test_it_outlives_the_program_and_serves_who_only_reads(study, made_anew):
    compare_study(study, SETTINGS)
    study.close()
    with Study.open(study.path, read_only=True) as opened:
        compare_study(opened, SETTINGS)
    assert len(made_anew) == 6


@pytest.mark.parametrize(
    ("changed", "models"),
    [
        ({"clusters": 4}, ["GradCAM|N-CNN"]),
        ({"size": 5}, ["GradCAM|N-CNN"]),
        ({"sigma": 1.0}, ["GradCAM|N-CNN"]),
        ({"c_attribution": 0.7}, ["GradCAM|N-CNN"]),
        ({"c_gaze": 0.3}, ["Experts"]),
    ],
)
def test_another_setting_makes_what_follows_from_it_and_nothing_else(
    study, made_anew, changed, models
):
    compare_study(study, SETTINGS)
    del made_anew[:]
    compare_study(study, replace(SETTINGS, **changed))
    assert made_anew == models * 3
    assert_fresh(study, replace(SETTINGS, **changed))
    del made_anew[:]
    compare_study(study, SETTINGS)
    assert made_anew == [], "what was put back is there"


def test_another_map_makes_its_mask_alone(study, made_anew):
    compare_study(study, SETTINGS)
    del made_anew[:]
    put(study, result("P1", seed=5))
    compare_study(study, SETTINGS)
    assert made_anew == ["GradCAM|N-CNN"]
    assert_fresh(study)


def test_the_same_map_with_another_last_bit_makes_its_mask_anew(study, made_anew):
    """Another machine computes the same map, under the same key, with other values."""
    compare_study(study, SETTINGS)
    del made_anew[:]
    made = result("P1").provenance
    study.maps.put([Values(provenance=made, values=study.maps.get(made)[::-1].copy())])
    compare_study(study, SETTINGS)
    assert made_anew == ["GradCAM|N-CNN"]
    assert_fresh(study)


def test_another_box_or_version_makes_it_anew(study, made_anew, monkeypatch):
    compare_study(study, SETTINGS)
    del made_anew[:]
    box = Box(left=4, top=6, right=30, bottom=28)
    study.faces.put("P1", Face(box=box, source=FaceSource.MANUAL))
    put(study, result("P1", box=box))  # the same provenance: only the box differs
    compare_study(study, SETTINGS)
    assert made_anew == ["GradCAM|N-CNN"]
    assert_fresh(study)
    del made_anew[:]
    monkeypatch.setattr("neopain_gui.masks.contour.MASK_VERSION", 99)
    compare_study(study, SETTINGS)
    assert len(made_anew) == 6
    assert_fresh(study)


def test_the_same_map_of_another_kind_is_cut_as_its_kind(study, made_anew):
    compare_study(study, SETTINGS)
    annotated = replace(EXPERTS, kind="annotation")
    study.results.remove(EXPERTS.name)
    del made_anew[:]
    put(study, result("P1", annotated))
    compare_study(study, SETTINGS)
    assert made_anew == ["Experts"]
    assert_fresh(study)


def test_a_missing_or_damaged_map_is_said_although_its_mask_was_kept(study):
    compare_study(study, SETTINGS)
    file = study.blobs.path(result("P1").key)
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    for why in ("damaged", "missing"):
        ((image_id, problem),) = compare_study(study, SETTINGS).left_out
        assert (image_id, why in problem) == ("P1", True)
        file.unlink(missing_ok=True)


def test_what_was_removed_while_its_mask_was_made_is_not_kept(study, monkeypatch):
    def removed_meanwhile(relevance, settings):
        study.results.remove(GRAD_CAM.name, "P1")
        return to_contour_mask(relevance, settings)

    monkeypatch.setattr(kept_masks, "to_contour_mask", removed_meanwhile)
    rows = study.results.all("P1")
    masks = kept_masks.masks_of(study, study.images.get("P1"), rows, SETTINGS)
    assert len(masks) == 2
    kept = study.masks.of(study.images.get("P1").sha256)
    keys = [kept_masks.cached_key(study, one, SETTINGS) for one in rows]
    found = {row.model: kept.get(key, (HEIGHT, WIDTH)) for row, key in zip(rows, keys, strict=True)}
    assert found[EXPERTS] is not None
    assert found[GRAD_CAM] is None


def test_removing_for_good_leaves_no_mask(study):
    compare_study(study, SETTINGS)
    assert len(list((study.path / "masks").iterdir())) == 3
    study.removal.take_out(Selection(images=["P1"]))
    study.close()
    assert list((study.path / "masks").iterdir()) == []


class AnyOrder(RuleBasedStateMachine):
    """Maps, boxes and settings change in any order, and no mask is ever stale."""

    @initialize()
    def begin(self):
        import tempfile
        from pathlib import Path

        self.folder = tempfile.TemporaryDirectory()
        root = Path(self.folder.name)
        self.study = Study.create(root / "ward")
        self.study.images.add(photographs(root / "photos", 2), root=root / "photos", copy=True)
        self.settings = SETTINGS

    @rule(
        image=st.sampled_from(["P0", "P1"]),
        model=st.sampled_from([GRAD_CAM, EXPERTS]),
        seed=st.integers(0, 2),
    )
    def a_map(self, image, model, seed):
        put(self.study, result(image, model, box=self.study.faces.get(image).box, seed=seed))

    @rule(image=st.sampled_from(["P0", "P1"]), seed=st.integers(0, 3))
    def the_same_map_with_other_values(self, image, seed):
        for row in self.study.results.all(image):
            values = np.random.default_rng(seed).random((7, 9), dtype=np.float32)
            if seed % 2 and self.study.maps.path(row.provenance).suffix != SUFFIX:
                self.study.blobs.put(row.key, values)  # as earlier versions did
            else:
                self.study.maps.put([Values(provenance=row.provenance, values=values)])

    @rule(image=st.sampled_from(["P0", "P1"]), left=st.integers(3, 5))
    def a_face(self, image, left):
        box = Box(left=left, top=6, right=30, bottom=28)
        self.study.faces.put(image, Face(box=box, source=FaceSource.MANUAL))

    @rule(clusters=st.sampled_from([0, 2, 3]), c=st.sampled_from([0.1, 0.5, 1.5]))
    def a_setting(self, clusters, c):
        self.settings = replace(self.settings, clusters=clusters, c_attribution=c, c_gaze=c)

    @rule(model=st.sampled_from([GRAD_CAM, EXPERTS]))
    def no_maps(self, model):
        self.study.results.remove(model.name)

    @rule()
    def the_program_anew(self):
        self.study.close()
        self.study = Study.open(self.study.path)

    @invariant()
    def fresh(self):
        if hasattr(self, "study"):
            assert_fresh(self.study, self.settings)

    def teardown(self):
        if hasattr(self, "study"):
            self.study.close()
            self.folder.cleanup()


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=12, stateful_step_count=14, deadline=None)
