"""Asking the engine for faces: what is searched, what is left as it is, what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from neopain_gui.counted import matching
from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.work.submit import place_of, send
from neopain_gui.jobs import JobMessage, Said
from neopain_gui.pipeline.messages import FaceFound
from neopain_gui.pipeline.work import FIND_FACES

if TYPE_CHECKING:
    from neopain_gui.faces.face import Face, FaceSearch
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study import Study

FACES_FIRST = -5
NONE, SEVERAL, KEPT, KNOWN = "no face", "several faces", "faces kept", "faces absent"
LEFT_OUT = "detector left out"
"""Topics of messages."""
_NAMED = 3


def find_faces(
    session: Session,
    jobs: Jobs,
    image_ids: Sequence[str],
    *,
    over_people: bool = False,
    again: bool = False,
) -> Task | None:
    """Look for the faces of photographs and mark them, as one edit.

    A face that a person or the data set said stays, with a button that replaces it on purpose.

    Parameters
    ----------
    session, jobs
        Whose study, and who works.
    image_ids : sequence of str
        The photographs.
    over_people : bool
        Whether faces that people said are replaced too: only where somebody asked for that.
    again : bool
        Whether detectors are asked that are known to find none.

    Returns
    -------
    Task or None
        None where there is nothing to search.
    """
    from neopain_gui.pipeline.photographs.find_faces import said_by_people

    study = session.study
    if study is None:
        return None
    kept = [] if over_people else said_by_people(study, image_ids)
    if kept:
        _say_kept(session, jobs, kept)
    wanted = [image_id for image_id in image_ids if image_id not in set(kept)]
    return _search(session, jobs, wanted, over_people=over_people, again=again) if wanted else None


def go_on(session: Session, jobs: Jobs, image_ids: Sequence[str], *, again: bool) -> None:
    """Find and mark the faces that a search of last time had not come to.

    What it had found is on record and is marked with the rest.
    """
    from neopain_gui.faces.face import FaceSearch

    study, marked = session.study, _faces(session)
    open_ones = [image_id for image_id in image_ids if image_id not in marked]
    if study is None or not open_ones:
        return
    recorded = {one: study.faces.candidates(one) for one in open_ones}
    before = {one: FaceSearch(faces=faces) for one, faces in recorded.items() if faces}
    wanted = [one for one in open_ones if one not in before]
    if wanted:
        _search(session, jobs, wanted, over_people=False, again=again, before=before)
    else:
        _keep(session, jobs, before, set())


def _search(
    session: Session,
    jobs: Jobs,
    image_ids: Sequence[str],
    *,
    over_people: bool,
    again: bool,
    before: Mapping[str, FaceSearch] | None = None,
) -> Task:
    place = place_of(session)
    at_first = session.study.faces.all() if over_people and session.study is not None else {}
    found: dict[str, FaceSearch] = {}

    def collect(message: JobMessage) -> None:
        if isinstance(message, FaceFound):
            found[message.image_id] = message.found
            if session.study is not None and session.editable and place_of(session) == place:
                # at once: whatever ends the program, it need not be searched again
                session.study.faces.record_searches({message.image_id: message.found})
        elif isinstance(message, Said):
            session.tell(Message(level="warning", text=message.text, topic=LEFT_OUT))

    def keep() -> None:
        searches = {**(before or {}), **found}
        found.clear()  # doing it again begins with nothing
        if session.study is not None and session.editable and place_of(session) == place:
            _keep(session, jobs, searches, _said_since(session.study, at_first))

    single = len(image_ids) == 1
    return send(
        session,
        jobs,
        FIND_FACES,
        collect,
        keep,
        title=f"Find the face of {image_ids[0]}" if single else f"Find {len(image_ids)} faces",
        priority=FACES_FIRST,
        key=f"find-faces:{image_ids[0]}" if single else "",
        image_ids=list(image_ids),
        again=again,
    )


def _keep(
    session: Session, jobs: Jobs, searches: Mapping[str, FaceSearch], said_since: set[str]
) -> None:
    """Mark what was found, but for photographs whose face somebody has said meanwhile."""
    if session.study is None or not searches:
        return
    open_ones = {key: one for key, one in searches.items() if key not in said_since}
    faces = {key: one.best for key, one in open_ones.items() if one.best is not None}
    session.edits.set_faces(faces, "finding the face")
    session.faces_searched()
    _say(session, jobs, open_ones)


def _say(session: Session, jobs: Jobs, searches: Mapping[str, FaceSearch]) -> None:
    marked = _faces(session)
    alone = list(searches) == [session.image_id]
    empty = [key for key, one in searches.items() if not one.faces and not one.known]
    if stay := [key for key in empty if key in marked]:
        session.notice.emit(f"No face was found on {named(stay)}: the one that is marked stays.")
    if nowhere := [key for key in empty if key not in marked]:
        _say_nowhere(session, nowhere, alone=alone)
    if several := [key for key, one in searches.items() if len(one.faces) > 1]:
        _say_several(session, several, searches, alone=alone)
    known = [key for key, one in searches.items() if one.known]
    if known:
        session.tell(
            Message(
                level="info",
                text=f"Not searched again, because no face was found before: {named(known)}.",
                action=("Search again", lambda: find_faces(session, jobs, known, again=True)),
                topic=KNOWN,
                still=lambda: bool(set(known) - _by_people(session)),
            )
        )


def _say_nowhere(session: Session, nowhere: Sequence[str], *, alone: bool) -> None:
    """Say on which photographs there is no face; what to do is said on the one that is shown."""
    if alone:
        session.tell(Message(level="info", text=f"No face was found on {nowhere[0]}.", topic=NONE))
        return
    session.tell(
        Message(
            level="warning",
            text=f"No face was found on {named(nowhere)}: draw it by hand (Edit › Face, key D).",
            action=("Show", lambda: session.show_faces("none")),
            topic=NONE,
            still=lambda: _some_without(session, nowhere),
        )
    )


def _say_several(
    session: Session, several: Sequence[str], searches: Mapping[str, FaceSearch], *, alone: bool
) -> None:
    """Ask which face is the neonate's; on the photograph that is shown it is asked already."""
    if alone:
        session.tell(
            Message(level="info", text=f"Several faces were found on {several[0]}.", topic=SEVERAL)
        )
        return
    from neopain_gui.faces.face import first_of

    it = matching(len(several), "it", "each")
    taken = first_of(face for key in several for face in searches[key].faces).capitalize()
    session.tell(
        Message(
            level="warning",
            text=f"Several faces were found on {named(several)}. {taken} was marked: click "
            f"another one on {it} where it is not the neonate.",
            action=("Show", lambda: session.show_faces("several")),
            topic=SEVERAL,
            still=lambda: bool(set(several) & set(_faces(session)) - _by_people(session)),
        )
    )


