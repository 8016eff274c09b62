"""--from: the same files again, to the byte, or one sentence why not."""

import hashlib
import json
import shutil

import numpy as np
import pytest

from neopain_gui import cli
from neopain_gui.classifiers.registry import find
from neopain_gui.imaging import decode, write_png
from neopain_gui.provenance import Provenance, canonical_json
from neopain_gui.study import Study

from .running import neopain

BOX = "165,60,290,190"
METHODS = ("--method", "grad_cam", "--method", "integrated_gradients", "--steps", "4")
CAM, IG = "astronaut__gradcam_n-cnn", "astronaut__ig_n-cnn"


def files_of(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def exported(tmp_path_factory, astronaut_file):
    """A layer of GradCAM and Integrated Gradients, with an own threshold."""
    out = tmp_path_factory.mktemp("exported")
    arguments = ("--face", BOX, "--c", "0.7", *METHODS)
    assert neopain("attribute", astronaut_file, "--out", out, *arguments) == 0
    return out


def test_every_file_of_a_photograph_is_repeated_to_the_byte(
    exported, astronaut_file, tmp_path, capsys
):
    for base in (CAM, IG):
        arguments = ("--from", exported / f"{base}.json", "--out", tmp_path / "again")
        assert neopain("attribute", astronaut_file, *arguments) == 0
        assert f"identical: {base}, 6 files in again/" in capsys.readouterr().out
    assert files_of(tmp_path / "again") == files_of(exported)


def test_every_file_of_a_study_is_repeated_to_the_byte(study_path, tmp_path, capsys):
    with Study.open(study_path, read_only=True) as study:
        image = study.images.all()[1]
    chosen = ("--image", image.id, "--classifier", "n_cnn_phantoms", "--target", "labelled")
    first, again = tmp_path / "first", tmp_path / "again"
    assert neopain("attribute", study_path, "--out", first, *chosen, *METHODS) == 0
    before = (study_path / "study.sqlite").read_bytes()
    for record in sorted(first.glob("*.json")):
        code = neopain("attribute", study_path, "--from", record, "--out", again)
        assert code == 0, capsys.readouterr().err
    assert len(files_of(first)) == 36
    assert files_of(again) == files_of(first)
    assert (study_path / "study.sqlite").read_bytes() == before
    # the photograph alone will do: its hash says that it is the one
    photograph = next((study_path / "images").glob(f"{image.sha256}.*"))
    record = next(first.glob("*_ig_*.json"))
    assert neopain("attribute", photograph, "--from", record, "--out", tmp_path / "alone") == 0
    for name, content in files_of(tmp_path / "alone").items():
        assert content == files_of(first)[name]


@pytest.fixture(scope="module")
def strip(tmp_path_factory, astronaut_file):
    """A strip of every layer."""
    out = tmp_path_factory.mktemp("strip")
    assert neopain("attribute", astronaut_file, "--out", out, "--face", BOX, "--strip") == 0
    return out


STRIP = "astronaut__gradcam_n-cnn__strip"


def test_a_strip_has_every_layer_and_is_repeated_to_the_byte(
    strip, astronaut_file, tmp_path, capsys
):
    files = files_of(strip)
    assert len(files) == 5 * 6 + 4
    figures = {name: content for name, content in files.items() if name.startswith(STRIP)}
    assert set(figures) == {f"{STRIP}.{kind}" for kind in ("png", "svg", "pdf", "json")}
    for kind in ("json", "png"):  # the picture carries its record
        again = tmp_path / kind
        arguments = ("--from", strip / f"{STRIP}.{kind}", "--out", again)
        assert neopain("attribute", astronaut_file, *arguments) == 0
        assert f"identical: {STRIP}, 4 files in {kind}/" in capsys.readouterr().out
        assert files_of(again) == figures


def test_a_picture_carries_the_record_of_its_map(exported, astronaut_file, tmp_path):
    picture = exported / f"{CAM}__overlay.png"
    assert neopain("attribute", astronaut_file, "--from", picture, "--out", tmp_path / "a") == 0
    again = files_of(tmp_path / "a")
    assert len(again) == 6
    for name, content in again.items():
        assert content == files_of(exported)[name]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda r: r["figure"].update(version=99), "the figure was drawn by version 99"),
        (lambda r: r.update(maps=[]), "maps: is damaged"),
        (lambda r: r["maps"].append(r["maps"][0]), "a layer is there twice"),
        (lambda r: r["maps"][1]["facts"].update(classifier="x"), "not those of one strip"),
        (lambda r: r["maps"][2].update(record=None), "maps.2.record: is damaged"),
        (lambda r: r["maps"][3].update(mask_settings={"clusters": 7}), "not those of one strip"),
    ],
)
def test_what_is_no_strip_is_one_sentence(change, words, strip, astronaut_file, tmp_path, capsys):
    record = json.loads(files_of(strip)[f"{STRIP}.json"])
    change(record)
    (tmp_path / "a.json").write_text(canonical_json(record))
    arguments = ("--from", tmp_path / "a.json", "--out", tmp_path / "again")
    assert neopain("attribute", astronaut_file, *arguments) == cli.EXIT_INPUT
    assert words in " ".join(capsys.readouterr().err.split())


