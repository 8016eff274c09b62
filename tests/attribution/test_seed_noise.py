"""How far another seed's map would be: estimated from one seed, checked with several."""

from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from neopain_gui.attribution import rise, smooth_grad
from neopain_gui.attribution.explain import explain
from neopain_gui.attribution.seed_noise import BLOCKS, seed_noise
from neopain_gui.attribution.usual_mask import mask_change
from neopain_gui.classifiers import Classifier, find
from tests.attribution.recipes import photographs


def bump(size=48):
    y, x = np.mgrid[:size, :size] / size
    return np.exp(-((x - 0.4) ** 2 + (y - 0.6) ** 2) / 0.05)


def draws(seed, count=400, noise=4.0):
    """Smooth noise around a bump, a map a draw; their mean is the map."""
    generator = np.random.default_rng(seed)
    coarse = generator.normal(0, noise, (count, 6, 6))
    return bump() + np.repeat(np.repeat(coarse, 8, axis=1), 8, axis=2)


def estimated(values):
    blocks = [values[block::BLOCKS] for block in range(BLOCKS)]

    def made(chosen):
        return np.maximum(np.concatenate([blocks[block] for block in chosen]).mean(axis=0), 0)

    return seed_noise(np.maximum(values.mean(axis=0), 0), made, len(values))


def test_it_is_the_difference_of_two_seeds_where_noise_is_known():
    maps = [np.maximum(draws(seed).mean(axis=0), 0).astype(np.float32) for seed in range(24)]
    pairs = list(pairwise(maps))
    found = [estimated(draws(seed)) for seed in range(6)]
    for name, measured in (
        ("seed_map", [np.abs(one - other).max() / one.max() for one, other in pairs]),
        ("seed_mask", [mask_change(one, other) for one, other in pairs]),
    ):
        estimate = np.mean([one[name] for one in found])
        assert estimate == pytest.approx(np.mean(measured), rel=0.25)


def test_without_noise_there_is_none():
    steady = np.broadcast_to(bump(), (64, 48, 48))
    assert estimated(steady) == {"seed_map": 0.0, "seed_mask": 0.0}
    assert estimated(np.zeros((64, 48, 48))) == {"seed_map": 0.0, "seed_mask": 0.0}


def test_from_a_handful_of_draws_nothing_is_told():
    assert estimated(draws(0, count=2 * BLOCKS - 1)) == {}


def test_rise_knows_what_another_seed_would_change(n_cnn):
    image = photographs(n_cnn, 1, seed=3)
    noises, maps = {}, []
    for seed in range(4):
        options = {"target": 1, "masks": 160, "seed": seed}
        maps.append(
            rise(
                n_cnn,
                image,
                0.0,
                spread=lambda _n, found, s=seed: noises.update({s: found}),
                **options,
            )[0]
        )
    np.testing.assert_array_equal(maps[3], rise(n_cnn, image, 0.0, **options)[0])
    measured = [mask_change(one, other) for one, other in pairwise(maps)]
    estimate = np.mean([noises[seed]["seed_mask"] for seed in noises])
    assert np.mean(measured) > 0.01
    assert 0.6 < estimate / np.mean(measured) < 1.6
    off = [np.abs(one - other).max() / one.max() for one, other in pairwise(maps)]
    assert 0.6 < np.mean([one["seed_map"] for one in noises.values()]) / np.mean(off) < 1.6


def test_more_masks_have_less_noise_and_it_is_among_the_facts(n_cnn):
    classifier = Classifier(info=find("n_cnn_phantoms"), model=n_cnn, weights_sha256="")
    crop = np.random.default_rng(1).integers(0, 256, (40, 40, 3), np.uint8)

    def found(masks):
        (one,) = explain(classifier, [crop], method="rise", options={"masks": masks})
        return one.facts

    assert "seed_mask" not in found(15)
    assert found(40)["seed_map"] > found(320)["seed_map"] > 0


def test_smooth_grad_knows_it_too(n_cnn):
    image = photographs(n_cnn, 1, seed=3)
    noises, maps = {}, []
    for seed in range(4):
        options = {"target": 1, "samples": 32, "seed": seed}
        heard = partial(lambda seed, _number, found: noises.update({seed: found}), seed)
        maps.append(smooth_grad(n_cnn, image, spread=heard, **options)[0])
    np.testing.assert_array_equal(maps[3], smooth_grad(n_cnn, image, **options)[0])
    for name, measured in (
        ("seed_mask", [mask_change(one, other) for one, other in pairwise(maps)]),
        ("seed_map", [np.abs(one - other).max() / one.max() for one, other in pairwise(maps)]),
    ):
        estimate = np.mean([one[name] for one in noises.values()])
        assert 0.6 < estimate / np.mean(measured) < 1.6
