"""What a report says of a study follows from its masks: checked against scipy and by hand."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from neopain_gui.agreement.class_tests import Test
from neopain_gui.agreement.measures import COUNTED
from neopain_gui.faces.drawn import outlines_of
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.faces.regions import FEATURES
from neopain_gui.findings.people import Bound
from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.analysis import analyse
from neopain_gui.pipeline.analysis.ceiling import _halvings
from neopain_gui.pipeline.analysis.on_face import on_face
from neopain_gui.pipeline.analysis.ranks import kendall
from neopain_gui.pipeline.analysis.winners import winners
from neopain_gui.provenance import Provenance
from neopain_gui.study import Result, Study
from tests.study.material import HEIGHT, WIDTH, photographs

PLAIN = MaskSettings(clusters=0, sigma=0.0, c_attribution=0.0, c_gaze=0.0)


def gaze(study, image_id, name, values):
    made = Provenance(stage="test", version=1, inputs={"image": image_id, "name": name})
    study.blobs.put(made.key, values.astype(np.float32))
    study.results.record(
        Result(
            image_id=image_id,
            model=ExtractionModel(name=name, kind="gaze"),
            box=Box.whole(WIDTH, HEIGHT),
            photograph_size=(HEIGHT, WIDTH),
            provenance=made,
        )
    )


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Six neonates, each at rest and in pain; A, B and an even C; and what was found."""
    folder = tmp_path_factory.mktemp("analysis")
    with Study.create(folder / "ward") as made:
        made.images.add(photographs(folder / "photos", 12), root=folder / "photos", copy=True)
        random = np.random.default_rng(0)
        for image in made.images.all():
            for name, share in (("A", 0.4), ("B", 0.5)):
                gaze(made, image.id, name, random.random((HEIGHT, WIDTH)) < share)
            gaze(made, image.id, "C", np.ones((HEIGHT, WIDTH)))
        found = analyse(made, PLAIN)
    return folder / "ward.neopain", found


@pytest.fixture
def study(finished, tmp_path):
    """A study of one's own."""
    copy = shutil.copytree(finished[0], tmp_path / "ward.neopain")
    with Study.open(copy) as opened:
        yield opened


@pytest.fixture(scope="module")
def analysis(finished):
    return finished[1]


def of(analysis, metric, a="A", b="B"):
    return next(
        one for one in analysis.pairs if (one.metric, one.model_a, one.model_b) == (metric, a, b)
    )


@pytest.mark.parametrize("metric", ["cosine", "spearman", "overlap"])
def test_table_5_is_scipys(analysis, metric):
    table = analysis.comparison.table
    values = table.values(metric)[:, table.pairs.index(("A", "B"))]
    labels = [str(image.label) for image in analysis.comparison.images]
    pain = values[[label == "pain" for label in labels]]
    rest = values[[label == "no pain" for label in labels]]
    found = of(analysis, metric)
    normal = min(stats.shapiro(pain).pvalue, stats.shapiro(rest).pvalue) >= 0.05
    expected = stats.ttest_ind(pain, rest) if normal else stats.mannwhitneyu(pain, rest)
    assert found.independent.test is (Test.STUDENT if normal else Test.MANN_WHITNEY)
    assert found.independent.p == pytest.approx(expected.pvalue)
    assert found.pain.value == pytest.approx(pain.mean())
    assert (found.n_pain, found.n_no_pain, found.undefined) == (6, 6, 0)
    if found.paired.test is Test.PAIRED_T:
        assert found.paired.p == pytest.approx(stats.ttest_rel(pain, rest).pvalue)
    between, apart = stats.ttest_rel(pain, rest).confidence_interval(), found.paired_difference
    assert (apart.value, apart.low, apart.high) == pytest.approx(
        (np.mean(pain - rest), between.low, between.high)
    )
    assert found.all_images.low <= found.all_images.value <= found.all_images.high


