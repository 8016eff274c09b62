"""What lies in the folders of models: classifiers, bases, what cannot be read, what was removed.

Imports no Keras: the window asks it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from neopain_gui.classifiers.bases import SUFFIX as BASE_SUFFIX
from neopain_gui.classifiers.bases import BaseInfo, search_bases
from neopain_gui.classifiers.folds.record import SUFFIX as FOLDS_SUFFIX
from neopain_gui.classifiers.folds.words import facts as of_folds
from neopain_gui.classifiers.looking_words import expects
from neopain_gui.classifiers.registry import ClassifierInfo, search
from neopain_gui.classifiers.set_aside import SetAside, all_set_aside, can_be_removed, name_of
from neopain_gui.classifiers.vgg_face import VGG_FACE
from neopain_gui.classifiers.weights import read_metadata
from neopain_gui.classifiers.worth import DEMO, named, what_to_know
from neopain_gui.errors import WeightsError
from neopain_gui.provenance import sha256_file

REPLACED = (
    "Its file is another one now than that which came in, so it is refused: put the file back, or "
    "remove this and bring the new one in."
)
_SHA256 = "SHA-256"
_MEGABYTE = 1e6


class Group(StrEnum):
    """What belongs together in the list."""

    OF_THE_PROGRAM = "Of the program"
    OWN = "Your own classifiers"
    BASES = "Bases of a training"
    UNREADABLE = "Cannot be read"
    REMOVED = "Removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One of them.

    Attributes
    ----------
    group : Group
    id, title : str
    brief : str
        What tells it from the others of its group, short.
    about : str
        What it is, in a sentence or two.
    facts : tuple of (str, str)
        Names and words, as :func:`~neopain_gui.classifiers.looking_words.facts` has them.
    file : Path
        Its file, which may not be built yet; of what was removed its folder.
    card : Path or None
        Its model card.
    synthetic : bool
    untested : bool
        Whether nothing was kept from its training to test it.
    removable : bool
        Whether it lies in the user's own folder.
    removed : SetAside or None
        Of what was removed: what is to be put back.
    """

    group: Group
    id: str
    title: str
    brief: str
    about: str
    facts: tuple[tuple[str, str], ...] = ()
    file: Path
    card: Path | None = None
    warning: str = ""
    untested: bool = False
    removable: bool = False
    removed: SetAside | None = None

    @property
    def hashed(self) -> bool:
        """Whether its SHA-256 is that of one file, and not of several networks."""
        return self.group is not Group.REMOVED and not self.file.name.endswith(FOLDS_SUFFIX)

    @property
    def stated_sha256(self) -> str:
        """SHA-256 of the file that came in; empty where that is not on record."""
        return dict(self.facts).get(_SHA256, "") if self.hashed else ""

    @property
    def key(self) -> tuple[str, str]:
        """By which it is found again after the list was read anew."""
        return self.group.value, str(self.file)


def replaced(entry: Entry) -> bool:
    """Read a file whole to find out whether it is another than that which came in."""
    known = entry.stated_sha256
    return bool(known) and entry.file.is_file() and sha256_file(entry.file) != known


def inventory() -> list[Entry]:
    """Return all that there is, in the order of the groups.

    Raises
    ------
    WeightsError
        The program's own list of classifiers cannot be read.
    """
    infos, odd = search()
    bases, odd_bases = search_bases()
    kept = [one for one in bases if one.file.name.endswith(BASE_SUFFIX)]
    return [
        *sorted(map(_classifier, infos), key=lambda one: one.group is Group.OWN),
        *map(_base, kept),
        *map(_unreadable, (*odd, *odd_bases)),
        *map(_removed, all_set_aside()),
    ]


def _classifier(info: ClassifierInfo) -> Entry:
    if info.folds is not None:
        own = [("Name", info.id), *of_folds(info.folds), ("File", str(info.file))]
    else:
        own = [
            ("Name", info.id),
            ("Architecture", f"{info.network.short_name}, {info.network.parameters:,} weights"),
            ("Outputs", ", ".join(info.class_order)),
            ("Inputs", expects(info.network.preprocessing)),
            ("Can be explained", _explained(info)),
            ("Weights", "in place" if info.weights_file else "built when they are first needed"),
            *_common(info.licence, info.sha256, info.file),
        ]
    about = _whence(info)
    if info.architecture == VGG_FACE.id and info.folds is None:
        about += " Its convolutions can be the base of a training, too."
    return Entry(
        group=Group.OF_THE_PROGRAM if info.shipped else Group.OWN,
        id=info.id,
        title=info.title,
        brief=_brief(info),
        about=about.strip(),
        facts=tuple(own),
        file=info.file,
        card=info.card,
        warning=what_to_know(info),
        untested=info.untested,
        removable=can_be_removed(info.file),
    )


def _brief(info: ClassifierInfo) -> str:
    name = info.network.short_name if info.shipped else info.id
    return named(info, name)


def _explained(info: ClassifierInfo) -> str:
    count = len(info.layers)
    return "its inputs alone" if not count else f"{count} layer{'s' if count > 1 else ''}"


def _whence(info: ClassifierInfo) -> str:
    """Say where a classifier's weights come from."""
    if info.recipe:
        return "Built by the program and trained on synthetic phantoms."
    if info.folds is not None:
        return "Several networks as one; beside each map it is said which of them explained it."
    if info.network.build is None:
        return "A network that was trained elsewhere; outputs and inputs are as you stated them."
    try:
        training = read_metadata(info.file).training
    except WeightsError:
        training = ""
    return training or "The file does not say what it was trained on."


def _base(base: BaseInfo) -> Entry:
    facts = [
        ("Name", base.id),
        ("Architecture", "the convolutions of VGG-Face"),
        ("From", base.format),
        *_common(base.licence, None, base.file),
        ("SHA-256 of the file that it came from", base.sha256),
    ]
    return Entry(
        group=Group.BASES,
        id=base.id,
        title=base.title,
        brief=base.id,
        about="A training begins with it; it tells no classes apart by itself.",
        facts=tuple(facts),
        file=base.file,
        warning=DEMO if base.synthetic else "",
        removable=can_be_removed(base.file),
    )


def _unreadable(error: WeightsError) -> Entry:
    file = error.file or Path()
    return Entry(
        group=Group.UNREADABLE,
        id=name_of(file),
        title=file.name,
        brief=file.name,
        about=str(error),
        facts=(("File", str(file)),),
        file=file,
        removable=can_be_removed(file),
    )


def _removed(one: SetAside) -> Entry:
    return Entry(
        group=Group.REMOVED,
        id=one.id,
        title=one.id,
        brief=one.id,
        about="It was removed and can be put back. Maps that it made are still in their studies.",
        facts=(
            ("Files", ", ".join(file.name for file in one.files)),
            ("On the disk", f"{one.bytes / _MEGABYTE:.1f} MB"),
            ("Folder", str(one.folder)),
        ),
        file=one.folder,
        removed=one,
    )


def _common(licence: str, sha256: str | None, file: Path) -> list[tuple[str, str]]:
    known = [(_SHA256, sha256)] if sha256 else []
    return [("Licence", licence or "unknown"), ("File", str(file)), *known]
