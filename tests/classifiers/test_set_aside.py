"""What was brought in is taken out with all of its files, put back, and deleted for good."""

import pytest

from neopain_gui import locations
from neopain_gui.classifiers.inventory import Group, inventory
from neopain_gui.classifiers.registry import available, find
from neopain_gui.classifiers.set_aside import all_set_aside, delete, put_back, set_aside
from neopain_gui.errors import EnvironmentFault, InputError
from neopain_gui.provenance import sha256_file

DEMO = locations.models() / "n_cnn_phantoms.weights.h5"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setattr(locations, "user_models", lambda: folder)
    return folder


@pytest.fixture
def ward(folder):
    """A classifier with a card, beside two whose names begin like its own."""
    for name in ("ward", "ward.2", "wards"):
        (folder / f"{name}.weights.h5").write_bytes(DEMO.read_bytes())
    (folder / "ward.md").write_text("# Ward")
    (folder / "ward.card.json").write_text("{}")
    (folder / "ward.2.md").write_text("# The other")
    (folder / "ward.folds").mkdir()
    (folder / "ward.folds" / "fold-01.weights.h5").write_text("x")
    return sorted(["ward.weights.h5", "ward.md", "ward.card.json", "ward.folds"])


def there(folder):
    return {str(file.relative_to(folder)): sha256_file(file)
            for file in folder.rglob("*") if file.is_file()}  # fmt: skip


def test_it_goes_with_all_that_has_its_name_and_nothing_else(folder, ward):
    before = there(folder)
    taken_out = set_aside("ward")
    assert sorted(one.name for one in taken_out.folder.iterdir()) == ward
    assert {"ward.2", "wards"} <= {info.id for info in available()}
    assert "ward" not in {info.id for info in available()}
    assert [one.id for one in all_set_aside()] == ["ward"]
    put_back(taken_out)
    assert there(folder) == before
    assert all_set_aside() == []
    assert find("ward").card == folder / "ward.md"


def test_a_name_with_a_dot_is_its_own(folder, ward):
    taken_out = set_aside("ward.2")
    assert sorted(one.name for one in taken_out.folder.iterdir()) == [
        "ward.2.md",
        "ward.2.weights.h5",
    ]
    assert [one.id for one in all_set_aside()] == ["ward.2"]


def test_twice_under_one_name_both_can_come_back(folder, ward):
    set_aside("wards")
    (folder / "wards.weights.h5").write_bytes(DEMO.read_bytes())
    set_aside("wards")
    first, second = all_set_aside()
    put_back(first)
    with pytest.raises(InputError, match="there is another classifier or base 'wards'"):
        put_back(second)
    assert second.files
    delete(second)
    assert all_set_aside() == []
    assert find("wards").file.is_file()


@pytest.mark.parametrize("name", ["n_cnn_phantoms", "nobody", "", "../models"])
def test_only_what_lies_in_the_own_folder_can_be_removed(name, folder, ward):
    before = there(folder)
    with pytest.raises(InputError, match="of your own"):
        set_aside(name)
    assert there(folder) == before


def test_what_cannot_be_moved_stays_whole(folder, ward, monkeypatch):
    before = there(folder)
    rename = type(folder).rename

    def refused(this, target):
        if this.name == "ward.weights.h5" and "removed" in str(target):
            raise PermissionError(13, "Permission denied")
        return rename(this, target)

    monkeypatch.setattr(type(folder), "rename", refused)
    with pytest.raises(EnvironmentFault, match="ward could not be removed"):
        set_aside("ward")
    monkeypatch.undo()
    assert there(folder) == before


def test_the_inventory_says_what_each_is(folder, ward):
    (folder / "broken.weights.h5").write_text("nothing")
    set_aside("wards")
    entries = {entry.id: entry for entry in inventory()}
    assert entries["n_cnn_phantoms"].group is Group.OF_THE_PROGRAM
    assert not entries["n_cnn_phantoms"].removable
    assert entries["ward"].group is Group.OWN
    assert entries["ward"].removable
    assert dict(entries["ward"].facts)["Outputs"] == "no pain, pain"
    assert "phantoms" in entries["ward"].warning
    assert entries["broken"].group is Group.UNREADABLE
    assert entries["broken"].removable
    assert "broken.weights.h5" in entries["broken"].about
    assert entries["wards"].group is Group.REMOVED
    assert set_aside("broken").files
