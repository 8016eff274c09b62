"""A study's annotations as files of other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path, PurePosixPath

from neopain_gui.annotation.exchange import SHAPES, Format, Point, Region, Sheet
from neopain_gui.annotation.said import Said
from neopain_gui.annotation.shapes import mask_of
from neopain_gui.counted import counted
from neopain_gui.errors import EnvironmentFault, InputError, reason
from neopain_gui.imaging import png_bytes, write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job, track
from neopain_gui.pipeline.annotation.exchange.names import names_in_files
from neopain_gui.pipeline.annotation.exchange.ratings_csv import table
from neopain_gui.pipeline.rounds.ratings import asked, empty
from neopain_gui.pipeline.settings.instruments import study_landmark_sets
from neopain_gui.study import Study

CSV = "csv"
FORMATS = {**{one.id: one.title for one in SHAPES.values()}, CSV: "Ratings as CSV"}
"""What annotations can be written as, by id."""
PHOTOGRAPHS = "photographs"
_BESIDE = "../../photographs/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written.

    Attributes
    ----------
    files : tuple of Path
        All files.
    sentences : tuple of str
        How many, and what they do not hold.
    """

    files: tuple[Path, ...]
    sentences: tuple[str, ...]


def export_annotations(
    study: Study,
    format_: str,
    folder: Path,
    *,
    round_: str = "",
    rater: str = "",
    photographs: bool = False,
    job: Job = NULL_JOB,
) -> Exported:
    """Write what raters drew, placed or said.

    Parameters
    ----------
    study : Study
        Open.
    format_ : str
        One of :data:`FORMATS`.
    folder : Path
        Made if need be. Formats of what is drawn have a folder for each round, in it one for each
        rater; what a rater said the second time has a folder of its own.
    round_, rater : str
        Only of these; empty for all.
    photographs : bool
        Write the photographs, too, encoded anew.

    Raises
    ------
    InputError
        There is no such format, round or rater, or nothing to write.
    """
    if format_ not in FORMATS:
        raise InputError(f"there is no format “{format_}”", remedy=f"there is {', '.join(FORMATS)}")
    said = _said(study, round_, rater)
    names = names_in_files(study.images.all())
    if format_ == CSV:
        kept = [one for one in said if one.answers or one.sitting is not None]
        files, sentences = _ratings(study, kept, names), _drawn_too(said)
    else:
        files, kept, sentences = _drawn(study, SHAPES[format_], said, names, photographs)
    if not kept:
        whole = ": it has sets of landmarks of which every point is placed" * (format_ == "pts")
        raise InputError(
            f"there is nothing that {FORMATS[format_]} could hold{whole}", file=study.path
        )
    images = sorted({one.image_id for one in kept}) if photographs else []
    pictures = (
        (f"{PHOTOGRAPHS}/{_png(names[one])}", png_bytes(study.images.pixels(one))) for one in images
    )
    written, replaced = _write(
        folder, chain(files.items(), pictures), len(files) + len(images), job
    )
    raters = {(one.round, one.rater) for one in kept}
    first = counted(len(written), "file was written", "files were written")
    first += f", {replaced} of them in the place of others" if replaced else ""
    waiting = [
        f"{who} has not handed in the round “{which}” yet."
        for which, who in sorted(raters)
        if not study.annotations.handed_in(which, who)
    ]
    return Exported(files=tuple(written), sentences=(f"{first}.", *sentences, *waiting))


def _said(study: Study, round_: str, rater: str) -> list[Said]:
    if round_:
        found = study.annotations.round(round_)
        rounds = [asked(study, round_, rater) if rater else found]
    else:
        rounds = study.annotations.rounds()
    if rater and not any(rater in one.raters for one in rounds):
        raise InputError(f"no round asks {rater}", file=study.path)
    made = [
        study.annotations.said(one.name, who, turn.image_id, turn.repeat)
        for one in rounds
        for who in one.raters
        if rater in ("", who)
        for turn in study.annotations.turns(one.name, who)
    ]
    return [one for one in made if one != empty(one)]


