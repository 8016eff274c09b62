"""Annotations of other programs, taken into a study: looked at first, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui.annotation.answers import Answer, Mark, Turn
from neopain_gui.annotation.changes import changes
from neopain_gui.annotation.round import LANDMARKS, REGIONS, SCALE, Round, round_name
from neopain_gui.annotation.said import Said
from neopain_gui.annotation.shapes import mask_of
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import InputError
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.annotation.exchange.reading import Found, Reader
from neopain_gui.pipeline.rounds.collecting import check_answer
from neopain_gui.pipeline.rounds.making import made_now
from neopain_gui.pipeline.rounds.ratings import only_round
from neopain_gui.pipeline.settings.instruments import study_landmark_sets, study_scales
from neopain_gui.reports.cells import text
from neopain_gui.study import Study

IMPORTED = "Imported"
"""What the round is called where nothing else is said."""
Key = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one photograph gets.

    Attributes
    ----------
    photograph : str
        Its file's name.
    rater, round : str
        Whose it is, in which round.
    brings : str
        What, in words.
    file, how : str
        From which file, and how the photograph was recognised.
    """

    photograph: str
    rater: str
    round: str
    brings: str
    file: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What taking files in would do.

    Attributes
    ----------
    rounds : tuple of Round
        New ones, and those that ask another rater from now on.
    orders : Mapping of (str, str) to tuple of Turn
        The turns of new raters, by round and rater.
    before, after : tuple of Said
        What stands at the turns that change, and what will.
    rows : tuple of Row
        What each photograph gets.
    conflicts : tuple of str
        Where the study says something else.
    left_out : tuple of str
        What was not understood, or has no place.
    sentences : tuple of str
        What it comes to.
    """

    rounds: tuple[Round, ...]
    orders: Mapping[tuple[str, str], tuple[Turn, ...]]
    before: tuple[Said, ...]
    after: tuple[Said, ...]
    rows: tuple[Row, ...]
    conflicts: tuple[str, ...]
    left_out: tuple[str, ...]
    sentences: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """True where there is nothing to take in."""
        return self.before == self.after


def look_at(
    study: Study,
    files: Sequence[Path],
    *,
    rater: str = "",
    round_: str = "",
    landmarks: str = "",
    replacing: bool = False,
    job: Job = NULL_JOB,
) -> Brought:
    """Say what taking files in would do, and change nothing.

    Parameters
    ----------
    study : Study
        Into which.
    files : sequence of Path
        Files, or folders of them.
    rater, round_ : str
        Whose they are and in which round, where a file does not say; a round that is not there is
        made, open and with these photographs.
    landmarks : str
        Set of the points whose set a file does not say.
    replacing : bool
        Let the files count where the study says something else.

    Raises
    ------
    InputError
        A file cannot be used; nobody is named; somebody has handed in.
    """
    if only_round(study) is not None:
        raise InputError(
            "is nothing but a round for one rater",
            file=study.path,
            remedy="import into the study in which the round was made",
        )
    reader = Reader(study.images.all(), study_landmark_sets(study), landmarks)
    reader.read(files, job)
    looking = _Looking(study, reader.left_out, replacing)
    for found in reader.found:
        looking.take(found, round_ or found.said.round or IMPORTED, rater or found.said.rater)
    return looking.done()


class _Looking:
    """What files say, put beside what the study says, one photograph after the other."""

    def __init__(self, study: Study, left_out: Sequence[str], replacing: bool) -> None:
        self._study, self._replacing = study, replacing
        self._left_out = list(left_out)
        self._scales = study_scales(study)
        self._rounds = {one.name: one for one in study.annotations.rounds()}
        self._turns: dict[tuple[str, str], set[Turn]] = {}
        self._before: dict[Key, Said] = {}
        self._now: dict[Key, Said] = {}
        self._rows: dict[tuple[Key, str], Row] = {}
        self._conflicts: list[str] = []
        self._same = 0

    def take(self, found: Found, name: str, rater: str) -> None:
        """Look at one photograph of a file."""
        if not rater:
            raise InputError(
                "does not say whose annotations these are",
                file=found.file,
                remedy="name the rater",
                command="name them with --rater",
            )
        try:
            at: dict[str, Any] = {"round": round_name(name), "rater": Participant(id=rater).id}
        except ValueError as error:
            raise InputError(str(error), file=found.file) from error
        there = _renamed(found.said, at)
        for answer in there.answers:
            if answer.instrument.startswith(SCALE):
                scale = self._scales.get(answer.instrument.removeprefix(SCALE))
                check_answer(answer, scale, Path(found.file))
        there = self._asked(there, found)
        if there.answers or there.marks or there.landmarks or there.sitting:
            self._merge(there, found)

    def _asked(self, there: Said, found: Found) -> Said:
        """Return what a round asks of it; note the rest as left out."""
        round_ = self._rounds.get(there.round)
        if round_ is None:
            return there
        if there.rater in round_.raters:
            if self._study.annotations.handed_in(round_.name, there.rater):
                raise InputError(
                    f"{there.rater} has handed in the round “{round_.name}”",
                    file=found.file,
                    remedy="choose another round; what was handed in is changed with a reason",
                )
            key = (round_.name, there.rater)
            if key not in self._turns:
                self._turns[key] = set(self._study.annotations.turns(*key))
            asked = Turn(image_id=there.image_id, repeat=there.repeat) in self._turns[key]
        else:
            asked = there.image_id in round_.image_ids
        if not asked:
            self._leave(found, f"the round “{round_.name}” does not ask for {found.image.name}")
            return replace(there, answers=(), marks=(), landmarks=(), sitting=None)
        kept = replace(
            there,
            answers=tuple(one for one in there.answers if one.instrument in round_.instruments),
            marks=there.marks if REGIONS in round_.instruments else (),
            landmarks=tuple(
                one for one in there.landmarks if LANDMARKS + one.set in round_.instruments
            ),
        )
        for one in sorted(_instruments([there]) - _instruments([kept])):
            self._leave(found, f"the round “{round_.name}” does not ask for {one}")
        return kept

    def _leave(self, found: Found, why: str) -> None:
        sentence = f"{found.file}: {why}: left out."
        if sentence not in self._left_out:
            self._left_out.append(sentence)

    def _merge(self, there: Said, found: Found) -> None:
        key: Key = (there.round, there.rater, there.image_id, there.repeat)
        if key not in self._before:
            known = there.rater in getattr(self._rounds.get(there.round), "raters", ())
            here = self._study.annotations.said(*key) if known else _nothing(key)
            self._before[key] = self._now[key] = here
        here = self._now[key]
        made = here
        for kind in ("answers", "marks", "landmarks"):
            made = self._parts(made, there, kind, found)
        made = self._now[key] = self._time(made, there, found)
        if made == here:
            self._same += 1
            return
        row = self._rows.get((key, found.file))
        brings = _brings(there)
        self._rows[key, found.file] = Row(
            photograph=found.image.name,
            rater=there.rater,
            round=there.round,
            brings=brings if row is None else f"{row.brings}, {brings}",
            file=found.file,
            how=found.how,
        )

    def _parts(self, here: Said, there: Said, kind: str, found: Found) -> Said:
        mine = {_name(one): one for one in getattr(here, kind)}
        for one in getattr(there, kind):
            old = mine.get(_name(one))
            if old is not None and old != one and not _same(old, one, found.image):
                empty: Any = replace(here, answers=(), marks=(), landmarks=())
                was, would = (replace(empty, **{kind: (said,)}) for said in (old, one))
                (change,) = changes(was, would)
                self._conflicts.append(
                    f"{here.rater}, {found.image.name}: {change.what}: {change.before} in the "
                    f"study, {change.after} in {found.file}"
                )
                if not self._replacing:
                    continue
            if old is None or not _same(old, one, found.image):
                mine[_name(one)] = one
        merged: Any = {kind: tuple(mine.values())}
        return replace(here, **merged)

    def _time(self, here: Said, there: Said, found: Found) -> Said:
        """Return a turn with the time that a table says; another one that is known is named."""
        old, new = here.sitting, there.sitting
        if new is None or (old is not None and old.seconds == new.seconds):
            return here
        if old is not None:
            again = ", second time" if here.repeat else ""
            sentence = (
                f"{here.rater}, {found.image.name}{again}: {old.seconds:g} s in the study, "
                f"{new.seconds:g} s in {found.file}"
            )
            if sentence not in self._conflicts:
                self._conflicts.append(sentence)
            if not self._replacing:
                return here
        return replace(here, sitting=new)

    def done(self) -> Brought:
        """Return what taking all of it in would do."""
        changed = [key for key in self._now if self._now[key] != self._before[key]]
        after = tuple(self._now[one] for one in changed)
        orders: dict[tuple[str, str], tuple[Turn, ...]] = {}
        rounds = []
        for name in dict.fromkeys(one.round for one in after):
            said = [one for one in after if one.round == name]
            there = self._rounds.get(name)
            asked = there.raters if there is not None else ()
            new = [one for one in dict.fromkeys(one.rater for one in said) if one not in asked]
            for rater in new:
                orders[name, rater] = _order(rater, said, there)
            if there is None:
                rounds.append(_made(name, said))
            elif new:
                rounds.append(replace(there, raters=(*there.raters, *new)))
        return Brought(
            rounds=tuple(rounds),
            orders=orders,
            before=tuple(self._before[one] for one in changed),
            after=after,
            rows=tuple(self._rows.values()),
            conflicts=tuple(self._conflicts),
            left_out=tuple(self._left_out),
            sentences=self._sentences(rounds, after),
        )

    def _sentences(self, rounds: Sequence[Round], after: Sequence[Said]) -> tuple[str, ...]:
        who = ", ".join(dict.fromkeys(one.rater for one in after))
        images = len({one.image_id for one in after})
        made = [f"{counted(images, 'photograph')} to take in{f' for {who}' if who else ''}."]
        if self._same:
            many = counted(self._same, "part of the files says", "parts of the files say")
            made.append(f"{many} nothing new.")
        if rounds:
            made.append("In the agreement of raters they count when the round is handed in.")
        for one in rounds:
            if one.name in self._rounds:
                new = [who for who in one.raters if who not in self._rounds[one.name].raters]
                made.append(f"The round “{one.name}” asks {', '.join(new)} from now on.")
            else:
                made.append(f"A round “{one.name}” is made, which is not blind.")
        return tuple(made)


def _order(rater: str, said: Sequence[Said], there: Round | None) -> tuple[Turn, ...]:
    """Return a new rater's turns: of a new round what files say, of an old one all it asks."""
    turns = [Turn(image_id=s.image_id, repeat=s.repeat) for s in said if s.rater == rater]
    images = there.image_ids if there is not None else [one.image_id for one in said]
    turns += [Turn(image_id=one) for one in images]
    ordered = sorted(dict.fromkeys(turns), key=lambda one: one.repeat)
    return tuple(ordered)


