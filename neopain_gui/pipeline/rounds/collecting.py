"""Taking in what raters said on other machines: looked at first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from neopain_gui.annotation.answers import Amendment, Answer
from neopain_gui.annotation.answers import Turn as Asked
from neopain_gui.annotation.changes import Change, changes
from neopain_gui.annotation.ratings_file import Ratings, read_ratings, renamed
from neopain_gui.annotation.round import SCALE, Round
from neopain_gui.annotation.said import Said
from neopain_gui.annotation.scales import Scale
from neopain_gui.counted import counted, matching
from neopain_gui.errors import InputError
from neopain_gui.pipeline.rounds.collection import Collection, Conflict, State, Whose
from neopain_gui.pipeline.rounds.making import now
from neopain_gui.pipeline.rounds.ratings import only_round, ratings_of
from neopain_gui.pipeline.settings.instruments import study_scales, switches_of
from neopain_gui.study import Study
from neopain_gui.study.naming import SUFFIX

Turn = tuple[str, str, str, int]


def look_at(
    study: Study,
    files: Sequence[Path],
    *,
    raters: Mapping[str, str] | None = None,
    theirs: bool = False,
    whose: Mapping[Path, str] | None = None,
) -> Collection:
    """Say what taking files in would do, and change nothing.

    Parameters
    ----------
    study : Study
        In which the rounds were made.
    files : sequence of Path
        Raters' files, or study folders that are one round.
    raters : Mapping of str to str, optional
        What raters are called in the study by now, by their names in files.
    theirs : bool
        Let the files' answers count where the two differ. What was handed in here gets an amendment
        that says so.
    whose : Mapping of Path to str, optional
        Who each file's rater is here; empty for nobody, so that it is left out. Whoever gives it
        asks for it: a file of a rater whom its round does not ask is left out then, and not
        refused.

    Raises
    ------
    InputError
        A file cannot be used: nothing of any is taken in.
    """
    looking = _Looking(study, raters or {}, theirs, whose)
    scales = study_scales(study)
    for file in files:
        ratings = _read(file)
        round_ = _round_of(study, ratings, file)
        _check_scales(ratings, scales, file)
        looking.take(ratings, round_, file)
    return looking.done()


def take_in(study: Study, state: State) -> None:
    """Make the study say one side of a collection: ``after`` takes in, ``before`` undoes it."""
    study.annotations.put_all(state.said, state.handed_in)


class _Looking:
    """What files say, put beside what the study says, one file after the other."""

    def __init__(
        self,
        study: Study,
        raters: Mapping[str, str],
        theirs: bool,
        whose: Mapping[Path, str] | None,
    ) -> None:
        self.study, self.raters, self.theirs = study, raters, theirs
        self.asked, self.whose = whose, list[Whose]()
        self.names = {image.id: image.name for image in study.images.all()}
        self.before: dict[Turn, Said] = {}
        self.now: dict[Turn, Said] = {}
        self.handed: dict[tuple[str, str], str] = {}
        self.conflicts: list[Conflict] = []
        self.sentences: list[str] = []

    def take(self, ratings: Ratings, round_: Round, file: Path) -> None:
        rater = self._rater(ratings, round_, file)
        if not rater:
            return
        ids = {alias: one for one, alias in self.study.annotations.aliases(round_.name).items()}
        asked = set(self.study.annotations.turns(round_.name, rater))
        counts = dict.fromkeys(("new", "same", "time", "less", "conflict"), 0)
        gone: set[str] = set()
        for theirs in ratings.said:
            image_id = ids.get(theirs.image_id, "")
            if Asked(image_id=image_id, repeat=theirs.repeat) not in asked:
                gone.add(theirs.image_id)
                continue
            there = renamed(theirs, names=ids, round_=round_.name, rater=rater)
            counts[self._one(there, file)] += 1
        if ratings.handed_in and not (counts["conflict"] and not self.theirs):
            self.handed[round_.name, rater] = ratings.handed_in
        self._tell(file, rater, round_, counts, len(gone))
        self._compare_switches(ratings, file)

    def _compare_switches(self, ratings: Ratings, file: Path) -> None:
        """Say where a total was added up otherwise when it was rated."""
        for scale in study_scales(self.study).values():
            there = ratings.switches.get(scale.id, {})
            here = switches_of(self.study, scale)
            for one in scale.switches:
                if one.id in there and there[one.id] != here[one.id]:
                    self.sentences.append(
                        f"{file.name}: {scale.short} was rated with “{one.title}” "
                        f"{'on' if there[one.id] else 'off'}, which is "
                        f"{'on' if here[one.id] else 'off'} in the study; its totals are added up "
                        "as the study says."
                    )

    def done(self) -> Collection:
        """Return what taking all of them in would do."""
        changed = [turn for turn in self.now if self.now[turn] != self.before[turn]]
        handed_before = {
            (round_, rater): self.study.annotations.handed_in(round_, rater) or ""
            for round_, rater in self.handed
        }
        # Whoever has handed in here stays so.
        after = {key: handed_before[key] or at for key, at in self.handed.items()}
        return Collection(
            before=State(said=tuple(self.before[one] for one in changed), handed_in=handed_before),
            after=State(said=tuple(self.now[one] for one in changed), handed_in=after),
            conflicts=tuple(self.conflicts),
            sentences=tuple(self.sentences),
            whose=tuple(self.whose),
        )

    def _one(self, there: Said, file: Path) -> str:
        """Put one turn beside the study's; say what it is."""
        turn = (there.round, there.rater, there.image_id, there.repeat)
        if turn not in self.before:
            self.before[turn] = self.now[turn] = self.study.annotations.said(*turn)
        here = self.now[turn]
        locked = bool(self.study.annotations.handed_in(there.round, there.rater))
        if _content(here) == _content(there):
            newer = set(there.amendments) > set(here.amendments)
            if newer or (_seconds(there) > _seconds(here) and not locked):
                self.now[turn] = there
            return "same" if _content(here) else "time"
        if _content(there) < _content(here):
            return "less"
        amended = set(there.amendments) > set(here.amendments)
        if amended or (_content(here) < _content(there) and not locked):
            self.now[turn] = there
            return "new"
        found = changes(here, there)
        self.conflicts.append(
            Conflict(
                file=file.name,
                photograph=self.names[there.image_id],
                there=there,
                changes=found,
            )
        )
        if self.theirs:
            self.now[turn] = _overruling(here, there, found, file) if locked else there
        return "conflict"

    def _rater(self, ratings: Ratings, round_: Round, file: Path) -> str:
        rater = self.raters.get(ratings.rater, ratings.rater)
        if self.asked is not None:
            return self._asked(ratings, round_, file, self.asked.get(file, rater))
        if rater not in round_.raters:
            others = ", ".join(round_.raters) or "nobody"
            raise InputError(
                f"the round “{round_.name}” does not ask {rater}, but {others}",
                file=file,
                remedy="say what they are called here, or ask them in the round first",
                command=f"say what they are called here with --rater {ratings.rater}=NAME",
            )
        return rater

    def _asked(self, ratings: Ratings, round_: Round, file: Path, rater: str) -> str:
        """Return who somebody said it is; empty where that is nobody, which is said."""
        here = rater if rater in round_.raters else ""
        self.whose.append(
            Whose(
                file=file,
                called=ratings.rater,
                round=round_.name,
                raters=round_.raters,
                here=here,
            )
        )
        if not here:
            self.sentences.append(
                f"{file.name}: left out, as long as it is not said who {ratings.rater} is in "
                f"“{round_.name}”."
            )
        return here

    def _tell(
        self, file: Path, rater: str, round_: Round, counts: Mapping[str, int], gone: int
    ) -> None:
        parts = [counted(counts["new"], "new turn")]
        if counts["same"]:
            parts.append(f"{counts['same']} said the same already")
        if counts["less"]:
            parts.append(f"{counts['less']} of which the study knows more")
        if counts["conflict"]:
            parts.append(counted(counts["conflict"], "that differs", "that differ"))
        handed = "handed in" if (round_.name, rater) in self.handed else "not handed in"
        self.sentences.append(
            f"{file.name}: {rater} in “{round_.name}”, {handed}: {', '.join(parts)}."
        )
        if gone:
            what = counted(gone, "photograph of the round is", "photographs of the round are")
            self.sentences.append(
                f"{file.name}: {what} not in the study any more; what is said of "
                f"{matching(gone, 'it', 'them')} is left out."
            )