def test_a_strip_drawn_by_another_version_is_said(strip, astronaut_file, tmp_path, capsys):
    record = json.loads(files_of(strip)[f"{STRIP}.json"])
    record["figure"]["matplotlib"] = "3.9.0"
    record["maps"][0]["software"]["numpy"] = "2.0.9"
    (tmp_path / "a.json").write_text(canonical_json(record))
    arguments = ("--from", tmp_path / "a.json", "--out", tmp_path / "again")
    assert neopain("attribute", astronaut_file, *arguments) == 0
    told = capsys.readouterr()
    assert "identical map: a" in told.out
    message = " ".join(told.err.split())
    assert "matplotlib 3.9.0 then, 3." in message
    assert "numpy 2.0.9 then" in message


def test_weights_are_known_by_their_hash_whatever_they_are_called(astronaut_file, tmp_path, capsys):
    mine = tmp_path / "my own.weights.h5"
    shutil.copy(find("n_cnn_phantoms").file, mine)
    arguments = ("--face", BOX, "--classifier", mine, "--layer", "merge")
    assert neopain("attribute", astronaut_file, "--out", tmp_path / "one", *arguments) == 0
    (record,) = (tmp_path / "one").glob("*.json")
    assert json.loads(record.read_text())["extraction_model"] == "GradCAM|N-CNN my own|merge"
    for more in ((), ("--classifier", mine)):
        again = ("--from", record, "--out", tmp_path / "two")
        assert neopain("attribute", astronaut_file, *again, *more) == 0
        assert files_of(tmp_path / "two") == files_of(tmp_path / "one")


# -- what differs ---------------------------------------------------------------------------
def changed(exported, folder, base, change):
    """Copy a record and what lies beside it, changed; the mask's link to the map is kept true."""
    folder.mkdir(exist_ok=True)
    record = json.loads((exported / f"{base}.json").read_text())
    change(record)
    if "mask" in record:
        record["mask"]["inputs"]["map"] = Provenance(**record["relevance"]).key
    (folder / f"{base}.json").write_text(canonical_json(record))
    shutil.copy(exported / f"{base}__map.npy", folder)
    return folder / f"{base}.json"


def test_other_versions_with_the_same_map_are_said(exported, astronaut_file, tmp_path, capsys):
    record = changed(exported, tmp_path / "old", CAM, lambda r: r["software"].update(numpy="2.0.9"))
    arguments = ("--from", record, "--out", tmp_path / "again")
    assert neopain("attribute", astronaut_file, *arguments) == 0
    told = capsys.readouterr()
    assert f"identical map: {CAM}" in told.out
    assert f"numpy 2.0.9 then, {np.__version__} now" in " ".join(told.err.split())