def _made(name: str, said: Sequence[Said]) -> Round:
    return made_now(
        name=name,
        instruments=tuple(sorted(_instruments(said))) or (REGIONS,),
        raters=tuple(dict.fromkeys(one.rater for one in said)),
        image_ids=tuple(dict.fromkeys(one.image_id for one in said)),
        repeats=0.0,
        apart=1,
        blind=False,
    )


def _instruments(said: Sequence[Said]) -> set[str]:
    found = {answer.instrument for one in said for answer in one.answers}
    found |= {LANDMARKS + point.set for one in said for point in one.landmarks}
    return found | ({REGIONS} if any(one.marks for one in said) else set())


def _renamed(said: Said, at: Mapping[str, Any]) -> Said:
    return replace(
        said,
        **at,
        answers=tuple(replace(one, **at) for one in said.answers),
        marks=tuple(replace(one, **at) for one in said.marks),
        landmarks=tuple(replace(one, **at) for one in said.landmarks),
        sitting=None if said.sitting is None else replace(said.sitting, **at),
    )


def _nothing(key: Key) -> Said:
    round_, rater, image_id, repeat = key
    return Said(round=round_, rater=rater, image_id=image_id, repeat=repeat)


def _same(old: Any, new: Any, image: FaceImage) -> bool:
    """Say whether two parts say the same, though a file writes them otherwise.

    In a table a note is on one line; holes become pixels where a format has none.
    """
    if isinstance(old, Mark):
        size = (image.height, image.width)
        same = np.array_equal(mask_of(old.outlines, size), mask_of(new.outlines, size))
        return bool(same and old.weight == new.weight)
    if not isinstance(old, Answer):
        return False
    return replace(old, text="") == replace(new, text="") and text(old.text) == text(new.text)


def _name(one: Any) -> tuple[str, ...]:
    return tuple(
        getattr(one, part) for part in ("instrument", "item", "set", "name") if hasattr(one, part)
    )


def _brings(said: Said) -> str:
    parts = []
    if said.marks:
        parts.append(
            f"{counted(len(said.marks), 'region')}: " + ", ".join(m.name for m in said.marks)
        )
    if said.landmarks:
        parts.append(counted(len(said.landmarks), "landmark"))
    parts += [f"{one.instrument}{f', {one.item}' if one.item else ''}" for one in said.answers]
    return "; ".join(parts) or "time"