def _read(file: Path) -> Ratings:
    if not (file.is_dir() or file.name.endswith(SUFFIX)):
        return read_ratings(file)
    with Study.open(file, read_only=True) as opened:
        round_ = only_round(opened)
        if round_ is None or len(round_.raters) != 1:
            raise InputError(
                "is a study of its own, not a round for another machine",
                file=file,
                remedy="give ratings files, or folders that were made for a rater",
            )
        return ratings_of(opened, round_.name, round_.raters[0])


def _round_of(study: Study, ratings: Ratings, file: Path) -> Round:
    name = ratings.round.name
    rounds = study.annotations.rounds()
    found = next((one for one in rounds if one.token == ratings.round.token), None)
    if found is None:
        same = any(one.name == name for one in rounds)
        raise InputError(
            f"rates a round “{name}” of another study"
            + (", which only has the same name as the one here" if same else ""),
            file=file,
            remedy="collect it in the study in which the round was made",
        )
    if found.instruments != ratings.round.instruments:
        raise InputError(
            f"the round “{name}” has been changed since: it asks for "
            f"{', '.join(found.instruments)}, and the file answers "
            f"{', '.join(ratings.round.instruments)}",
            file=file,
            remedy="make a new round of what the file answers",
        )
    return found


def _check_scales(ratings: Ratings, scales: Mapping[str, Scale], file: Path) -> None:
    """Refuse answers that a scale does not have, as it is in the study."""
    for said in ratings.said:
        for answer in said.answers:
            if answer.instrument.startswith(SCALE):
                check_answer(answer, scales.get(answer.instrument.removeprefix(SCALE)), file)