def test_random_masks_are_at_chance(analysis):
    found = of(analysis, "overlap")
    assert found.own == pytest.approx(found.chance, abs=0.03)
    assert found.own == pytest.approx(found.shuffled, abs=0.03)
    assert found.beyond_shuffled.p > 0.05


@pytest.mark.parametrize(
    ("test", "p"),
    [
        ("", lambda one: one.independent.p),
        ("paired_", lambda one: one.paired.p),
        ("shuffled_", lambda one: one.beyond_shuffled.p),
        ("chance_", lambda one: one.above_chance.p),
    ],
)
def test_the_family_is_all_pairs_by_the_three_metrics_of_table_5(analysis, test, p):
    mine = [one for one in analysis.pairs if one.metric in ("cosine", "spearman", "overlap")]
    known = [one for one in mine if not math.isnan(p(one))]
    assert len(known) >= 3
    for how, name in (("holm", "holm"), ("fdr_bh", "bh")):
        expected = multipletests([p(one) for one in known], method=how)[1]
        assert [getattr(one, f"{test}p_{name}") for one in known] == pytest.approx(expected)
    family = f"{len(known)} tests: 3 pairs × cosine, Spearman, overlap"
    for one in analysis.pairs:
        assert getattr(one, f"{test}family") == (family if one in mine else "")
        if one not in mine:
            assert math.isnan(getattr(one, f"{test}p_holm"))


def test_every_measure_has_its_chance_and_each_photograph_its_own(analysis):
    table = analysis.comparison.table
    place = table.pairs.index(("A", "B"))
    p, q = (table.values(f"coverage_{one}")[:, place] for one in "ab")
    expected = {
        "cosine": np.sqrt(p * q),
        "spearman": 0 * p,
        "overlap": p * q + (1 - p) * (1 - q),
        "kappa": 0 * p,
        "iou": p * q / (p + q - p * q),
        "dice": 2 * p * q / (p + q),
    }
    neonates = np.array([image.neonate.id for image in analysis.comparison.images])
    for metric, chance in expected.items():
        found = of(analysis, metric)
        assert found.chance == pytest.approx(chance.mean())
        beyond = table.values(metric)[:, place] - chance
        each = [beyond[neonates == one].mean() for one in np.unique(neonates)]  # 2 photographs each
        tested = stats.ttest_1samp(each, 0)
        low, high = tested.confidence_interval(0.95)
        assert found.above_chance.value == pytest.approx(beyond.mean())
        assert (found.above_chance.low, found.above_chance.high) == pytest.approx((low, high))
        assert (found.above_chance.statistic, found.above_chance.p) == pytest.approx(
            (tested.statistic, tested.pvalue)
        )


def test_an_empty_mask_is_undefined_and_counted(analysis):
    found = of(analysis, "cosine", "A", "C")  # a constant map gives an empty mask (decision 12)
    assert math.isnan(found.pain.value)
    assert (found.n_pain, found.n_no_pain, found.undefined) == (0, 0, 12)
    assert found.independent.why == "fewer than 3 values in a class"


def test_even_relevance_has_density_one(analysis):
    rows = {(row.region, row.label): row for row in analysis.regions if row.model == "C"}
    for region in FEATURES:
        row = rows[region, "all"]
        assert row.density.value == pytest.approx(1, abs=1e-9)
        assert row.coverage.value == 0
        assert (row.density.n, row.density.neonates) == (12, 6)
    assert {row.rank for row in rows.values()} == {4.5}
    assert {row.density.n for (_, label), row in rows.items() if label == "pain"} == {6}


def test_relevance_in_one_feature(study):
    image = study.images.all()[0]
    face = study.faces.get(image.id).box
    values = np.zeros((HEIGHT, WIDTH))
    values[face.top : face.top + 4, face.left : face.right] = 1  # the forehead
    gaze(study, image.id, "A", values)
    found = analyse(study, PLAIN, image_ids=[image.id])
    rows = [row for row in found.regions if (row.model, row.label) == ("A", "all")]
    density = {row.region: row.density.value for row in rows}
    assert max(density, key=density.get) == "forehead"
    assert density["mouth"] == 0
    assert found.region_sources == ("face box",)


