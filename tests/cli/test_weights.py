"""neopain weights: what a file is, and a network from elsewhere through everything that follows."""

import json
import shutil

import numpy as np
import pytest

from neopain_gui import locations
from neopain_gui.classifiers.bases import find_base
from neopain_gui.classifiers.registry import find
from neopain_gui.study import Study
from tests.classifiers.bases import keras_files, numbers
from tests.classifiers.foreign import networks

from .running import neopain

DECLARED = ("--colours", "BGR", "--scale", "255", "--mean", "0.4,0.5,0.6", "--fit", "padded")
OUTPUTS = ("--output", "asleep", "--output", "pain", "--output", "no pain")


@pytest.fixture(scope="module", autouse=True)
def own_folder(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("own")
        patch.setattr(locations, "user_models", lambda: folder)
        yield folder


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    path = tmp_path_factory.mktemp("theirs") / "theirs.keras"
    return networks.saved(networks.fused(size=32), path)


@pytest.fixture(scope="module")
def brought_in(theirs):
    arguments = ("--import", "--name", "ward", *OUTPUTS, *DECLARED, "--licence", "MIT")
    assert neopain("weights", theirs, *arguments) == 0
    return find("ward")


def test_a_network_is_described(theirs, capsys):
    assert neopain("weights", theirs) == 0
    said = " ".join(capsys.readouterr().out.split())
    for words in (
        "functional Keras network",
        "3 outputs, after a softmax",
        "32 × 32 pixels, three channels",
        "second* SeparableConv2D 13 × 13 × 8",
        "does not say what its outputs mean",
        "RGB or BGR",
        "neopain weights theirs.keras --import",
    ):
        assert words in said


def test_as_json_it_says_the_same(theirs, capsys):
    assert neopain("weights", theirs, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["can_be_brought_in"] is True
    assert (said["outputs"], said["size"], said["channels"]) == (3, 32, 3)
    assert [layer["name"] for layer in said["explained"]] == ["active", "second"]
    assert said["layers"][1]["shape"] == [30, 30, 6]


def test_what_cannot_be_brought_in_is_one_sentence(tmp_path, capsys):
    path = tmp_path / "notes.h5"
    path.write_text("nothing")
    assert neopain("weights", path) == 2
    assert capsys.readouterr().err.count("notes.h5: ") == 1
    assert neopain("weights", path, "--json") == 2
    said = json.loads(capsys.readouterr().out)
    assert said["can_be_brought_in"] is False
    assert said["problem"].startswith("notes.h5: ")
    assert neopain("weights", tmp_path / "gone.keras") == 2
    assert neopain("weights", tmp_path) == 2


def test_weights_without_their_network_are_told_what_would_help(tmp_path, capsys):
    path = tmp_path / "theirs.weights.h5"
    networks.fused(2).save_weights(path)
    assert neopain("weights", path) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "these are weights without their network, and not those of VGG-Face" in said
    assert "save the whole network with Keras" in said


def test_a_file_of_ours_comes_in_as_it_is(own_folder, capsys):
    file = find("n_cnn_phantoms").file
    assert neopain("weights", file) == 0
    printed = capsys.readouterr()
    assert "no pain, pain" in printed.out
    assert "phantoms: not for real photographs" in " ".join(printed.err.split())
    assert neopain("weights", file, "--import", "--name", "copied", "--output", "pain") == 2
    assert neopain("weights", file, "--import", "--name", "copied") == 0
    copy = own_folder / "copied.weights.h5"
    assert copy.read_bytes() == file.read_bytes()
    assert find("copied").architecture == "n_cnn"
    copy.unlink()


def test_the_convolutions_of_vgg_face_are_kept_for_trainings(tmp_path, own_folder, capsys):
    layers = numbers.convolutions()
    path = tmp_path / "rcmalli_vggface_tf_notop_vgg16.h5"
    keras_files.write_named(path, layers)
    assert neopain("weights", path, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["kind"], said["size"], len(said["layers"])) == ("base", 224, 13)
    assert neopain("weights", path) == 0
    assert "14,714,688 weights" in capsys.readouterr().out
    assert neopain("weights", path, "--import", "--name", "oxford", "--output", "pain") == 2
    assert neopain("weights", path, "--import", "--name", "oxford") == 0
    assert "among the bases of a training" in capsys.readouterr().out
    assert find_base("oxford").sha256 == said["sha256"]
    assert neopain("weights", path, "--import", "--name", "oxford") == 2
    (own_folder / "oxford.base.safetensors").unlink()


def test_colours_of_a_base_are_said_and_can_be_overruled(tmp_path, own_folder, capsys):
    path = keras_files.write_by_order(tmp_path / "vgg_face_weights.h5", numbers.convolutions())
    assert neopain("weights", path) == 0
    said = capsys.readouterr().out
    assert "224 × 224 pixels, BGR" in said
    assert "Uncertain: deepface gives this file photographs in BGR" in said
    bring = ("weights", path, "--import", "--name", "turned", "--colours")
    assert neopain(*bring, "grey") == 2
    assert "give --colours RGB or BGR" in capsys.readouterr().err
    assert neopain(*bring, "RGB") == 0
    kept, asked = find_base("turned"), find_base(path)
    (own_folder / "turned.base.safetensors").unlink()
    np.testing.assert_array_equal(kept.kernels[0][:, :, ::-1], asked.kernels[0])
    np.testing.assert_array_equal(kept.kernels[1], asked.kernels[1])
    assert (kept.colours, kept.uncertain) == ("RGB", ())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--name", "x"), "give --output for each output, --colours, --scale, --mean"),
        ((*OUTPUTS, *DECLARED), "give --name"),
        (("--name", "x", *OUTPUTS[:2], *DECLARED), "1 classes are named, the network has 3"),
        (("--name", "x", *OUTPUTS, *DECLARED, "--mean", "a,b"), "not made of numbers"),
        (("--name", "x", *OUTPUTS, *DECLARED, "--mean", "1,2"), "2 numbers and the input 3"),
        (("--name", "x", *OUTPUTS, *DECLARED, "--fit", "cut"), "give --fit with one of"),
        (("--name", "x", *OUTPUTS, *DECLARED, "--colours", "grey", "--mean", "0"), "RGB or BGR"),
        (("--name", "x", *OUTPUTS, *DECLARED, "--size", "48"), "32 pixels, not 48"),
        (("--name", "n_cnn_phantoms", *OUTPUTS, *DECLARED), "already"),
    ],
)
def test_what_is_missing_or_does_not_fit(arguments, words, theirs, own_folder, capsys):
    before = sorted(own_folder.iterdir())
    assert neopain("weights", theirs, "--import", *arguments) == 2
    assert words in " ".join(capsys.readouterr().err.split())
    assert sorted(own_folder.iterdir()) == before