def check_answer(answer: Answer, scale: Scale | None, file: Path) -> None:
    """Refuse an answer that a scale does not have.

    Raises
    ------
    InputError
    """
    name = answer.instrument.removeprefix(SCALE)
    if scale is None or scale.version != answer.version:
        known = f"version {scale.version}" if scale else "no such scale"
        raise InputError(
            f"rates by version {answer.version} of the scale {name}, and in the study is {known}",
            file=file,
            remedy="put that version of the scale in place first",
        )
    item = scale.item(answer.item)
    if item is None:
        raise InputError(
            f"rates an item “{answer.item}”, which the scale {scale.title} has not",
            file=file,
            remedy="collect the file as NeoPain wrote it",
        )
    if answer.value is not None and item.level(answer.value) is None:
        raise InputError(
            f"gives {item.title} of {scale.title} {answer.value:g}, which is none of its levels",
            file=file,
            remedy="collect the file as NeoPain wrote it",
        )


def _content(said: Said) -> set[object]:
    return {*said.answers, *said.marks, *said.landmarks}


def _seconds(said: Said) -> float:
    return said.sitting.seconds if said.sitting is not None else -1.0


def _overruling(here: Said, there: Said, found: Sequence[Change], file: Path) -> Said:
    """Return what a file says of what was handed in here, with an amendment that says so."""
    amendment = Amendment(
        round=here.round,
        rater=here.rater,
        image_id=here.image_id,
        repeat=here.repeat,
        at=now(),
        reason=f"collected from {file.name}, which differed",
        what="; ".join(one.sentence for one in found),
    )
    return replace(there, amendments=(*here.amendments, amendment))