def test_a_map_that_differs_is_written_and_said_with_the_versions(
    exported, astronaut_file, tmp_path, capsys
):
    values = np.load(exported / f"{CAM}__map.npy", allow_pickle=False)
    other = values.copy()
    other[0, 0] += np.float32(0.25) * values.max()
    digest = hashlib.sha256(other.tobytes()).hexdigest()

    def change(record):
        record["map"]["sha256"] = digest
        record["software"]["tensorflow"] = "2.19.0"

    record = changed(exported, tmp_path / "old", CAM, change)
    np.save(record.with_name(f"{CAM}__map.npy"), other)
    arguments = ("--from", record, "--out", tmp_path / "again")
    assert neopain("attribute", astronaut_file, *arguments) == 2
    message = " ".join(capsys.readouterr().err.split())
    assert f"not identical: {CAM} differs by at most 25 % of its maximum" in message
    # the last convolution of the N-CNN does not hang on rounding, so this is something else
    assert "(more than rounding alone moves this map: " in message
    assert "tensorflow 2.19.0 then, 2." in message
    assert len(files_of(tmp_path / "again")) == 6


@pytest.mark.parametrize(
    ("floor", "said"),
    [
        (0.1, "as rounding alone may move this map: by about 10 %"),
        (0.01, "more than rounding alone moves this map: about 1 %"),
    ],
)
def test_how_far_it_differs_is_put_beside_what_rounding_does(
    exported, astronaut_file, tmp_path, capsys, floor, said
):
    other = np.load(exported / f"{CAM}__map.npy", allow_pickle=False).copy()
    other[0, 0] += np.float32(0.25) * other.max()

    def change(record):
        record["map"]["sha256"] = hashlib.sha256(other.tobytes()).hexdigest()
        record["facts"]["rounding_map"] = floor

    record = changed(exported, tmp_path / "old", CAM, change)
    np.save(record.with_name(f"{CAM}__map.npy"), other)
    arguments = ("--from", record, "--out", tmp_path / "again")
    assert neopain("attribute", astronaut_file, *arguments) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_without_another_version_the_machine_is_what_differs(
    exported, astronaut_file, tmp_path, capsys
):
    record = changed(exported, tmp_path / "old", IG, lambda r: r["map"].update(sha256="0" * 64))
    assert neopain("attribute", astronaut_file, "--from", record, "--out", tmp_path / "x") == 2
    assert "this machine rounds in another way" in " ".join(capsys.readouterr().err.split())