def _ratings(study: Study, said: Sequence[Said], names: Mapping[str, str]) -> dict[str, bytes]:
    turns = {
        (round_, rater, turn.image_id, turn.repeat): place
        for round_, rater in {(one.round, one.rater) for one in said}
        for place, turn in enumerate(study.annotations.turns(round_, rater), start=1)
    }
    groups = {one.id: one.group for one in study.gaze.participants()}
    texts = table(said, names=names, groups=groups, turns=turns)
    return {name: text.encode() for name, text in texts.items()}


def _drawn_too(said: Sequence[Said]) -> tuple[str, ...]:
    if any(one.marks or one.landmarks for one in said):
        return ("Regions and landmarks are not in a table: write them in another format, too.",)
    return ()


def _drawn(
    study: Study,
    format_: Format,
    said: Sequence[Said],
    names: Mapping[str, str],
    photographs: bool,
) -> tuple[dict[str, bytes], list[Said], tuple[str, ...]]:
    sets = study_landmark_sets(study)
    sizes = {image.id: (image.height, image.width) for image in study.images.all()}
    groups: dict[str, list[Sheet]] = {}
    kept = []
    for one in said:
        wanted = (one.marks if "regions" not in format_.lacks else ()) or (
            one.landmarks if "landmarks" not in format_.lacks else ()
        )
        if wanted:
            kept.append(one)
            sheet = _sheet(one, names[one.image_id], sizes[one.image_id])
            if photographs:
                beside = _BESIDE if format_.id == "labelme" else ""
                sheet = replace(sheet, file=beside + _png(sheet.file))
            groups.setdefault(_folder(one), []).append(sheet)
    files = {
        f"{where}/{name}": content
        for where, sheets in groups.items()
        for name, content in format_.write(sheets, sets).items()
    }
    return files if any(files.values()) else {}, kept if files else [], _lacks(format_, said, sizes)


def _sheet(said: Said, file: str, size: tuple[int, int]) -> Sheet:
    return Sheet(
        file=file,
        size=size,
        regions=tuple(
            Region(name=one.name, outlines=one.outlines, weight=one.weight) for one in said.marks
        ),
        points=tuple(
            Point(set=one.set, name=one.name, x=one.x, y=one.y, visible=one.visible)
            for one in said.landmarks
        ),
    )


def _lacks(
    format_: Format, said: Sequence[Said], sizes: Mapping[str, tuple[int, int]]
) -> tuple[str, ...]:
    """Say what stands in the study and not in the files."""
    there = {
        "answers": any(one.answers for one in said),
        "regions": any(one.marks for one in said),
        "landmarks": any(one.landmarks for one in said),
        "weights": any(mark.weight != 1 for one in said for mark in one.marks),
        "whether a point can be seen": any(
            not point.visible for one in said for point in one.landmarks
        ),
    }
    lacking = [what for what in format_.lacks if there.get(what)]
    made = []
    if lacking:
        made.append(f"{format_.title} has no place for {' and '.join(lacking)}: left out.")
    empty_marks = sum(
        not mask_of(mark.outlines, sizes[one.image_id]).any()
        for one in said
        for mark in one.marks
        if "regions" not in format_.lacks
    )
    if empty_marks:
        many = counted(empty_marks, "region holds", "regions hold")
        made.append(f"{many} no pixel’s centre: perhaps left out, as the format has it.")
    if format_.id == "pts":
        made.append("Only photographs are written on which every point of a set is placed.")
    return tuple(made)


def _folder(said: Said) -> str:
    again = "-second-time" if said.repeat else ""
    return f"{_safe(said.round)}/{_safe(said.rater)}{again}"


def _safe(text: str) -> str:
    return "".join(one if one.isalnum() or one in "-_ " else "_" for one in text).strip()


def _png(file: str) -> str:
    return f"{PurePosixPath(file).stem}.png"


def _write(
    folder: Path, files: Iterable[tuple[str, bytes]], total: int, job: Job
) -> tuple[list[Path], int]:
    """Write files; return them, and how many were there before."""
    made, replaced = [], 0
    for name, content in track(files, job, total=total, text="Writing files"):
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replaced += path.exists()
        except OSError as error:
            raise EnvironmentFault(f"{path.name}: {reason(error)}.") from error
        write_bytes_atomic(path, content, sync=False)
        made.append(path)
    return made, replaced