@pytest.mark.parametrize("label", ["pain", "no pain", "all"])
def test_rankings_are_compared_by_kendall(analysis, label):
    density = {
        name: [r.density.value for r in analysis.regions if (r.model, r.label) == (name, label)]
        for name in "AB"
    }
    found = ranked(analysis, label)
    expected = stats.kendalltau(density["A"], density["B"])
    assert (found.tau, found.p) == pytest.approx((expected.statistic, expected.pvalue))
    each = {
        one.image: one.tau
        for one in analysis.ranks_by_photograph
        if (one.model_a, one.model_b) == ("A", "B")
    }
    images = [i for i in analysis.comparison.images if label == "all" or str(i.label) == label]
    mine = [each[image.id] for image in images]
    assert found.within.value == pytest.approx(np.mean(mine))
    if label != "all":  # a photograph a neonate
        low, high = stats.ttest_1samp(mine, 0).confidence_interval(0.95)
        assert (found.within.low, found.within.high) == pytest.approx((max(-1, low), min(1, high)))


def ranked(analysis, label):
    return next(
        one for one in analysis.ranks if (one.model_a, one.model_b, one.label) == ("A", "B", label)
    )


def test_kendall_of_many_rows_is_scipys_with_ties_and_gaps():
    random = np.random.default_rng(3)
    a, b = (random.integers(0, 5, (40, 8)).astype(float) for _ in range(2))
    a[random.random(a.shape) < 0.1] = np.nan
    a[0] = 1
    found = kendall(a, b)
    for row in range(40):
        known = np.isfinite(a[row])
        expected = stats.kendalltau(a[row][known], b[row][known]).statistic
        assert found[row] == pytest.approx(expected, nan_ok=True)
    assert math.isnan(found[0])


def test_the_partner_of_each_model_is_found_on_common_photographs(analysis):
    table = analysis.comparison.table
    found = {(w.model, w.metric, w.label, w.among): w.found for w in analysis.winners}
    mine = found["A", "overlap", "all", "all"]
    means = {
        partner: table.values("overlap")[:, table.pairs.index(("A", partner))].mean()
        for partner in "BC"
    }
    assert mine.best == max(means, key=means.get)
    assert mine.value.value == pytest.approx(max(means.values()))
    assert (mine.photographs, mine.neonates, mine.lacking) == (12, 6, ())
    cosine = found["A", "cosine", "pain", "all"]  # C's masks are empty
    assert (cosine.best, cosine.undefined, cosine.photographs) == ("B", ("C",), 6)


@pytest.mark.parametrize("label", ["pain", "no pain", "all"])
def test_the_partner_of_a_class_is_found_on_the_photographs_of_that_class(analysis, label):
    images, table = analysis.comparison.images, analysis.comparison.table
    rows = [row for row, i in enumerate(images) if label == "all" or str(i.label) == label]
    (found,) = (
        winner.found
        for winner in analysis.winners
        if (winner.model, winner.metric, winner.label) == ("A", "overlap", label)
        and winner.among == "all"
    )
    overlaps = table.values("overlap")[rows, table.pairs.index(("A", found.best))]
    assert found.value.value == pytest.approx(overlaps.mean())
    assert (found.photographs, {found.best, found.second}) == (len(rows), {"B", "C"})


def test_partners_of_people_are_looked_for_among_classifiers_too(analysis):
    a, b, c = analysis.comparison.models
    with_classifiers = [a, replace(b, kind="attribution"), replace(c, kind="attribution")]
    made = winners(replace(analysis.comparison, models=with_classifiers), ["overlap"])
    partners = {
        (one.model, one.among): {one.found.best, one.found.second}
        for one in made
        if one.label == "all"
    }
    assert partners == {
        ("A", "all"): {"B", "C"},
        ("A", "classifiers"): {"B", "C"},
        ("B", "all"): {"A", "C"},
        ("C", "all"): {"A", "B"},
    }


