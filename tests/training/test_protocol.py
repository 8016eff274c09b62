"""What a protocol may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neopain_gui.errors import InputError
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol import (
    ARCHITECTURES,
    Division,
    FineTuning,
    Head,
    Kind,
    Optimiser,
    Protocol,
    with_options,
)
from neopain_gui.training.setting import about, settings_of

VGG, N_CNN = (preset("honest", name) for name in ("vgg_face", "n_cnn"))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_setting_says_what_it_means(architecture):
    places = [place for place, _, _ in settings_of(preset("honest", architecture))]
    assert len(set(places)) == len(places)
    assert ("head.layers" in places) == (architecture == "vgg_face")
    for _, entry, value in settings_of(preset("honest", architecture)):
        known = about(entry)
        assert known.title
        assert known.explained.endswith(".")
        if type(value) in (int, float):
            assert known.low <= value <= known.high


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Protocol(architecture="resnet"), "“resnet” cannot be trained; choose vgg_face or"),
        (lambda: replace(N_CNN, head=Head()), "search and fine-tuning are VGG-Face’s"),
        (lambda: replace(VGG, head=None), "needs a head"),
        (lambda: replace(N_CNN, seed=-1), "seed must be between 0 and 2,147,483,647, not -1"),
        (lambda: Optimiser(epochs=0), "epochs must be between 1 and 100,000, not 0"),
        (lambda: Optimiser(rate=float("nan")), "learning rate must be between .*, not nan"),
        (lambda: Head(layers=()), "layers must be a list of 1 to 8 values"),
        (lambda: Head(layers=(512, 0)), "layers must lie between 1 and 8,192, not at 0"),
        (lambda: FineTuning(groups=(3,)), "from one of them to the last"),
    ],
)
def test_what_cannot_be_trained_is_refused(make, sentence):
    with pytest.raises(InputError, match=sentence):
        make()


@pytest.mark.parametrize("groups", [(), (5,), (4, 5), (1, 2, 3, 4, 5)])
def test_groups_are_trained_from_one_to_the_last(groups):
    assert FineTuning(groups=groups).groups == groups


def test_only_the_paper_s_rule_is_optimistic():
    assert not N_CNN.optimistic
    assert preset("paper", "n_cnn").optimistic


def test_options_take_the_place_of_settings():
    changed = with_options(N_CNN, folds=5, epochs=20, copies=0, seed=7)
    assert changed.division.folds == 5
    assert changed.optimiser == replace(N_CNN.optimiser, epochs=20)
    assert changed.augmentation == replace(N_CNN.augmentation, copies=0)
    assert changed.seed == 7
    assert with_options(N_CNN) == N_CNN


@pytest.mark.parametrize("kind", [Kind.HOLD_OUT, Kind.ONE_OUT])
def test_a_number_of_folds_that_would_do_nothing_is_refused(kind):
    protocol = replace(N_CNN, division=Division(kind=kind))
    with pytest.raises(InputError, match=f"division is {kind}, whose number of folds"):
        with_options(protocol, folds=5)
    with pytest.raises(InputError, match="folds must be between 2 and 1,000, not 1"):
        with_options(N_CNN, folds=1)
