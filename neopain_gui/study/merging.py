"""Two studies put together into a new one; both stay as they are.

Rows are copied table by table as ``holdings`` lists them, those of the first study first. Where
the two say different things of one photograph, the first counts; what that leaves out of the
second is in the plan, before anything is done.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from neopain_gui.dataset.incoming import FIELDS, neonate_key
from neopain_gui.dataset.previews import next_numbers
from neopain_gui.errors import StudyError
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob, track
from neopain_gui.maps import KINDS
from neopain_gui.study import photographs
from neopain_gui.study.holdings import TABLES
from neopain_gui.study.images import DROP_NEONATES
from neopain_gui.study.merged_rounds import (
    OF_A_TURN,
    refuse_only_round,
    round_names,
    rounds_left_out,
    said_turns,
    turn_of,
)
from neopain_gui.study.merged_rows import OF_THE_FACE, boxes_of, insert, settled
from neopain_gui.study.merged_settings import settings_into
from neopain_gui.study.photographs import IMAGES_FOLDER

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.study.store import Study

# What classifiers say comes with their maps, of which the first study's count; jobs wait where
# they were asked for.
_NOT_COPIED = frozenset({"study", "to_purge", "predictions", "waiting_jobs", "waiting_job_images"})
_SAID = {**FIELDS, "notes": "notes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What putting two studies together would do.

    Attributes
    ----------
    images, neonates, participants : Mapping of str to str
        What each of the second study is called in the new one.
    rounds : Mapping of str to str
        What rounds of the second study are called, by their tokens.
    shared : frozenset of str
        Photographs of the second study that the first has too, by their ids there.
    of_first : int
        Photographs of the first study.
    unclear_neonates, unclear_participants : tuple of str
        Names that both studies use, where nothing says whether they mean the same child or person.
    left_out : tuple of str
        Sentences about what of the second study does not come along.
    """

    images: Mapping[str, str]
    neonates: Mapping[str, str]
    participants: Mapping[str, str]
    shared: frozenset[str]
    of_first: int
    rounds: Mapping[str, str] = field(default_factory=dict)
    unclear_neonates: tuple[str, ...] = ()
    unclear_participants: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """How many photographs there will be, and where they come from."""
        new = len(self.images) - len(self.shared)
        return (
            f"{self.of_first + new} photographs: {self.of_first} of the first study, {new} that "
            f"only the second has; {len(self.shared)} are in both."
        )


def plan_merge(
    first: Study,
    second: Study,
    *,
    same_neonates: bool | None = None,
    same_participants: bool | None = None,
) -> MergePlan:
    """Say what putting two studies together would do, without doing it.

    Parameters
    ----------
    first, second : Study
        Open; the first counts where they differ.
    same_neonates, same_participants : bool, optional
        Whether a name that both use means the same child or person, where nothing in the studies
        says so. Undecided names are called the same in the plan and listed as unclear.
    """
    for study in (first, second):
        refuse_only_round(study)
    known = {sha256: one for one in first.images.all() for sha256 in _contents(one)}
    images: dict[str, str] = {}
    pairs: list[tuple[FaceImage, FaceImage]] = []
    for image in second.images.all():
        same = next((known[s] for s in _contents(image) if s in known), None)
        if same is not None:
            images[image.id] = same.id
            pairs.append((same, image))
    shared = frozenset(images)
    taken = {image.id for image in first.images.all()}
    rest = [image.id for image in second.images.all() if image.id not in shared]
    free = iter(next_numbers({*taken, *rest}, len(rest)))
    for image_id in rest:
        images[image_id] = next(free) if image_id in taken else image_id
    surely = {one.neonate.id for one, two in pairs if one.neonate and one.neonate == two.neonate}
    neonates, unclear = _names(
        {one.neonate.id: one.neonate for one in first.images.all() if one.neonate},
        {one.neonate.id: one.neonate for one in second.images.all() if one.neonate},
        surely,
        same_neonates,
    )
    people = [{one.id: one for one in study.gaze.participants()} for study in (first, second)]
    trials = [{(one.participant_id, one.key) for one in s.gaze.trials()} for s in (first, second)]
    participants, unclear_people = _names(
        people[0], people[1], {who for who, _ in trials[0] & trials[1]}, same_participants
    )
    plan = MergePlan(
        images=images,
        neonates=neonates,
        participants=participants,
        shared=shared,
        of_first=len(taken),
        unclear_neonates=unclear,
        unclear_participants=unclear_people,
        rounds=round_names(first, second),
    )
    left_out = (
        *_left_out(first, second, pairs, plan),
        *rounds_left_out(first, second, images, participants),
    )
    return replace(plan, left_out=left_out)