def test_nothing_to_compare(tmp_path):
    with Study.create(tmp_path / "empty") as study:
        study.images.add(photographs(tmp_path / "photos", 2), root=tmp_path / "photos", copy=True)
        found = analyse(study, PLAIN)
    assert (found.pairs, found.regions, found.ceilings) == ((), (), ())
    assert len(found.comparison.left_out) == 2


def test_people_agree_with_the_rest_of_their_group(phantoms):
    with Study.open(phantoms / "demo.neopain", read_only=True) as study:
        found = analyse(study, MaskSettings())
    assert {one.group for one in found.ceilings} == {"Experts", "Parents"}
    assert {one.metric for one in found.ceilings} == set(COUNTED)
    mine = {o.bound: o for o in found.ceilings if (o.group, o.metric) == ("Experts", "overlap")}
    assert set(mine) == set(Bound)
    one = mine[Bound.ONE_AND_REST]
    assert one.comparisons == one.participants * 4
    assert (one.photographs, one.value.neonates) == (4, 2)
    assert 0.5 < one.value.value < mine[Bound.HALVES].value.value < 1
    assert mine[Bound.HALVES].value.value < mine[Bound.HALF_AND_ALL].value.value
    assert one.value.value < mine[Bound.ONE_AND_ALL].value.value
    for bound, its in mine.items():
        rows = [
            row.value
            for row in found.people
            if (row.group, row.metric, row.bound) == ("Experts", "overlap", bound)
        ]
        assert its.value.value == pytest.approx(np.mean(rows))
        assert its.comparisons == len(rows)
    (first, *others) = found.at_fixations
    assert (first.model, first.group) == ("Parents", "Experts")  # not of their own map
    assert len(others) == 7
    assert first.values["nss"] > 0.5
    assert 0.6 < first.values["auc_judd"] < 1
    assert (
        first.values["shuffled_auc"] < first.values["auc_judd"]
    )  # all faces draw people to the same places
    assert first.fixations > 50


