"""A protocol goes into a file and comes out of it; a mistake in it is said with its place."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.errors import InputError
from neopain_gui.training.presets import PRESETS, preset
from neopain_gui.training.protocol import ARCHITECTURES, Choice, Kind, Protocol
from neopain_gui.training.protocol_file import (
    protocol_from,
    protocol_on_record,
    protocol_text,
    read_protocol,
)
from neopain_gui.training.run_record import plain_protocol


@st.composite
def protocols(draw):
    start = preset(draw(st.sampled_from(sorted(PRESETS))), draw(st.sampled_from(ARCHITECTURES)))
    return replace(
        start,
        seed=draw(st.integers(0, 2**31 - 1)),
        fine_tuning=draw(st.sampled_from([start.fine_tuning, None])),
        division=replace(
            start.division,
            kind=draw(st.sampled_from(Kind)),
            train_from=tuple(draw(st.lists(st.text(st.characters(codec="utf-8")), max_size=3))),
        ),
        augmentation=replace(
            start.augmentation,
            copies=draw(st.integers(0, 99)),
            flip=draw(st.booleans()),
            brightness=tuple(sorted((draw(st.floats(0, 10)), draw(st.floats(0, 10))))),
        ),
        optimiser=replace(start.optimiser, rate=draw(st.floats(1e-12, 1))),
    )


@given(protocols())
@settings(deadline=None, max_examples=200)
def test_what_is_written_is_read(protocol):
    assert protocol_from(protocol_text(protocol)) == protocol
    assert protocol_on_record(plain_protocol(protocol)) == protocol


def test_a_part_is_enough_and_the_rest_is_the_preset_s():
    found = protocol_from('preset = "paper"\n[augmentation]\ncopies = 3\nrotation = 10\n')
    start = preset("paper", "n_cnn")
    expected = replace(start.augmentation, copies=3, rotation=10.0)
    assert found == replace(start, augmentation=expected)
    assert protocol_from("") == preset("honest", "n_cnn")
    assert protocol_from("", architecture="vgg_face") == preset("honest", "vgg_face")


def test_every_setting_has_its_comment():
    text = protocol_text(preset("honest", "vgg_face"))
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if " = " in line:
            assert lines[number - 1].startswith("#"), line
    assert max(map(len, lines)) <= 100
    assert "radians" in text, "what the dissertation's shear means"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("folds", "my.toml: it is not TOML: expected"),
        ("seed = 1\nseed = 2", "my.toml: it is not TOML: cannot overwrite a value"),
        ("epochs = 3", "my.toml, epochs: there is no setting “epochs”; name one of architecture"),
        (
            "[optimiser]\nepoch = 3",
            r"my.toml, optimiser.epoch: .* in \[optimiser\]; name one of epo",
        ),
        ("[optimiser]\nepochs = 0", r"my.toml, \[optimiser\]: epochs must be between 1 and"),
        ("[optimiser]\nepochs = 2.5", "epochs must be a whole number, not 2.5"),
        ("[optimiser]\nepochs = true", "epochs must be a whole number, not true"),
        ("[optimiser]\nrate = inf", "learning rate must be between"),
        ("[augmentation]\nflip = 1", "mirrored must be true or false, not 1"),
        ("[augmentation]\nzoom = [2, 1]", "zoom lies between 2 and 1, the larger first"),
        ("[augmentation]\nzoom = 1", "zoom must be a list in square brackets, not 1"),
        ("[augmentation]\nzoom = [1]", r"zoom must be a list of 2 values, not \[1.0\]"),
        ('[augmentation]\nzoom = [1, "2"]', "zoom must hold only numbers, not “2”"),
        ("[division]\ntrain_from = [1]", "trained from must hold only texts, not 1"),
        (
            '[division]\nkind = "random"',
            "division.kind: division must be one of “folds”, “hold-out”",
        ),
        ("[selection]\nby = 1", "must be one of “inner” and “paper”, not 1"),
        (
            "augmentation = 3",
            r"augmentation: it is a part .*; write them below a line \[augmentation\]",
        ),
        ("[head]\nlayers = [9]", "search and fine-tuning are VGG-Face’s"),
        ('architecture = "vgg_face"\nhead = false', "VGG-Face needs a head"),
        ('architecture = "x"', "my.toml: the architecture “x” cannot be trained"),
        ('preset = "best"', "my.toml: there is no preset “best”"),
        ("seed = " + "9" * 30, "seed must be between 0 and 2,147,483,647"),
    ],
)
def test_every_mistake_is_one_sentence(tmp_path, text, sentence):
    file = tmp_path / "my.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=sentence) as told:
        read_protocol(str(file))
    assert str(tmp_path) not in str(told.value)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a = " + b"[" * 100_000, b"#" * (2 << 20)])
def test_what_is_no_protocol_is_refused(tmp_path, data):
    file = tmp_path / "my.toml"
    file.write_bytes(data)
    with pytest.raises(InputError, match=r"my\.toml"):
        read_protocol(str(file))


def test_a_name_is_a_preset_and_a_path_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_protocol("paper", "vgg_face") == preset("paper", "vgg_face")
    with pytest.raises(InputError, match="there is no preset “papers”"):
        read_protocol("papers")
    with pytest.raises(InputError, match=r"mine\.toml"):
        read_protocol("mine.toml")
    (tmp_path / "mine.toml").write_text('[selection]\nby = "paper"', encoding="utf-8")
    assert read_protocol("mine.toml").selection.by is Choice.TEST


def test_a_protocol_of_another_architecture_is_refused():
    text = protocol_text(preset("honest", "vgg_face"))
    with pytest.raises(InputError, match="it is for vgg_face, and n_cnn is to be trained"):
        protocol_from(text, architecture="n_cnn")


def test_another_program_reads_the_file():
    found = tomllib.loads(protocol_text(Protocol()))
    assert found["augmentation"]["copies"] == 20
    assert found["head"] is False
