"""Reading a table that says what each photograph is: CSV or TSV, as people and Excel save it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.dataset.names import folded
from neopain_gui.dataset.plain_table import read_table
from neopain_gui.errors import ManifestError

SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
"""File name endings of manifests."""
_BLANK = frozenset({"", "nan", "na", "n/a", "none", "null", "-", "?"})

# role → names of its column, without case, accents and separators; the first role entry that a
# table has is used, and "file" and "subject" may have a second column each (the group's index)
_ALIASES: dict[str, tuple[str, ...]] = {
    "file": ("filename", "file", "filepath", "path", "image", "imagename", "imagefile", "photo",
             "photograph", "arquivo", "nomearquivo", "imagem", "caminho", "foto"),
    "new_file": ("newfilename",),
    "subject": ("subject", "subjectid", "neonate", "neonateid", "patient", "patientid", "newborn",
                "infant", "child", "baby", "sujeito", "paciente", "bebe", "rn"),
    "new_subject": ("newsubject",),
    "label": ("label", "class", "classe", "rotulo", "category", "categoria", "pain", "ispain",
              "dor"),
    "dataset": ("dataset", "database", "source", "base", "origem", "conjunto"),
    "stimulus": ("stimulus", "stimuli", "estimulo", "procedure", "procedimento"),
    "nfcs": ("nfcs", "nfcsscore", "nfcstotal"),
    "box": ("facecoordinates", "facebox", "box", "bbox", "boundingbox", "facialarea"),
}  # fmt: skip
YES_NO_COLUMNS = frozenset({"pain", "ispain", "dor"})
"""Label columns whose name says what 1 means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its number in the file, from 1, and its cells by role, blank ones left out."""

    number: int
    cells: Mapping[str, str]
    surplus: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A table whose columns were recognised.

    Attributes
    ----------
    file : Path
        Where it was read.
    columns : Mapping of str to str
        Role → the column's own name.
    lines : tuple of Line
        At least one.
    remarks : tuple of str
        Sentences about how it was read.
    """

    file: Path
    columns: Mapping[str, str]
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()

    def place(self, line: Line, role: str | None = None) -> str:
        """Return where something stands, for a message."""
        column = f", column '{self.columns[role]}'" if role else ""
        return f"line {line.number}{column}"


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; delimiter, encoding and columns are recognised.

    Parameters
    ----------
    path : Path
        A CSV or TSV file with one line of column names. Only the column with the file names
        must be there.

    Raises
    ------
    ManifestError
        No text, no table, no column with file names, two columns for one thing, or no lines.
    InputError
        The file is not there or may not be read.
    """
    table = read_table(path)
    header, lines = table.header, table.lines
    roles = _roles(header, path)
    if not lines:
        raise ManifestError("names no photograph", file=path, remedy="add a line for each")
    return Manifest(
        file=path,
        columns={role: header[index] for role, index in roles.items()},
        lines=tuple(_lines(lines, roles, len(header))),
        remarks=table.remarks,
    )


def _roles(header: Sequence[str], path: Path) -> dict[str, int]:
    names = [folded(name) for name in header]
    roles: dict[str, int] = {}
    for role, aliases in _ALIASES.items():
        found = [index for index, name in enumerate(names) if name in aliases]
        if len(found) > 1:
            raise ManifestError(
                f"the columns '{header[found[0]]}' and '{header[found[1]]}' could both be the "
                f"{role.replace('_', ' ')}",
                file=path,
                remedy="rename or remove one",
            )
        if found:
            roles[role] = found[0]
    if "file" not in roles and "new_file" not in roles:
        raise ManifestError(
            "the column with the file names is missing; its columns are "
            + ", ".join(f"'{name}'" for name in header if name),
            file=path,
            remedy="name it 'file'",
        )
    return roles


def _lines(
    lines: Sequence[tuple[int, list[str]]], roles: Mapping[str, int], width: int
) -> Iterator[Line]:
    for number, cells in lines:
        texts = {role: cells[index].strip() for role, index in roles.items() if index < len(cells)}
        yield Line(
            number=number,
            cells={role: text for role, text in texts.items() if text.casefold() not in _BLANK},
            surplus=len([cell for cell in cells[width:] if cell.strip()]),
        )