@pytest.mark.parametrize(("count", "ways"), [(4, 3), (5, 10), (6, 10), (7, 20), (8, 20), (31, 20)])
def test_a_group_is_halved_in_different_ways(count, ways):
    found = _halvings(count)
    assert len(found) == ways
    halves = {frozenset([frozenset(h), frozenset(set(range(count)) - set(h))]) for h in found}
    assert len(halves) == ways
    assert {len(half) for half in found} == {count // 2}


def test_maps_are_compared_on_the_face(study, analysis):
    rows = {(one.image, one.model_a, one.model_b): one for one in analysis.maps}
    assert len(rows) == 12 * 3
    image = study.images.all()[0]
    box = study.faces.get(image.id).box
    a, b = (on_face(study.results.relevance(image.id, name), box) for name in "AB")
    row = rows[image.id, "A", "B"]
    assert row.values["cc"] == pytest.approx(stats.pearsonr(a.ravel(), b.ravel()).statistic)
    r, e, epsilon = a / a.sum(), b / b.sum(), np.finfo(float).eps
    assert row.values["kl_a_b"] == pytest.approx((r * np.log(epsilon + r / (epsilon + e))).sum())
    assert 0 <= row.values["emd"] < 0.2
    assert np.isnan(rows[image.id, "A", "C"].values["cc"])  # an even map has none


def test_the_face_is_sampled_where_it_lies():
    values = np.zeros((30, 40), np.float32)
    values[10:20, 20:30] = 1
    relevance = RelevanceMap(
        values=values,
        box=Box.whole(40, 30),
        photograph_size=(30, 40),
        model=ExtractionModel(name="A", kind="gaze"),
        provenance=Provenance(stage="test", version=1),
    )
    grid = on_face(relevance, Box(left=20, top=10, right=40, bottom=30))
    half = len(grid) // 2
    assert grid[:half, :half].all()
    assert not grid[half:].any()
    beyond = on_face(relevance, Box(left=30, top=20, right=50, bottom=40))
    assert not beyond[half:, half:].any()  # nobody looked there


@pytest.mark.parametrize("there", [Box.whole(40, 30), Box(left=10, top=5, right=30, bottom=25)])
@pytest.mark.parametrize("face", [Box.whole(40, 30), Box(left=12, top=3, right=38, bottom=29)])
def test_each_cell_of_the_face_is_the_pixel_that_its_centre_lies_in(there, face):
    height, width = 2 * there.height, there.width // 2
    relevance = RelevanceMap(
        values=np.arange(1, height * width + 1, dtype=np.float32).reshape(height, width),
        box=there,
        photograph_size=(30, 40),
        model=ExtractionModel(name="A", kind="gaze"),
        provenance=Provenance(stage="test", version=1),
    )
    grid = on_face(relevance, face)
    for row, column in np.ndindex(grid.shape):
        y = face.top + (row + 0.5) * face.height / len(grid) - there.top
        x = face.left + (column + 0.5) * face.width / len(grid) - there.left
        looked = 0 <= y < there.height and 0 <= x < there.width
        expected = relevance.values[math.floor(y * 2), math.floor(x / 2)] if looked else 0
        assert grid[row, column] == expected


def test_agreement_is_related_to_scores_of_people_and_classifiers(study):
    from neopain_gui.people.participants import Participant
    from neopain_gui.people.scores import PainScore

    random = np.random.default_rng(5)
    images = study.images.all()
    given = random.integers(0, 11, len(images)).astype(float)
    study.gaze.add(
        [Participant(id="P1", group="A")],
        [],
        [
            PainScore(participant_id="P1", image_id=image.id, score=score)
            for image, score in zip(images, given, strict=True)
        ],
    )
    sure = random.uniform(0.5, 1, len(images))
    said = []
    for image, score in zip(images, sure, strict=True):
        (row,) = [one for one in study.results.all(image.id) if one.model.name == "B"]
        study.faces.put(image.id, Face(box=row.box, source=FaceSource.MANUAL))
        facts = {"classifier": "c", "scores": {"pain": score, "no pain": 1 - score}}
        said.append(replace(row, model=replace(row.model, kind="attribution"), facts=facts))
    assert all(study.results.exchange([(one.image_id, "B") for one in said], said))
    found = analyse(study, PLAIN)
    mine = {
        (one.to, one.of): one
        for one in found.relations
        if (one.metric, one.model_a, one.model_b) == ("overlap", "A", "B")
    }
    table = found.comparison.table
    values = table.values("overlap")[:, table.pairs.index(("A", "B"))]
    order = [table.image_ids.index(image.id) for image in images]
    for key, other in ((("score of people", "A"), given), (("confidence", "B"), sure)):
        expected = stats.spearmanr(values[order], other)
        assert mine[key].found.value == pytest.approx(expected.statistic)
        assert (mine[key].found.n, mine[key].found.neonates, mine[key].found.df) == (12, 6, 5)
    right = np.array([str(image.label) == "pain" for image in images])
    difference = values[order][right].mean() - values[order][~right].mean()
    assert mine["correct", "B"].found.value == pytest.approx(difference)
    family = [one for one in found.relations if not math.isnan(one.found.p)]
    assert {one.family for one in found.relations} == {
        f"{len(family)} tests: relations of pairs × cosine, Spearman, overlap"
    }
    expected = multipletests([one.found.p for one in family], method="holm")[1]
    assert [one.p_holm for one in family] == pytest.approx(expected)
    (achieved,) = found.classifiers
    evaluation = achieved.figures
    assert (achieved.classifier, achieved.in_training) == ("c", "not on record")
    assert (evaluation.photographs, evaluation.neonates) == (12, 6)
    assert evaluation.sensitivity == 1  # every score of pain is above 0.5
    assert evaluation.precision == 0.5


def test_a_drawn_feature_takes_the_templates_place(study):
    image = study.images.all()[0]
    face = study.faces.get(image.id).box
    x = face.left - 0.5, face.left + 9.5  # along the edges of ten columns of pixels
    y = face.top - 0.5, face.bottom - 0.5
    half = outlines_of([[(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])]])
    study.regions.put(image.id, {"mouth": half, "tube": half})
    values = np.zeros((HEIGHT, WIDTH))
    values[face.top : face.bottom, face.left : face.left + 10] = 1  # exactly what was drawn
    gaze(study, image.id, "A", values)
    found = analyse(study, PLAIN)
    rows = {row.region: row for row in found.regions if (row.model, row.label) == ("A", "no pain")}
    assert tuple(rows) == (*FEATURES, "tube")
    assert found.region_sources == ("face box", "hand")
    assert list(found.drawn) == [image.id]
    alone = analyse(study, PLAIN, image_ids=[image.id])
    mine = {row.region: row for row in alone.regions if (row.model, row.label) == ("A", "all")}
    area = 10 / face.width
    assert mine["tube"].share.value == mine["mouth"].share.value == pytest.approx(1, abs=1e-9)
    assert mine["tube"].density.value == pytest.approx(1 / area, rel=0.05)
    assert mine["tube"].coverage.value == pytest.approx(1, abs=0.05)
    assert tuple(row.density.n for row in (mine["tube"], rows["tube"], rows["mouth"])) == (1, 1, 6)
    assert math.isnan(mine["tube"].rank), "only the features that every study has are ranked"
    assert sorted(mine[name].rank for name in FEATURES)[0] == mine["mouth"].rank
    density = {
        name: [r.density.value for r in found.regions if (r.model, r.label) == (name, "all")][:-1]
        for name in "AB"
    }
    tau = ranked(found, "all").tau
    assert tau == pytest.approx(stats.kendalltau(density["A"], density["B"]).statistic)
    within = {(one.model_a, one.model_b, one.region): one.iou for one in found.in_regions}
    assert 0 < within["A", "B", "tube"].value < 1
    each = [iou for _, *key, iou in found.in_regions_on_photographs if key == ["A", "B", "mouth"]]
    mouth = within["A", "B", "mouth"]
    assert (mouth.value, mouth.sd) == pytest.approx((np.nanmean(each), np.nanstd(each, ddof=1)))