def test_what_it_says_of_labelled_photographs(theirs, phantoms, own_folder, capsys):
    before = sorted(own_folder.iterdir())
    study = phantoms / "demo.neopain"
    assert neopain("weights", theirs, *OUTPUTS, *DECLARED, "--try", study, "--json") == 0
    said = json.loads(capsys.readouterr().out)["preview"]
    assert {label: len(scores) for label, scores in said["scores"].items()} == {
        "pain": 2,
        "no pain": 2,
    }
    swapped = ("--output", "asleep", "--output", "no pain", "--output", "pain")
    assert neopain("weights", theirs, *swapped, *DECLARED, "--try", study) == 0
    printed = capsys.readouterr()
    assert f"AUC {1 - said['auc']:.2f}" in printed.out
    assert "labelled no pain (2)" in " ".join(printed.out.split())
    assert ("wrong order" in printed.err) == (said["auc"] > 0.5)
    assert sorted(own_folder.iterdir()) == before


# -- everything that follows ------------------------------------------------------------------
METHODS = ("--method", "grad_cam", "--method", "integrated_gradients", "--steps", "4")


@pytest.fixture(scope="module")
def study_path(phantoms, brought_in, tmp_path_factory):
    """A study whose maps are the network's, on faces that are no squares."""
    folder = tmp_path_factory.mktemp("study")
    path = shutil.copytree(phantoms / "demo.neopain", folder / "demo.neopain")
    assert neopain("run", path, "--out", folder / "out", "--classifier", "ward", *METHODS) == 0
    return path


