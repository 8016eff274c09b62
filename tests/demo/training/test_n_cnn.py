"""The demo N-CNN: its training repeats, its weights do what their card says."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import cv2
import numpy as np
import pytest

from neopain_gui import locations
from neopain_gui.attribution import grad_cam
from neopain_gui.classifiers import find, load, read_metadata
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import differing_mask
from neopain_gui.demo.training.n_cnn import FIRST_SUBJECT, IDENTITY, with_sha256

SUBJECTS = range(1, 21)
"""Seeds that took no part in training: it uses those from 1000 on."""

REPEAT = """
import json, sys
from pathlib import Path
import numpy as np
from neopain_gui.demo.training.n_cnn import Plan, train, write
from neopain_gui.jobs import NullJob
from neopain_gui.training.epoch import Epoch
class Heard(NullJob):
    epochs = []
    def partial(self, message):
        self.epochs += [message] if isinstance(message, Epoch) else []
plan = Plan(subjects=4, takes=1, epochs=2, sparse_from=1, workers=1)
one, same = train(plan, job=Heard()), train(plan)
told = [(one.number, one.most, one.loss > 0, 0 <= one.accuracy <= 1) for one in Heard.epochs]
equal = all(map(np.array_equal, one.model.get_weights(), same.model.get_weights()))
digests = [write(one, Path(sys.argv[1]) / name) for name in "ab"]
print(json.dumps({"equal": equal, "digests": digests, "counts": one.counts, "told": told}))
"""


def test_training_repeats_itself(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", REPEAT, str(tmp_path)], capture_output=True, text=True, check=True
    )
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["equal"]
    assert said["told"] == [[1, 2, True, True], [2, 2, True, True]]
    assert said["digests"][0] == said["digests"][1]
    assert said["counts"] == {"train": [4, 2], "validation": [2, 1], "test": [2, 1]}
    metadata = read_metadata(tmp_path / "a" / f"{IDENTITY}.weights.h5")
    assert metadata.synthetic
    assert metadata.class_order == (PainLabel.NO_PAIN, PainLabel.PAIN)
    card = (tmp_path / "a" / f"{IDENTITY}.md").read_text("utf-8")
    assert "Not a medical device" in card
    assert said["digests"][0] in card


def test_the_sha_is_written_into_the_right_entry():
    text = (
        '# head\n[[classifier]]\nid = "one"\nfile = "one.h5"\nsha256 = "old"\n'
        '\n[[classifier]]\nid = "two"\nfile = "two.h5"\ncard = "two.md"\n'
    )
    assert with_sha256(text, "one", "new") == text.replace("old", "new")
    changed = with_sha256(text, "two", "abc")
    assert changed == text.replace('"two.h5"\n', '"two.h5"\nsha256 = "abc"\n')
    assert with_sha256(changed, "two", "abc") == changed
    with pytest.raises(ValueError, match="three"):
        with_sha256(text, "three", "new")


@pytest.fixture(scope="module")
def classifier():
    return load(find(IDENTITY))


@pytest.fixture(scope="module")
def phantoms(drawn):
    return [drawn[seed, label] for seed in SUBJECTS for label in PainLabel]


def test_held_out_subjects_are_told_apart(classifier, phantoms, capsys):
    assert max(SUBJECTS) < FIRST_SUBJECT
    scores = classifier.predict([each.image[each.face_box.slices] for each in phantoms])
    pain = scores[:, classifier.class_index(PainLabel.PAIN)] >= 0.5
    right = np.mean(pain == [each.label is PainLabel.PAIN for each in phantoms])
    with capsys.disabled():
        print(f"\ndemo N-CNN on {len(phantoms)} phantoms of unseen subjects: {right:.3f} right")
    assert right >= 0.9
    assert 0.02 < scores.std() < 0.5
    assert len(np.unique(scores[:, 0].round(3))) > 10


def test_pain_grad_cam_prefers_the_regions_that_differ(classifier, phantoms, capsys):
    crying = [each for each in phantoms if each.label is PainLabel.PAIN]
    inputs = classifier.prepare([each.image[each.face_box.slices] for each in crying])
    target = classifier.class_index(PainLabel.PAIN)
    maps = grad_cam(classifier.model, inputs, layers=["merge_conv"], target=target)["merge_conv"]
    relevance, area = [], []
    for phantom, values in zip(crying, maps, strict=True):
        inside = differing_mask(phantom)[phantom.face_box.slices].astype(np.uint8)
        inside = cv2.resize(inside, values.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
        relevance.append(values[inside].sum() / values.sum())
        area.append(inside.mean())
    with capsys.disabled():
        print(
            f"\nGradCAM at merge_conv, {len(crying)} phantoms in pain: "
            f"{np.mean(relevance):.3f} of the relevance in the {np.mean(area):.3f} of the area "
            f"that differ"
        )
    assert np.mean(relevance) > np.mean(area) + 0.05
    assert np.mean(np.array(relevance) > area) >= 0.75


def test_the_card_tells_the_truth_about_the_file():
    info = find(IDENTITY)
    card = (locations.models() / f"{IDENTITY}.md").read_text("utf-8")
    assert info.sha256 is not None
    assert info.sha256 in card
    accuracy = float(re.search(r"\| accuracy \| ([\d.]+) %", card)[1]) / 100
    matrix = [int(n) for n in re.findall(r"\*\* \| (\d+) \| (\d+) \|", card) for n in n]
    true_pain, missed, false_alarm, true_rest = matrix
    assert accuracy == pytest.approx((true_pain + true_rest) / sum(matrix), abs=5e-4)
    assert accuracy >= 0.9
    assert missed + false_alarm == round((1 - accuracy) * sum(matrix))