def test_a_region_beside_the_face_has_no_values(study):
    image = study.images.all()[0]
    corner = outlines_of([[(0, 0), (2, 0), (2, 2)]])
    study.regions.put(image.id, {"plaster": corner})
    found = analyse(study, PLAIN, image_ids=[image.id])
    rows = [one for one in found.regions if (one.region, one.label) == ("plaster", "all")]
    assert [one.model for one in rows] == ["A", "B", "C"]
    for row in rows:
        assert math.isnan(row.density.value)
        assert math.isnan(row.share.value)
        assert (row.density.n, row.share.n) == (0, 0)
    mouths = [one for one in found.regions if (one.region, one.label) == ("mouth", "all")]
    assert all(one.share.n == one.density.n == 1 for one in mouths)


class Told:
    """A job that notes how far it is said to be."""

    def __init__(self):
        self.shares = []

    def check(self):
        pass

    def progress(self, done, total, text=""):
        self.shares.append(done / total)

    def partial(self, message):
        pass


def test_progress_of_the_statistics_and_of_a_report_never_runs_backwards(study, tmp_path):
    from neopain_gui.pipeline.report import write_report

    told = Told()
    analyse(study, MaskSettings(), job=told)
    assert told.shares == sorted(told.shares)
    assert len(set(told.shares)) > 10
    told = Told()
    write_report(study, tmp_path / "out", MaskSettings(), photographs=False, formats=[], job=told)
    assert told.shares == sorted(told.shares)
    assert told.shares[-1] == 1.0
