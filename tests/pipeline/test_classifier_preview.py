"""Two histograms show a swapped order and wrong colours before a network is brought in."""

from dataclasses import replace

import numpy as np
import pytest

from neopain_gui.classifiers import find, load
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.pipeline.classifier_preview import preview
from neopain_gui.study import Study


@pytest.fixture(scope="module")
def study(phantoms):
    with Study.open(phantoms / "demo.neopain", read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def classifier():
    return load(find("n_cnn_phantoms"))


def test_the_scores_are_those_of_the_labelled_photographs(study, classifier):
    made = preview(study, classifier)
    images = study.images.all()
    assert made.left_out == 0
    for label, scores in made.scores.items():
        assert len(scores) == sum(image.label is label for image in images)
        assert sum(made.histogram(label)) == len(scores)
    assert made.auc == 1.0
    assert made.remarks == ()
    assert min(made.scores[PainLabel.PAIN]) > max(made.scores[PainLabel.NO_PAIN])


def test_a_swapped_order_is_said(study, classifier):
    info = classifier.info
    swapped = replace(classifier, info=replace(info, class_order=info.class_order[::-1]))
    made = preview(study, swapped)
    assert made.auc == 0.0
    assert "below 0.5" in made.remarks[0]
    assert "wrong order" in made.remarks[0]


def test_scores_that_tell_nothing_apart_are_said(study, classifier):
    network = classifier.info.network
    how = replace(network.preprocessing, scale=1e6)
    wrong = replace(
        classifier, info=replace(classifier.info, network=replace(network, preprocessing=how))
    )
    assert any("nearly the same score" in one for one in preview(study, wrong).remarks)


def test_what_is_neither_is_not_counted(study, classifier):
    class Three:
        gradient = layers = None

        def scores(self, inputs, kind="probability"):
            half = classifier.scores(inputs, kind) / 2
            return np.concatenate([half, np.full((len(half), 1), 0.5)], axis=1)

    info = replace(classifier.info, class_order=(*classifier.info.class_order, "asleep"))
    halved = preview(study, replace(classifier, info=info, model=Three()))
    whole = preview(study, classifier)
    for label in PainLabel:
        assert halved.scores[label] == pytest.approx(whole.scores[label], abs=1e-6)


def test_without_pain_among_its_outputs_there_is_nothing_to_show(study, classifier):
    info = replace(classifier.info, class_order=("angry", "no pain"))
    with pytest.raises(InputError, match="no output is called 'pain'"):
        preview(study, replace(classifier, info=info))
