"""Tables that say who took part and which scores they gave: CSV or TSV."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.dataset.names import folded, near
from neopain_gui.dataset.photograph_names import find_photographs, known_names
from neopain_gui.dataset.plain_table import PlainTable, read_table
from neopain_gui.errors import InputError, ManifestError
from neopain_gui.people.groups import find_group
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import HIGHEST, PainScore

_PARTICIPANT = ("participant", "participantname", "participantid", "participante", "subject",
                "rater", "observer", "name", "id")  # fmt: skip
_GROUP = ("group", "observergroup", "grupo", "profession", "profissao")
_IMAGE = ("image", "photograph", "photo", "picture", "stimulus", "imagem", "foto", "file")
_SCORE = ("score", "pain", "painscore", "rating", "nota", "dor", "vns", "nrs")
_FEW = 3
"""Names that a sentence lists."""
_BLANK = frozenset({"", "na", "n/a", "nan", "-", "?"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantRow:
    """What a table says about a participant: the name is the recording's, or a pseudonym.

    ``attributes`` are all further columns: a study keeps those that somebody asked for.
    """

    name: str
    group: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """A score that a participant gave a photograph."""

    name: str
    image_id: str
    score: float


def read_participants(path: Path) -> list[ParticipantRow]:
    """Read who took part.

    Parameters
    ----------
    path : Path
        A column ``participant`` with the names that the recordings use (or a study's pseudonyms),
        one ``group`` and any others; which of those are kept is asked for.

    Raises
    ------
    InputError
        No such table or column, a line without a name, or a name twice.
    """
    table = read_table(path)
    who = _column(table, _PARTICIPANT, "participant", path)
    group = _find(table, _GROUP)
    rows: dict[str, ParticipantRow] = {}
    for number, cells in table.lines:
        name = _cell(cells, who)
        if not name:
            raise ManifestError(
                "names no participant", file=path, place=f"line {number}", remedy="add the name"
            )
        if name in rows:
            raise ManifestError(
                f"participant '{name}' is there twice",
                file=path,
                place=f"line {number}",
                remedy="keep one line for each",
            )
        written = "" if group is None else _cell(cells, group)
        rows[name] = ParticipantRow(
            name=name,
            group=str(find_group(written) or written),
            attributes={
                header: _cell(cells, place)
                for place, header in enumerate(table.header)
                if header and place not in (who, group) and _cell(cells, place)
            },
        )
    if not rows:
        raise ManifestError("names no participant", file=path, remedy="add a line for each")
    return list(rows.values())


def with_further(
    rows: Sequence[ParticipantRow], further: Sequence[ParticipantRow], path: Path
) -> list[ParticipantRow]:
    """Return what two tables say of participants; ``path`` is the further one's.

    Raises
    ------
    InputError
        They say different things of somebody.
    """
    found = {row.name: row for row in rows}
    for row in further:
        first = found.setdefault(row.name, row)
        mine, theirs = _said(first), _said(row)
        for what in mine.keys() & theirs.keys():
            if mine[what] != theirs[what]:
                raise ManifestError(
                    f"'{row.name}' has '{theirs[what]}' as {what}, another table says "
                    f"'{mine[what]}'",
                    file=path,
                    remedy="correct one of the tables; the other one is used",
                )
        found[row.name] = ParticipantRow(
            name=row.name,
            group=first.group or row.group,
            attributes={**first.attributes, **row.attributes},
        )
    return list(found.values())


def _said(row: ParticipantRow) -> dict[str, str]:
    return {**row.attributes, "group": row.group} if row.group else dict(row.attributes)


def with_further_scores(
    rows: Sequence[ScoreRow], further: Sequence[ScoreRow], path: Path
) -> list[ScoreRow]:
    """Return the scores of two tables; ``path`` is the further one's.

    Raises
    ------
    InputError
        They give one photograph different scores of one person.
    """
    found = {(row.name, row.image_id): row for row in rows}
    for row in further:
        first = found.setdefault((row.name, row.image_id), row)
        if first.score != row.score:
            raise ManifestError(
                f"'{row.name}' gives {row.image_id} {row.score:g}, another table says "
                f"{first.score:g}",
                file=path,
                remedy="correct one of the tables; the other one is used",
            )
    return list(found.values())


def read_scores(path: Path, images: Sequence[FaceImage]) -> list[ScoreRow]:
    """Read the scores, 0 to 10.

    Parameters
    ----------
    path : Path
        Either columns ``participant``, ``image`` and ``score``, or a column ``participant`` and one
        for each photograph. Empty cells are no scores.
    images : sequence of FaceImage
        The study's photographs.

    Raises
    ------
    InputError
        No such table, column or photograph, a name that fits two photographs, a cell that is no
        number from 0 to 10, or two scores for one place.
    """
    table = read_table(path)
    who = _column(table, _PARTICIPANT, "participant", path)
    image, score = _find(table, _IMAGE), _find(table, _SCORE)
    if image is not None and score is None:
        raise ManifestError(
            "the column with the scores is missing; its columns are " + _headers(table),
            file=path,
            remedy="name it 'score'",
        )
    known = known_names(images)
    found: dict[tuple[str, str], ScoreRow] = {}
    wide = image is None or score is None
    if wide:
        columns = {
            place: _image_id(name, known, path, "the line of column names")
            for place, name in enumerate(table.header)
            if place != who and name
        }
        if not columns:
            raise ManifestError(
                "has no columns with scores",
                file=path,
                remedy="name them 'participant', 'image' and 'score'",
            )
    for number, cells in table.lines:
        if image is not None and score is not None:
            place = f"line {number}"
            columns = {score: _image_id(_cell(cells, image), known, path, place)}
        for at, image_id in columns.items():
            text = _cell(cells, at)
            if text.casefold() in _BLANK:
                continue
            place = f"line {number}, column '{table.header[at]}'"
            name = _cell(cells, who)
            row = ScoreRow(name=name, image_id=image_id, score=_number(text, path, place))
            if not name or found.setdefault((name, image_id), row).score != row.score:
                problem = f"'{name}' gave {image_id} two scores" if name else "names no participant"
                raise ManifestError(problem, file=path, place=place, remedy="correct this line")
    return list(found.values())


def kind_of_table(path: Path, images: Sequence[FaceImage]) -> str:
    """Say what a table is by its columns: ``"participants"``, ``"scores"``, or neither: ``""``."""
    try:
        table = read_table(path)
    except InputError:
        return ""
    who = _find(table, _PARTICIPANT)
    if who is None or len(table.header) < 2:
        return ""
    if _find(table, _GROUP) is not None and _find(table, _SCORE) is None:
        return "participants"
    by_photograph = _find(table, _IMAGE if _find(table, _SCORE) is not None else _IMAGE[:-1])
    if by_photograph is not None:  # a line for each photograph describes nobody; a file may
        return "scores"
    if _find(table, _GROUP) is not None:
        return "participants"
    known = known_names(images)
    others = [name for place, name in enumerate(table.header) if place != who and name]
    wide = any(find_photographs([name], known)[1] for name in others)
    return "scores" if wide else "participants"


def other_columns(rows: Sequence[ParticipantRow]) -> tuple[str, ...]:
    """Return the columns of a table of participants that are not needed, in its order.

    >>> other_columns([ParticipantRow(name="Maria", group="", attributes={"e-mail": "m@x.org"})])
    ('e-mail',)
    """
    return tuple(dict.fromkeys(name for row in rows for name in row.attributes))


def nobodys(names: Iterable[str], pseudonyms: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of a table's rows that are nobody's, each once.

    Parameters
    ----------
    names : iterable of str
        Of the rows: as in the recordings, or pseudonyms.
    pseudonyms : Mapping of str to str
        By the names in the recordings.
    """
    known = {*pseudonyms, *pseudonyms.values()}
    return tuple(dict.fromkeys(name for name in names if name not in known))


def said_of_nobodys(table: str, names: Sequence[str], there: Iterable[str]) -> str:
    """Return a sentence on rows that match nobody, with who may be meant; empty without any.

    >>> said_of_nobodys("people.csv", ["Maria Silvo"], ["Maria Silva", "Ana"])
    "1 row of people.csv matches nobody in these recordings: 'Maria Silvo' ('Maria Silva'?)."
    """
    if not names:
        return ""
    known = list(there)
    guesses = [next(iter(near(name, known, count=1)), "") for name in names[:_FEW]]
    listed = ", ".join(
        f"'{name}'" + (f" ('{guess}'?)" if guess else "")
        for name, guess in zip(names, guesses, strict=False)
    )
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    rows = counted(len(names), "row of {} matches", "rows of {} match")
    return f"{rows.format(table)} nobody in these recordings: {listed}{more}."


def people_of(
    pseudonyms: Mapping[str, str],
    rows: Sequence[ParticipantRow] = (),
    keep: Collection[str] = (),
) -> list[Participant]:
    """Return the participants under their pseudonyms, with what a table says of them.

    Parameters
    ----------
    pseudonyms : Mapping of str to str
        By the names in the recordings.
    rows : sequence of ParticipantRow
        Named like the recordings, or by pseudonym; whoever is nobody's does not count. Of several
        rows of one person the first that says something counts: see
        :func:`~neopain_gui.people.pseudonyms.said_of_one`.
    keep : collection of str
        Further columns that are kept: a table may hold what nobody needs, an e-mail address.
    """
    groups: dict[str, str] = {}
    attributes: dict[str, dict[str, str]] = {}
    for row in rows:
        who = pseudonyms.get(row.name, row.name)
        groups[who] = groups.get(who) or row.group
        own = {name: value for name, value in kept(row.attributes, keep).items() if value}
        attributes[who] = {**own, **attributes.get(who, {})}
    return [
        Participant(id=one, group=groups.get(one, ""), attributes=attributes.get(one, {}))
        for one in dict.fromkeys(pseudonyms.values())
    ]


def kept(attributes: Mapping[str, str], keep: Collection[str]) -> dict[str, str]:
    """Return the attributes that are kept."""
    return {name: value for name, value in attributes.items() if name in keep}


def scores_of(pseudonyms: Mapping[str, str], rows: Sequence[ScoreRow]) -> list[PainScore]:
    """Return the scores of these participants, who are named like the recordings or by pseudonym.

    Whoever is nobody's does not count; of two names that are one person, the first that scored a
    photograph does.
    """
    known = set(pseudonyms.values())
    found: dict[tuple[str, str], PainScore] = {}
    for row in rows:
        who = pseudonyms.get(row.name, row.name)
        if who in known:
            score = PainScore(participant_id=who, image_id=row.image_id, score=row.score)
            found.setdefault((who, row.image_id), score)
    return list(found.values())


def _number(text: str, path: Path, place: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not 0 <= value <= HIGHEST:
        raise ManifestError(
            f"'{text[:40]}' is no score from 0 to 10",
            file=path,
            place=place,
            remedy="correct this cell, or leave it empty",
        )
    return value


def _image_id(name: str, known: dict[str, set[str]], path: Path, place: str) -> str:
    _, ids, _ = find_photographs([name], known)
    if len(ids) == 1:
        return next(iter(ids))
    problem = f"several photographs are called '{name}'" if ids else f"no photograph is '{name}'"
    raise InputError(problem, file=path, place=place, remedy="write the photograph's id")


def _find(table: PlainTable, names: Sequence[str]) -> int | None:
    headers = [folded(header) for header in table.header]
    return next((headers.index(name) for name in names if name in headers), None)


def _column(table: PlainTable, names: Sequence[str], role: str, path: Path) -> int:
    found = _find(table, names)
    if found is None:
        raise ManifestError(
            f"the column with the {role}s is missing; its columns are {_headers(table)}",
            file=path,
            remedy=f"name it '{role}'",
        )
    return found


def _headers(table: PlainTable) -> str:
    return ", ".join(f"'{name}'" for name in table.header if name)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""
