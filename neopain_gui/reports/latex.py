"""Tables as LaTeX, with the lines of the package booktabs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from neopain_gui.reports.cells import plain
from neopain_gui.reports.shown_table import ShownCell, ShownTable

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "|": r"\textbar{}", "<": r"\textless{}", ">": r"\textgreater{}", '"': r"\textquotedbl{}",
    "[": "{[}", "]": "{]}", "*": "{*}", "-": "{-}", "`": r"\textasciigrave{}",
    "\N{MINUS SIGN}": "$-$", "–": "--", "’": "'", "×": r"$\times$", "τ": r"$\tau$",
    "δ": r"$\delta$", "σ": r"$\sigma$", "≥": r"$\geq$", "≤": r"$\leq$", "±": r"$\pm$",
    "\N{NO-BREAK SPACE}": "~", "\N{NARROW NO-BREAK SPACE}": r"\,", "√": r"$\surd$", "…": r"\dots{}",
    "°": r"\textdegree{}", "µ": r"\textmu{}", "→": r"$\rightarrow$", "“": "``", "”": "\'\'",
    **{
        letter: f"${sign}$"
        for letters, signs in (
            (
                "αβγεζηθικλμνξπρςυφχψωΓΔΘΛΞΠΣΥΦΨΩ",
                "alpha beta gamma varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho "
                "varsigma upsilon varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma "
                "Upsilon Phi Psi Omega",
            ),
        )
        for letter, sign in zip(letters, (f"\\{one}" for one in signs.split()), strict=True)
    },
}  # fmt: skip
_LATIN = "\u017f"
"""Letters behind Latin Extended-A are in no usual font of pdfLaTeX."""
LONG = 36
"""Rows that fit on a page beside a caption; longer tables run over several pages."""
_NUMBER = 18
"""Letters of a cell that holds no more than a number and its interval."""
_MANY = 7
"""Columns that fit across a page in small letters, as longtable has them."""
_PATTERN = re.compile("|".join(map(re.escape, _SPECIAL)))


def escaped(text: str) -> str:
    """Return text as LaTeX prints it: no letter of it is a command."""
    return _PATTERN.sub(lambda found: _SPECIAL[found.group()], plain(text))


def latex_table(table: ShownTable) -> str:
    r"""Return a table as LaTeX, to be ``\input`` into a paper.

    The first lines of the file name the packages that it needs. A wide table is shrunk to the
    width of the line; a long one runs over several pages (longtable), as several tables where it
    is wide too. Letters that pdfLaTeX has no font for (Greek ones it has) are left as they are,
    and the head of the file names XeLaTeX.
    """
    parts = _parts(table)
    if len(parts) > 1 and len(table.header) <= _MANY:
        lines, packages = _long(table), r"\usepackage{booktabs}, \usepackage{longtable,array}"
    else:
        lines = [line for one in parts for line in _short(one, parts[0])]
        packages = r"\usepackage{booktabs}, \usepackage{graphicx}"
    text = "\n".join(lines)
    if any(letter > _LATIN and letter not in "’–" for letter in text):
        head = r"% Needs XeLaTeX or LuaLaTeX and a font for its letters (\usepackage{fontspec}), "
    else:
        head = r"% Needs \usepackage[T1]{fontenc}, "
    return "\n".join([f"{head}{packages}.", text, ""])


def _parts(table: ShownTable) -> list[ShownTable]:
    """Return a table in parts that each fit on a page."""
    parts: list[list[tuple[str, tuple[tuple[ShownCell, ...], ...]]]] = [[]]
    room = LONG
    for heading, rows in table.sections:
        left = rows
        while left:
            if room < 2:  # for a heading and a row
                parts.append([])
                room = LONG
            count = room - bool(heading)
            parts[-1].append((heading, left[:count]))
            room -= len(left[:count]) + bool(heading)
            left = left[count:]
    return [
        replace(table, sections=tuple(one), notes=table.notes if one is parts[-1] else ())
        for one in parts
    ]


def _short(table: ShownTable, first: ShownTable) -> list[str]:
    columns = len(table.header)
    more = r"\caption{" + escaped(table.title) + " (continued)}"
    return [
        r"\begin{table}",
        r"\centering",
        *(_caption(table) if table is first else [more]),
        r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%",
        rf"\begin{{tabular}}{{l{'r' * (columns - 1)}}}",
        r"\toprule",
        _row(ShownCell(text=name) for name in table.header),
        *_body(table),
        r"\bottomrule",
        r"\end{tabular}}",
        *_notes(table),
        r"\end{table}",
    ]


def _long(table: ShownTable) -> list[str]:
    """Return a table that breaks at the end of a page and repeats its head on the next."""
    head = _row(ShownCell(text=name) for name in table.header)
    columns = "".join(_column(table, place) for place in range(len(table.header)))
    return [
        r"\begingroup",
        r"\small",
        r"\setlength{\tabcolsep}{3pt}",
        rf"\begin{{longtable}}{{{columns}}}",
        "\n".join(_caption(table)) + r" \\",
        r"\toprule",
        head,
        r"\midrule",
        r"\endfirsthead",
        r"\toprule",
        head,
        r"\midrule",
        r"\endhead",
        r"\bottomrule",
        r"\endfoot",
        *_body(table)[1:],  # the line under the head is there already
        r"\end{longtable}",
        *_notes(table),
        r"\endgroup",
    ]


def _column(table: ShownTable, place: int) -> str:
    """Return how a column of a long table is set: text is wrapped, numbers end at the right."""
    widest = max(len(row[place].text) for _, rows in table.sections for row in rows)
    if place and widest <= _NUMBER:
        return "r"
    return r">{\raggedright\arraybackslash}p{" + ("0.26" if place else "0.32") + r"\linewidth}"


def _caption(table: ShownTable) -> list[str]:
    return [rf"\caption{{{escaped(table.title)}}}", rf"\label{{tab:{table.name}}}"]


def _body(table: ShownTable) -> list[str]:
    lines = []
    for heading, rows in table.sections:
        lines.append(r"\midrule")
        if heading:
            said = rf"\textit{{{escaped(heading)}}}"
            lines.append(rf"\multicolumn{{{len(table.header)}}}{{l}}{{{said}}} \\")
        lines += [_row(row) for row in rows]
    return lines


def _notes(table: ShownTable) -> list[str]:
    return [rf"\par\smallskip\footnotesize {escaped(note)}" for note in table.notes]


def _row(cells: Iterable[ShownCell]) -> str:
    return " & ".join(_cell(cell) for cell in cells) + r" \\"


def _cell(cell: ShownCell) -> str:
    text = escaped(cell.text)
    return rf"\textbf{{{text}}}" if cell.bold else text