# -- what cannot be repeated ----------------------------------------------------------------
def made(record):
    return record["relevance"]["inputs"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda r: r.pop("record"), "is no record of a map"),
        (lambda r: r["record"].update(version=7), "was written by a newer NeoPain"),
        (lambda r: r["record"].update(version="x"), "record.version: is damaged"),
        (lambda r: r.pop("mask"), "mask: is damaged or was changed by hand"),
        (lambda r: made(r).update(weights="12"), "weights: is damaged or was changed by hand"),
        (lambda r: made(r).update(box=[9, 9, 9, 9]), "box without area"),
        (lambda r: made(r).update(box=[9, 9, 900, 99]), "is not inside the photograph"),
        (lambda r: made(r).update(method="magic"), "a method that is unknown here, 'magic'"),
        (lambda r: r["relevance"].update(version=99), "was made with version 99 of Gradient"),
        (lambda r: made(r)["parameters"].update(depth=3), "unknown here, 'depth'"),
        (lambda r: made(r)["parameters"].pop("score"), "had the option 'score'"),
        (lambda r: made(r)["parameters"].update(score="joy"), "score cannot be 'joy'"),
        (lambda r: made(r).update(layer="conv9"), "a layer that is unknown here, 'conv9'"),
        (lambda r: made(r).update(layer=None), "layer: is damaged"),
        (lambda r: made(r).update(architecture="resnet"), "unknown here, 'resnet'"),
        (lambda r: made(r)["preprocessing"].update(scale=1.0), "another preprocessing for N-CNN"),
        (lambda r: r["mask"].update(version=99), "cut by version 99"),
        (lambda r: r["mask_settings"].update(clusters=1), "clusters cannot be 1"),
        (lambda r: r["facts"].update(target_choice="joy"), "facts.target_choice: is damaged"),
        (lambda r: r["facts"].update(chunk=0), "facts.chunk: is damaged"),
        (lambda r: r["relevance"].update(stage="gaze.heatmap_picture"), "not computed by a class"),
        (
            lambda r: made(r).update(weights="a" * 64),
            f"the weights with the SHA-256 {'a' * 64} are not there (n_cnn_phantoms has ad8749a7",
        ),
        (lambda r: made(r).update(references=[["b" * 64, [0, 0, 9, 9]]]), f"SHA-256 {'b' * 64}"),
    ],
)
def test_what_cannot_be_repeated_is_one_sentence(
    change, words, exported, astronaut_file, tmp_path, capsys
):
    record = changed(exported, tmp_path / "old", CAM, change)
    code = neopain("attribute", astronaut_file, "--from", record, "--out", tmp_path / "again")
    message = " ".join(capsys.readouterr().err.split())
    assert code == cli.EXIT_INPUT
    assert words in message
    assert "Traceback" not in message
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read as JSON"),
        (b"{", "cannot be read as JSON"),
        (b"\xff\xfe", "cannot be read as JSON"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b"[1]", "is no record of a map"),
        (b'{"record": 1}', "is no record of a map"),
        (b'{"record": {"kind": "map", "version": 1}, "a": NaN}', "cannot be read as JSON"),
        (b'{"record": {"kind": "song", "version": 1}}', "is no record of a map"),
        (b" " * (5 << 20), "is no record of a map"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_record(content, words, astronaut_file, tmp_path, capsys):
    file = tmp_path / "some.json"
    if content is not None:
        file.write_bytes(content)
    code = neopain("attribute", astronaut_file, "--from", file, "--out", tmp_path / "again")
    message = capsys.readouterr().err
    assert code == cli.EXIT_INPUT
    assert words in " ".join(message.split())
    assert "some.json: " in message


def test_a_record_that_was_changed_by_hand_is_noticed(exported, astronaut_file, tmp_path, capsys):
    record = json.loads((exported / f"{CAM}.json").read_text())
    made(record)["box"][0] += 1
    (tmp_path / "a.json").write_text(json.dumps(record))
    arguments = ("--from", tmp_path / "a.json", "--out", tmp_path / "again")
    assert neopain("attribute", astronaut_file, *arguments) == cli.EXIT_INPUT
    assert "its parts do not belong together" in " ".join(capsys.readouterr().err.split())


def test_another_photograph_is_named_by_both_hashes(
    exported, astronaut_file, study_path, tmp_path, capsys
):
    write_png(tmp_path / "other.png", decode(astronaut_file)[::-1])
    hashes = [
        hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (tmp_path / "other.png", astronaut_file)
    ]
    arguments = ("--from", exported / f"{CAM}.json", "--out", tmp_path / "again")
    assert neopain("attribute", tmp_path / "other.png", *arguments) == cli.EXIT_INPUT
    message = " ".join(capsys.readouterr().err.split())
    assert f"its SHA-256 is {hashes[0]}, the record's {hashes[1]}" in message
    assert neopain("attribute", study_path, *arguments) == cli.EXIT_INPUT
    message = " ".join(capsys.readouterr().err.split())
    assert f"it has no photograph with the SHA-256 {hashes[1]}" in message


def test_other_weights_are_named_by_both_hashes(exported, astronaut_file, tmp_path, capsys):
    record = changed(exported, tmp_path / "old", CAM, lambda r: made(r).update(weights="c" * 64))
    arguments = ("--from", record, "--out", tmp_path / "again", "--classifier", "n_cnn_phantoms")
    assert neopain("attribute", astronaut_file, *arguments) == cli.EXIT_INPUT
    message = " ".join(capsys.readouterr().err.split())
    assert f"{find('n_cnn_phantoms').sha256}, the map was made with {'c' * 64}" in message


def test_the_record_decides_and_its_folder_is_left_alone(
    exported, astronaut_file, tmp_path, capsys
):
    record = exported / f"{CAM}.json"
    before = files_of(exported)
    for arguments, words in (
        (("--out", exported), "the files to be repeated are in that folder"),
        (("--out", tmp_path / "x", "--method", "grad_cam"), "--method does not belong here"),
        (("--out", tmp_path / "x", "--target", "pain"), "--target does not belong here"),
        (("--out", tmp_path / "x", "--classifier", "a", "--classifier", "b"), "one classifier"),
    ):
        assert neopain("attribute", astronaut_file, "--from", record, *arguments) == 2
        assert words in " ".join(capsys.readouterr().err.split())
    assert files_of(exported) == before