def test_maps_cover_the_face_box_and_nothing_else(study_path, brought_in):
    with Study.open(study_path, read_only=True) as study:
        for image in study.images.all():
            box = study.faces.get(image.id).box
            found = [one for one in study.results.all(image.id) if "ward" in one.model.name]
            names = {one.model.name for one in found}
            assert names == {"GradCAM|Network ward", "GradCAM|Network ward|active",
                             "I.G.|Network ward"}  # fmt: skip
            for result in found:
                values = study.results.relevance_of(result).values
                longer = max(box.width, box.height)
                wanted = tuple(round(side * 32 / longer) for side in (box.height, box.width))
                assert values.shape == wanted
                assert result.box == box
                assert set(result.facts["scores"]) == {"asleep", "pain", "no pain"}
                assert result.provenance.inputs["preprocessing"]["fit"] == "padded"
        assert {one.shape != (32, 32) for one in _maps(study)} == {True}


def _maps(study):
    for image in study.images.all():
        for result in study.results.all(image.id):
            if "ward" in result.model.name:
                yield study.results.relevance_of(result).values


def test_compared_reported_and_counted(study_path, tmp_path):
    assert neopain("report", study_path, "--out", tmp_path) == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "GradCAM|Network ward" in page
    with Study.open(study_path, read_only=True) as study:
        pain, rest = (study.predictions.class_scores("ward", name) for name in ("pain", "no pain"))
        from neopain_gui.pipeline.analysis.classifiers import evaluations, pain_scores

        counted = pain_scores(study, "ward")
        for image_id, score in counted.items():
            assert score == pytest.approx(pain[image_id] / (pain[image_id] + rest[image_id]))
        assert [one.classifier for one in evaluations(study, study.images.all())] == ["ward"]


def test_how_far_its_maps_can_be_trusted(study_path, tmp_path):
    arguments = ("--classifier", "ward", "--method", "grad_cam", "--few", "1", "--samples", "2")
    assert neopain("faithfulness", study_path, "--out", tmp_path, *arguments) == 0
    for name in ("curves", "regions", "sensitivity", "randomisation"):
        lines = (tmp_path / f"{name}.csv").read_text("utf-8").splitlines()
        assert len(lines) > 1, name
        assert any("ward" in line for line in lines)


def test_the_deletion_curve_is_that_of_the_network(study_path, brought_in):
    """The first point of a curve is the score itself, the last that of the filled face."""
    from neopain_gui.classifiers.loaded import load
    from neopain_gui.faithfulness.curves import deletion_insertion

    classifier = load(brought_in)
    rng = np.random.default_rng(5)
    crop = rng.integers(0, 256, (90, 60, 3), np.uint8)
    inputs = classifier.prepare([crop])[0]
    orders = {"some": rng.permutation(32 * 32)}
    curve = deletion_insertion(classifier, inputs, orders, target=1, fill="black", step=0.1)
    points = curve["some"].deletion.scores
    black = classifier.prepare([np.zeros_like(crop)])
    assert points[0] == pytest.approx(float(classifier.scores(inputs[None])[0, 1]), abs=1e-6)
    assert points[-1] == pytest.approx(float(classifier.scores(black)[0, 1]), abs=1e-6)


def test_another_class_is_explained_and_repeated_to_the_byte(study_path, tmp_path, capsys):
    with Study.open(study_path, read_only=True) as study:
        image = study.images.all()[0]
    first, again = tmp_path / "first", tmp_path / "again"
    chosen = ("--image", image.id, "--classifier", "ward", "--target", "asleep", "--strip")
    layers = ("--layer", "all")
    assert neopain("attribute", study_path, "--out", first, *chosen, *METHODS, *layers) == 0
    records = sorted(first.glob("*.json"))
    assert records
    for record in records:
        code = neopain("attribute", study_path, "--from", record, "--out", again)
        assert code == 0, capsys.readouterr().err
    one, other = (
        {file.name: file.read_bytes() for file in folder.iterdir()} for folder in (first, again)
    )
    assert one == other
    assert b"asleep" in b"".join(content for name, content in one.items() if name.endswith("json"))


def test_a_class_that_it_has_not(study_path, tmp_path, capsys):
    arguments = ("--classifier", "ward", "--target", "happy", "--method", "grad_cam")
    assert neopain("attribute", study_path, "--out", tmp_path, *arguments) == 2
    assert "asleep, pain, no pain" in capsys.readouterr().err
