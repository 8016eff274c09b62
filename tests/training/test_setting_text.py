"""What a person types becomes a setting's value, and the other way round."""

from __future__ import annotations

import pytest

from neopain_gui.errors import InputError
from neopain_gui.training.presets import as_preset, changes, preset
from neopain_gui.training.setting import replaced, settings_of
from neopain_gui.training.setting_text import typed, written

VGG_FACE = preset("honest", "vgg_face")
ENTRIES = {place: entry for place, entry, _ in settings_of(VGG_FACE)}


def test_every_number_is_read_as_it_is_written():
    for place, entry, value in settings_of(VGG_FACE):
        if isinstance(entry.default, int | float | tuple) and not isinstance(entry.default, bool):
            if entry.default == ():
                continue
            again = typed(entry, written(value))
            assert again == value, place
            assert replaced(VGG_FACE, place, again) == VGG_FACE


@pytest.mark.parametrize(
    ("place", "text", "value"),
    [
        ("optimiser.rate", " 1e-3 ", 1e-3),
        ("head.layers", "64; 32 16", (64, 32, 16)),
        ("fine_tuning.groups", "", ()),
    ],
)
def test_how_people_write(place, text, value):
    assert typed(ENTRIES[place], text) == value


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        ("optimiser.rate", "0,001", "learning rate is a number, not “0,001”; write it as 0.5"),
        ("optimiser.epochs", "2.5", "epochs is a whole number, not “2.5”"),
        ("head.layers", "64, many", "layers is a whole number, not “many”"),
    ],
)
def test_what_is_no_number_is_refused(place, text, said):
    with pytest.raises(InputError, match=said):
        typed(ENTRIES[place], text)


def test_a_setting_is_replaced_at_its_place_and_checked():
    other = replaced(VGG_FACE, "fine_tuning.rate", 0.5)
    assert other.fine_tuning.rate == 0.5
    assert replaced(other, "fine_tuning.rate", VGG_FACE.fine_tuning.rate) == VGG_FACE
    with pytest.raises(InputError, match="fine-tuning rate must be between"):
        replaced(VGG_FACE, "fine_tuning.rate", 7.0)


def test_another_preset_changes_only_what_presets_differ_in():
    changed = replaced(VGG_FACE, "optimiser.epochs", 3)
    paper = as_preset(changed, "paper")
    assert changes(paper) == ("Epochs: 200 (paper); 3 (here).",)
    assert as_preset(paper, "honest") == changed
