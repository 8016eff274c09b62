"""Finding the faces of a study's photographs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from neopain_gui.faces import (
    FaceSearch,
    default_detectors,
    fingerprint,
    first_of,
    left_out,
    search,
)
from neopain_gui.jobs import NULL_JOB, Job, Said
from neopain_gui.study import Study


def find_faces_of(
    study: Study, image_ids: Sequence[str], job: Job = NULL_JOB, *, again: bool = False
) -> Iterator[tuple[str, FaceSearch]]:
    """Yield what is found on each photograph.

    A detector that found no face on a photograph is not asked again, unless its version or its
    weights have changed, or with ``again``. One that cannot be used is named in a partial message.
    """
    for sentence in left_out():
        job.partial(Said(text=sentence))
    detectors = {fingerprint(one): one for one in default_detectors()}
    absent = {} if again else study.faces.absent()
    for done, image_id in enumerate(image_ids):
        job.check()
        job.progress(done, len(image_ids), f"Looking for a face: {image_id}")
        known: Collection[str] = absent.get(image_id, ())
        asked = {key: one for key, one in detectors.items() if key not in known}
        if asked:
            yield image_id, search(study.images.pixels(image_id), asked)
        else:
            yield image_id, FaceSearch(known=True)
    job.progress(len(image_ids), len(image_ids))


def known_without_face(study: Study) -> set[str]:
    """Return the photographs without a face that no detector is asked about again."""
    asked = {fingerprint(one) for one in default_detectors()}
    absent = study.faces.absent()
    return {one for one in study.faces.without() if asked <= absent.get(one, {}).keys()}


def find_missing_faces(
    study: Study, job: Job = NULL_JOB, *, image_ids: Sequence[str] | None = None
) -> list[str]:
    """Find the faces that are not marked yet; return the photographs where none was found.

    They are named in a partial message, and so are those on which several faces were found.
    """
    faces = study.faces.all()
    ids = [image.id for image in study.images.all()] if image_ids is None else image_ids
    return mark_faces(study, [one for one in ids if one not in faces], job)


def mark_faces(
    study: Study, image_ids: Sequence[str], job: Job = NULL_JOB, *, again: bool = False
) -> list[str]:
    """Find faces and mark the surest of each photograph; see :func:`find_missing_faces`."""
    searches = {}
    for image_id, found in find_faces_of(study, image_ids, job, again=again):
        searches[image_id] = found
        study.faces.record_searches({image_id: found})
        if found.best is not None:
            study.faces.put(image_id, found.best)
    for sentence in in_words(searches):
        job.partial(Said(text=sentence))
    return [image_id for image_id, found in searches.items() if found.best is None]


def said_by_people(study: Study, image_ids: Iterable[str]) -> list[str]:
    """Return the photographs whose face a person or the data set said: none replaces it unasked."""
    faces = study.faces.all()
    return [one for one in image_ids if one in faces and faces[one].of_a_person]


def in_words(searches: Mapping[str, FaceSearch]) -> list[str]:
    """Say what a person should look at, a sentence for each kind; nothing where all is clear."""
    several = [one for one, found in searches.items() if len(found.faces) > 1]
    nowhere = [one for one, found in searches.items() if not found.faces and not found.known]
    known = [one for one, found in searches.items() if found.known]
    sentences = []
    if several:
        counted = ", ".join(f"{one} ({_sure(searches[one])})" for one in several)
        taken = first_of(face for one in several for face in searches[one].faces)
        sentences.append(f"Several faces were found, and {taken} was taken: {counted}.")
    if nowhere:
        sentences.append(f"No face was found: {', '.join(nowhere)}.")
    if known:
        sentences.append(
            f"No face was found before, so it was not looked for again: {', '.join(known)}."
        )
    return sentences


def _sure(search: FaceSearch) -> str:
    """Say how many faces were found and how sure the detector is of each."""
    scores = [face.score for face in search.faces]
    sure = ", ".join(f"{score:.2f}" for score in scores if score is not None)
    return f"{len(scores)} faces" + (f", confidence {sure}" if sure else "")
