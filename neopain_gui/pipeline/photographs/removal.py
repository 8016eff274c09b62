"""What a removal takes along and what it cannot reach, in words; the same in the window and out."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

from neopain_gui.classifiers import registry
from neopain_gui.counted import counted, matching
from neopain_gui.errors import NeoPainError, StudyError
from neopain_gui.gaze.density import GROUP_MAP
from neopain_gui.pipeline.photographs.named import Names
from neopain_gui.provenance import sha256_file
from neopain_gui.study import Selection, Study, Taken
from neopain_gui.study.photographs import IMAGES_FOLDER
from neopain_gui.study.trainings import TRAININGS_FOLDER, refits_of, trained_with
from neopain_gui.training.run_title import title_of

_WORDS = (
    ("images", "photograph", "photographs"),
    ("neonates", "neonate", "neonates"),
    ("participants", "participant", "participants"),
    ("results", "map", "maps"),
    ("trials", "trial", "trials"),
    ("pain_scores", "pain score", "pain scores"),
    ("faces", "face", "faces"),
    ("drawn_regions", "drawn region", "drawn regions"),
    ("rounds", "round", "rounds"),
    ("answers", "answer in rounds", "answers in rounds"),
    ("marks", "region of a rater", "regions of raters"),
    ("landmarks", "point of a rater", "points of raters"),
    ("amendments", "amendment", "amendments"),
    ("decisions", "decision", "decisions"),
)
_NAMED = {"images": "id", "neonates": "id", "participants": "id", "rounds": "name"}
_MOST_NAMED = 8


def checked_selection(
    study: Study,
    *,
    images: Sequence[str] = (),
    neonates: Sequence[str] = (),
    participants: Sequence[str] = (),
) -> Selection:
    """Return what is to be removed, every id of it known.

    Raises
    ------
    StudyError
        An id is unknown, and no file of that name either.
    InputError
        More than one photograph is called so.
    """
    every = study.images.all()
    called = Names(every)
    images = [one for name in images for one in called.only(name, study.path)]
    known = {
        "photograph": {one.id for one in every},
        "neonate": {one.neonate.id for one in every if one.neonate},
        "participant": {one.id for one in study.gaze.participants()},
    }
    for kind, ids in (("photograph", images), ("neonate", neonates), ("participant", participants)):
        for one in ids:
            if one not in known[kind]:
                raise StudyError(
                    f"there is no {kind} {one} in the study; nothing was removed", file=study.path
                )
    return Selection(
        images=frozenset(images),
        neonates=frozenset(neonates),
        participants=frozenset(participants),
    )


def what_goes(taken: Taken) -> list[str]:
    """Say what was or would be taken out, a line a kind: ``2 photographs: N1_pain, N1_rest``."""
    lines = []
    for table, one, many in _WORDS:
        count = taken.count(table)
        if not count:
            continue
        line = counted(count, one, many)
        if table in _NAMED:
            line += f": {listed(sorted(taken.values(table, _NAMED[table])))}"
        elif table == "results":
            line += _of_others(taken)
        lines.append(line)
    return lines


def listed(names: Sequence[str]) -> str:
    """Name some and count the rest."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _of_others(taken: Taken) -> str:
    """Say how many maps belong to photographs that stay, and why they go."""
    gone = set(taken.values("images", "id"))
    staying = sum(one not in gone for one in taken.values("results", "image_id"))
    if taken.count("images"):
        return f" ({staying} of photographs that stay, made with what goes)" if staying else ""
    if not (taken.count("trials") and staying):
        return ""
    return " of groups that they are part of" + _unnamed(taken)


def _unnamed(taken: Taken) -> str:
    """Say of how many maps of groups it is not known whose gaze they hold.

    Maps of earlier versions do not name the recordings that they were made from. Such a map goes
    with anybody who looked at its photograph: a map that stayed could hold a withdrawn consent.
    """
    both = zip(taken.values("results", "stage"), taken.values("results", "facts"), strict=True)
    facts = [json.loads(one) for stage, one in both if stage == GROUP_MAP]
    count = sum(not isinstance(one.get("trials"), list) for one in facts)
    if not count:
        return ""
    which = "one of which does" if count == 1 else f"{count} of which do"
    return (
        f", {which} not say from whose recordings (an earlier version of NeoPain made "
        f"{matching(count, 'it', 'them')}), so {matching(count, 'it goes', 'they go')} with "
        "anybody who looked at the photograph; make the group maps again afterwards"
    )


def beyond_reach(study: Study, taken: Taken) -> list[str]:
    """Say what removing them for good cannot reach, each as a sentence."""
    said = ["Tables, pictures and reports that were exported before still hold them."]
    outside = [
        file
        for file, path in zip(
            taken.values("images", "file"), taken.values("images", "path"), strict=True
        )
        if not path.startswith(f"{IMAGES_FOLDER}/")
    ]
    if len(outside) == 1:
        said.append(f"The original file lies outside the study and stays: {outside[0]}.")
    elif outside:
        said.append(f"The original files lie outside the study and stay: {listed(outside)}.")
    hashes = taken.values("images", "sha256")
    said += _trainings(
        [
            title_of(study.path / TRAININGS_FOLDER / name)
            for name in trained_with(study.path, hashes)
        ]
    )
    refits = refits_of(study.path)
    own = [one for one in _there() if not one.synthetic]
    known = {one.id: learnt for one in own if (learnt := _learnt_from(one, refits)) is not None}
    said += _classifiers([one for one in own if set(known.get(one.id, ())) & set(hashes)])
    if taken.count("images") or taken.count("neonates"):
        unknown = [one.short_name for one in own if one.id not in known]
        said.append(
            "A classifier that was trained on these photographs still holds what it learned from "
            "them"
            + (f"; on what {listed(unknown)} learnt, NeoPain does not know." if unknown else ".")
        )
    said.append("Copies of the study, and the backups of your computer, hold them still.")
    return said


def _trainings(names: Sequence[str]) -> list[str]:
    """Say what trainings keep of photographs that they were made with."""
    if not names:
        return []
    count = len(names)
    was, keeps = matching(count, "was", "were"), matching(count, "keeps", "keep")
    return [
        f"{counted(count, 'training')} {was} made with these photographs and {keeps} their names, "
        f"labels and class scores, and what networks learned from them ({listed(names)}); remove "
        f"{matching(count, 'it', 'them')} too."
    ]


def _classifiers(learnt: Sequence[registry.ClassifierInfo]) -> list[str]:
    """Say what has to be done about classifiers that have learnt from photographs."""
    said = []
    for folds in (True, False):
        names = [one.short_name for one in learnt if (one.folds is not None) is folds]
        if not names:
            continue
        count = len(names)
        has, keeps = matching(count, "has", "have"), matching(count, "keeps", "keep")
        made = " made of a training’s folds" if folds else " refitted on all neonates"
        also = f" and {keeps} their SHA-256 and the neonates’ names" if folds else ""
        said.append(
            f"{counted(count, 'classifier')}{made} {has} learnt from these photographs{also} "
            f"({listed(names)}); remove {matching(count, 'it', 'them')} among the classifiers too."
        )
    return said


def _learnt_from(
    one: registry.ClassifierInfo, refits: Mapping[str, Collection[str]]
) -> Collection[str] | None:
    """Return the SHA-256 of the photographs that a classifier learnt from; None if unknown."""
    if one.folds is not None:
        return set(one.folds.photographs)
    if not (one.untested and refits and one.weights_file):
        return None
    return refits.get(sha256_file(one.weights_file))


def _there() -> list[registry.ClassifierInfo]:
    try:
        return registry.available()
    except NeoPainError:
        return []