def _say_kept(session: Session, jobs: Jobs, kept: Sequence[str]) -> None:
    single = len(kept) == 1
    session.tell(
        Message(
            level="info",
            text=f"Left as {'it is' if single else 'they are'}, because a person or the data set "
            f"said where the face is: {named(kept)}.",
            action=(
                "Replace it" if single else "Replace them",
                lambda: find_faces(session, jobs, kept, over_people=True, again=True),
            ),
            topic=KEPT,
            still=lambda: bool(set(kept) & _by_people(session)),
        )
    )


def _faces(session: Session) -> Mapping[str, Face]:
    return session.study.faces.all() if session.study is not None else {}


def _some_without(session: Session, image_ids: Sequence[str]) -> bool:
    study = session.study
    return study is not None and not study.faces.without().isdisjoint(image_ids)


def _by_people(session: Session) -> set[str]:
    """Return the photographs whose face a person or the data set said."""
    return {key for key, face in _faces(session).items() if face.of_a_person}


def next_face(session: Session) -> None:
    """Take the next of the faces that were found on the photograph as the neonate's."""
    study, image_id = session.study, session.image_id
    found = study.faces.candidates(image_id) if study is not None else ()
    if study is None or len(found) < 2:
        return
    present = study.faces.get(image_id)
    boxes = [one.box for one in found]
    place = boxes.index(present.box) if present is not None and present.box in boxes else -1
    choose_face(session, (place + 1) % len(found))


def choose_face(session: Session, number: int) -> None:
    """Take one of the faces that were found on the photograph as the neonate's; can be undone."""
    study, image_id = session.study, session.image_id
    found = study.faces.candidates(image_id) if study is not None else ()
    if number < len(found):
        session.edits.set_faces(
            {image_id: replace(found[number], chosen=True)}, "choosing the face"
        )


def named(image_ids: Sequence[str]) -> str:
    """Name photographs, or count them and name the first where they are many."""
    if len(image_ids) <= _NAMED:
        return ", ".join(image_ids)
    return f"{photographs(len(image_ids))} ({', '.join(image_ids[:_NAMED])}, …)"


def _said_since(study: Study, at_first: Mapping[str, Face]) -> set[str]:
    """Return the photographs whose face somebody has said since ``at_first``."""
    faces: Iterable[tuple[str, Face]] = study.faces.all().items()
    return {key for key, face in faces if face.of_a_person and face != at_first.get(key)}
