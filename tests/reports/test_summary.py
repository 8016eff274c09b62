"""The plain-language summary: right numbers, and no more claimed than they carry."""

import re

import numpy as np
import pytest

from neopain_gui.pipeline.analysis import analyse
from neopain_gui.reports.how_made import said_settings
from neopain_gui.reports.summary import summary
from neopain_gui.study import Study
from tests.reports.small import PLAIN, put_map
from tests.study.material import FACE_BOX, HEIGHT, WIDTH, photographs

FEW = ("P0", "P1", "P2", "P3")
INSIDE = (slice(FACE_BOX.top, FACE_BOX.bottom), slice(FACE_BOX.left, FACE_BOX.right))


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Follower has the people's mask of each photograph, in pain more truly; Noise its own."""
    folder = tmp_path_factory.mktemp("study")
    random = np.random.default_rng(2)
    with Study.create(folder / "ward") as study:
        study.images.add(photographs(folder / "photos", 16), root=folder / "photos", copy=True)
        for image in study.images.all():
            people = random.random((HEIGHT, WIDTH)) < 0.4
            wrong = random.random((HEIGHT, WIDTH)) < (0.05 if image.label == "pain" else 0.25)
            put_map(study, image.id, "Experts", people)
            put_map(study, image.id, "Follower|Net", (people ^ wrong)[INSIDE], "attribution")
            noise = random.random((HEIGHT, WIDTH)) < 0.4
            put_map(study, image.id, "Noise|Net", noise[INSIDE], "attribution")
            if image.id in FEW:
                put_map(study, image.id, "Few|Net", people[INSIDE], "attribution")
        usual = [one for one in study.results.models() if one.name != "Few|Net"]
        noise = [one for one in usual if one.name != "Follower|Net"]
        return [analyse(study, PLAIN, models=some) for some in (usual, noise, None)]


@pytest.fixture
def found(both):
    return both[0]


def test_it_finds_the_one_that_follows_and_why(found):
    part = summary(found)[0]
    points = dict(part.points)
    assert part.heading == "Experts"
    assert "Of 2 extraction models of classifiers, Follower|Net agrees most" in part.lead
    pair = next(
        one for one in found.pairs
        if (one.metric, one.model_a, one.model_b) == ("spearman", "Experts", "Follower|Net")
    )  # fmt: skip
    assert f"mean {pair.all_images.value:.2f}" in part.lead
    assert points["By other metrics"] == "By cosine similarity and overlap it is the same model."
    assert points["Above chance?"].endswith(": more than chance.")
    assert (
        "so the agreement depends on the photograph" in points["More than with other photographs?"]
    )
    assert "It differs between the classes and is higher for pain" in points["Pain and no pain"]
    assert "Kendall’s τ" in points["Features of the face"]
    for about in ("Above chance?", "More than with other photographs?", "Pain and no pain"):
        # not "overlap p = ...": which tests they are stood between them and their p
        assert re.search(r"after Holm over 9 tests p [=<] \d", points[about]), points[about]


def test_noise_is_not_said_to_agree(both):
    part = summary(both[1])[0]
    points = dict(part.points)
    assert part.lead.startswith(
        "Noise|Net is the only extraction model of a classifier that is compared with Experts by"
    ), "of a single one there is no most"
    assert "not shown to differ from chance" in points["Above chance?"]
    assert (
        "it is not shown that the agreement depends" in points["More than with other photographs?"]
    )
    assert points["Pain and no pain"].startswith("A difference between pain and no pain is not")


def test_one_with_few_photographs_is_compared_on_those_alone_and_it_is_said(both):
    part = summary(both[2])[0]
    assert "Of 3 extraction models of classifiers, Few|Net agrees most" in part.lead
    assert "on the 4 photographs on which all have a value; 12 further photographs" in part.lead
    assert "on which Few|Net lacks it" in part.lead


def test_it_says_how_sure_the_ranking_is(found):
    said = dict(summary(found)[0].points)["How sure is that?"]
    assert said.startswith("Among resampled neonates it agrees most in 100")
    assert "ahead of the next, Noise|Net, by " in said
    assert "over 8 neonates" in said


def test_settings_have_units():
    settings = {"merge_ms": 75.0, "threshold_deg_s": 30.0, "viewing": {"screen_px": [1280, 1024]}}
    assert said_settings(settings) == (
        "merge 75 ms, threshold 30°/s, viewing (screen 1280 / 1024 px)"
    )