def _contents(image: FaceImage) -> set[str]:
    return {image.sha256, image.copy_sha256} - {""}


def _names(
    first: Mapping[str, Any], second: Mapping[str, Any], surely: set[str], same: bool | None
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what the second study's names become, and which of them nothing decides."""
    names = {name: name for name in second}
    in_both = [name for name in second if name in first and name not in surely]
    apart = [name for name in in_both if same is False or _other_set(first[name], second[name])]
    for name in apart:
        names[name] = next(
            free
            for number in range(2, 10_000)
            if (free := f"{name}-{number}") not in first and free not in names.values()
        )
    unclear = () if same is not None else tuple(n for n in in_both if n not in apart)
    return names, unclear


def _other_set(one: Any, other: Any) -> bool:
    """Say whether two neonates of one name come from different data sets."""
    return hasattr(one, "dataset") and neonate_key(one)[0] != neonate_key(other)[0]


def _left_out(
    first: Study, second: Study, pairs: Iterable[tuple[FaceImage, FaceImage]], plan: MergePlan
) -> Iterator[str]:
    for one, two in pairs:
        for name, words in _SAID.items():
            here, there = getattr(one, name), getattr(two, name)
            if here and there and _word(here) != _word(there):
                yield (
                    f"{one.id} ({one.name}): {words} is {_word(here)} in the first study and "
                    f"{_word(there)} in the second"
                )
        faces = first.faces.get(one.id), second.faces.get(two.id)
        other_face = faces[0] is not None and faces[1] is not None and faces[0].box != faces[1].box
        if other_face:
            yield f"{one.id} ({one.name}): the second study's face is another"
        mine = {result.model.name: result for result in first.results.all(one.id)}
        for result in second.results.all(two.id):
            name = result.model.name
            if other_face and result.model.traits.tied_to_face:
                yield f"{one.id} ({one.name}): the second study's map {name}, of another face"
            elif name in mine and mine[name].key != result.key:
                yield f"{one.id} ({one.name}): the second study's map {name} differs"


def _word(value: Any) -> str:
    return str(getattr(value, "id", value))


def merge_studies(
    first: Study,
    second: Study,
    plan: MergePlan,
    path: Path,
    *,
    copy: bool = False,
    job: Job = NULL_JOB,
) -> Path:
    """Make a new study of two; they stay as they are.

    Parameters
    ----------
    first, second : Study
        Open.
    plan : MergePlan
        Of these two, with nothing unclear.
    path : Path
        The study to make.
    copy : bool
        Copy all photographs into it, not only those that are copies in the two.

    Raises
    ------
    StudyError
        A name is still unclear, there is something at ``path``, or one extraction model is of
        different kinds in the two.
    """
    unclear = (*plan.unclear_neonates, *plan.unclear_participants)
    if unclear:
        raise StudyError(
            f"both studies use the names {', '.join(unclear[:5])}",
            file=second.path,
            remedy="say whether they mean the same",
        )

    def fill(made: Study) -> None:
        final = path.absolute().parent / "merged.neopain"  # as deep as the study will lie
        with made._change() as connection:
            for part, (study, share) in enumerate(((first, (0, 0.5)), (second, (0.5, 1)))):
                source = _Source(study, plan if part else None)
                source.rows_into(connection)
                source.files_into(
                    connection, made, final, first if part else None, copy, PartOfJob(job, *share)
                )

    from neopain_gui.study.store import Study as Opened

    with Opened.create(path, fill=fill) as made:
        return made.path


class _Source:
    """One of the two studies, on its way into the new one."""

    def __init__(self, study: Study, plan: MergePlan | None) -> None:
        self.study, self.plan = study, plan
        self._images = plan.images if plan else {}
        self._shared = plan.shared if plan else frozenset()
        self._settled: set[str] = set()
        self._said: set[tuple[str, str, str, int]] = set()
        self._boxes: dict[str, tuple[int, ...]] = {}
        self._mine: dict[str, tuple[int, ...]] = {}

    def rows_into(self, connection: Connection) -> None:
        """Copy the rows of every table, under the names that they have in the new study."""
        if self.study._database.newer:
            raise self.study._database.too_new()
        self._settled = settled(connection)
        self._said = said_turns(connection)
        self._boxes = boxes_of(connection.execute("SELECT * FROM faces"))
        self._mine = boxes_of(self.study._database.rows("SELECT * FROM faces"))
        for table, holds in TABLES.items():
            if table in _NOT_COPIED:
                continue
            if table == "settings" and self.plan is not None:
                settings_into(connection, self.study.settings())
                continue
            for row in self.study._database.rows(f"SELECT * FROM {table}"):
                values = dict(zip(row.keys(), row, strict=True))
                image = values.get(holds.image, "") if holds.image else ""
                if table == "images" and image in self._shared:
                    self._fill_gaps(connection, self._images[image], values)
                elif not self._counts_less(table, image, values):
                    self._rename(holds, values)
                    if table == "rounds" and self.plan is not None:
                        values["name"] = self.plan.rounds[values["token"]]
                    if table not in OF_A_TURN or turn_of(values) not in self._said:
                        insert(connection, table, values)
        connection.execute(DROP_NEONATES)

    def _counts_less(self, table: str, image: str, values: Mapping[str, Any]) -> bool:
        """Say whether the first study settles what a row of the second says."""
        if image not in self._shared:
            return False
        target = self._images[image]
        if table in OF_THE_FACE:
            return target in self._settled
        if table != "results" or not KINDS[values["model_kind"]].tied_to_face:
            return False
        theirs = self._boxes.get(target)
        return theirs is not None and self._mine.get(image, theirs) != theirs

    def _rename(self, holds: Any, values: dict[str, Any]) -> None:
        if self.plan is None:
            return
        for column, names in (
            (holds.image, self.plan.images),
            (holds.neonate, self.plan.neonates),
            (holds.participant, self.plan.participants),
        ):
            if column and values[column] in names:
                values[column] = names[values[column]]

    def _fill_gaps(self, connection: Connection, target: str, values: dict[str, Any]) -> None:
        """Put in what the first study does not say of a photograph that both have."""
        neonate = values["neonate_id"]
        renamed = self.plan.neonates.get(neonate, neonate) if self.plan else neonate
        connection.execute(
            "UPDATE images SET neonate_id = coalesce(neonate_id, ?), label = coalesce(label, ?), "
            "nfcs = coalesce(nfcs, ?), stimulus = CASE stimulus WHEN '' THEN ? ELSE stimulus END, "
            "notes = CASE notes WHEN '' THEN ? ELSE notes END, checked = max(checked, ?) "
            "WHERE id = ?",
            (renamed, values["label"], values["nfcs"], values["stimulus"], values["notes"],
             values["checked"], target),
        )  # fmt: skip

    def files_into(
        self,
        connection: Connection,
        made: Study,
        final: Path,
        first: Study | None,
        copy: bool,
        job: Job,
    ) -> None:
        made.maps.copy(self.study.maps, self.study.results.provenances())
        for (key,) in self.study._database.rows("SELECT DISTINCT key FROM trials"):
            if self.study.blobs.has(key) and not made.blobs.has(key):
                shutil.copy(self.study.blobs.path(key), made.blobs.path(key))
        everything = self.study.images.all()
        for image in track(everything, job, total=len(everything), text="Bringing photographs"):
            target = self._images.get(image.id, image.id)
            if first is not None and image.id in self._shared and _is_there(first, target):
                continue
            placed = self._place(made, final, image, copy)
            connection.execute(
                "UPDATE images SET path = ?, copy_sha256 = ? WHERE id = ?",
                (placed.path, placed.copy_sha256, target),
            )

    def _place(self, made: Study, final: Path, image: FaceImage, copy: bool) -> photographs.Placed:
        """Return where a photograph is for the new study, copied where it was a copy before."""
        file = self.study.images.path_of(image.id)
        if file.parent == self.study.path.resolve() / IMAGES_FOLDER and file.is_file():
            target = made.path / IMAGES_FOLDER / file.name
            target.parent.mkdir(mode=0o700, exist_ok=True)
            shutil.copy(file, target)
            return photographs.Placed(
                path=f"{IMAGES_FOLDER}/{file.name}", copy_sha256=image.copy_sha256
            )
        if copy and file.is_file():
            return photographs.copy_into(made.path, file, image)
        return photographs.Placed(path=photographs.relative_to_study(final, file))


def _is_there(study: Study, image_id: str) -> bool:
    return study.images.path_of(image_id).is_file()
