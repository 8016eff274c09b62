"""What a training takes is counted as the networks and stores themselves would count it."""

from __future__ import annotations

from dataclasses import replace
from math import prod

import pytest

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.training.costs import cost_of
from neopain_gui.training.fold_plan import plan_folds
from neopain_gui.training.inputs import crop_rows, feature_rows
from neopain_gui.training.photographs import CropsInMemory, Samples
from neopain_gui.training.protocol import FineTuning, Head, Search
from tests.training.made_up import faces, material, photographs, protocol

COUNT = 16


def cost(settings, **more):
    some = photographs(COUNT)
    return cost_of(material(settings, some, faces(COUNT)).plan, some, **more)


def small(architecture="n_cnn", **settings):
    return protocol(architecture, copies=3, **settings)


def samples(copies):
    numbers = [range(1, copies + 1)] * COUNT
    return Samples(photographs(COUNT), numbers, CropsInMemory(faces(COUNT)))


def test_disk_is_that_of_the_stores_and_of_every_folds_weights():
    found = cost(small())
    size = ARCHITECTURES["n_cnn"].input_size
    assert found.kept == crop_rows(samples(3), {}, size).size
    weights = 4 * ARCHITECTURES["n_cnn"].parameters
    assert found.weights == 2 * weights + 4 * weights  # two folds; the one that learns


@pytest.mark.parametrize(
    ("groups", "layer", "shape"),
    [((), "", ()), ((4, 5), "pool3", (28, 28, 256)), ((5,), "pool4", (14, 14, 512))],
)
@pytest.mark.parametrize("half", [False, True])
def test_a_base_keeps_what_it_gives_to_each_phase(groups, layer, shape, half):
    settings = small("vgg_face", fine_tuning=FineTuning(groups=groups))
    stores = [feature_rows(samples(3), {}, "flatten", (25088,), half=half)]
    if groups:
        stores.append(feature_rows(samples(3), {}, layer, shape, half=half))
    assert cost(settings, half=half).kept == sum(rows.size for rows in stores)


def test_all_of_vgg_faces_weights_are_counted():
    """Two folds' weights, and four times what learns."""
    alone = cost(small("vgg_face", fine_tuning=None)).weights // 4
    everything = ARCHITECTURES["vgg_face"].parameters
    convolutions = 14_714_688  # Simonyan and Zisserman's sixteen layers without the last three
    assert alone == 2 * everything + 4 * (everything - convolutions)
    tuned = cost(small("vgg_face", fine_tuning=FineTuning(groups=(1, 2, 3, 4, 5)))).weights // 4
    assert tuned == 2 * everything + 4 * everything


def test_time_grows_with_what_is_learnt():
    few, many = (cost(small(epochs=epochs)) for epochs in (10, 20))
    assert few.greatest - few.once - few.folds == pytest.approx(10 * few.epoch)
    assert many.greatest - few.greatest == pytest.approx(10 * few.epoch)
    assert (few.fewest, many.fewest, many.most) == (10, 11, 20)  # patience is ten
    assert few.least <= few.greatest
    one = cost(small(epochs=10), folds=[1])
    two = cost(small(epochs=10), folds=[2])
    assert one.epoch + two.epoch == pytest.approx(few.epoch)


def test_every_copy_of_the_training_neonates_learns_and_no_other():
    """Without validation by neonates, each fold of two learns from half of the photographs."""
    settings = small()
    halves = replace(settings, selection=replace(settings.selection, share=0.5))
    plan = plan_folds(material(settings, photographs(COUNT), faces(COUNT)).plan.cohort, halves)
    learnt = sum(len(plan.parts(fold).train) for fold in (1, 2)) * 2 * (1 + 3)
    looked = sum(len(plan.parts(fold).validation) for fold in (1, 2)) * 2
    found = cost_of(plan, photographs(COUNT))
    assert found.epoch == pytest.approx(learnt * 14e-3 + looked * 4.4e-3)


def test_a_larger_head_takes_more_of_everything():
    plain, large = (
        cost(small("vgg_face", fine_tuning=None, head=Head(layers=layers)))
        for layers in ((512, 512), (2048, 2048))
    )
    assert plain.epoch < large.epoch
    assert plain.memory < large.memory
    assert large.weights - plain.weights == 4 * 6 * prod((25089, 1536)) + 4 * 6 * (
        2049 * 2048 + 2049 * 2 - 513 * 512 - 513 * 2
    )


def test_heads_that_are_drawn_take_their_time():
    plain, searched = (
        cost(small("vgg_face", fine_tuning=None, search=Search(draws=draws, epochs=4)))
        for draws in (0, 7)
    )
    assert (plain.search_epoch, plain.most_search) == (0, 0)
    assert searched.search_epoch > 7 * plain.epoch  # twice as wide as the head that is trained
    assert searched.greatest - plain.greatest == pytest.approx(4 * searched.search_epoch)
