"""Tables as LaTeX, with the lines of the package booktabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from neopain_gui.reports.cells import plain
from neopain_gui.reports.shown_table import NOTHING, ShownCell, ShownTable

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
_INTERVAL = 24
"""Letters of a cell that holds no more than an interval."""
_MANY = 7
"""Columns that fit across a page in small letters, as longtable has them."""
_PATTERN = re.compile("|".join(map(re.escape, _SPECIAL)))
_FIGURE = re.compile(r"(\N{MINUS SIGN}?)(\d+)(?:\.(\d+))?")
_WITHOUT = frozenset({"", NOTHING, "1"})
"""What may stand between figures: nothing, a dash, the diagonal."""


def escaped(text: str) -> str:
    """Return text as LaTeX prints it: no letter of it is a command."""
    return _PATTERN.sub(lambda found: _SPECIAL[found.group()], plain(text))


def latex_table(table: ShownTable) -> str:
    r"""Return a table as LaTeX, to be ``\input`` into a paper.

    The first lines of the file name the packages that it needs. Columns of figures are aligned on
    the decimal point by siunitx. A wide table is shrunk to the
    width of the line; a long one runs over several pages (longtable), as several tables where it
    is wide too. Letters that pdfLaTeX has no font for (Greek ones it has) are left as they are,
    and the head of the file names XeLaTeX.
    """
    parts, columns = _parts(table), [_column(table, at) for at in range(len(table.header))]
    if len(parts) > 1 and len(table.header) <= _MANY:
        lines, packages = _long(table, columns), r"\usepackage{longtable,array}"
    else:
        lines = [line for one in parts for line in _short(one, parts[0], columns)]
        packages = r"\usepackage{graphicx}"
    text = "\n".join(lines)
    if any(letter > _LATIN and letter not in "’–" for letter in text):
        head = r"% Needs XeLaTeX or LuaLaTeX and a font for its letters (\usepackage{fontspec}), "
    else:
        head = r"% Needs \usepackage[T1]{fontenc}, "
    needs = rf"{head}\usepackage{{booktabs}}, \usepackage{{siunitx}}, {packages}."
    return "\n".join([needs, text, ""])


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


def _short(table: ShownTable, first: ShownTable, columns: Sequence[str]) -> list[str]:
    more = r"\caption{" + escaped(table.title) + " (continued)}"
    return [
        r"\begin{table}",
        r"\centering",
        *(_caption(table) if table is first else [more]),
        r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%",
        rf"\begin{{tabular}}{{{''.join(columns).replace(_WRAPPED, 'l')}}}",
        r"\toprule",
        _head(table, columns),
        *_body(table, columns),
        r"\bottomrule",
        r"\end{tabular}}",
        *_notes(table),
        r"\end{table}",
    ]


def _long(table: ShownTable, columns: Sequence[str]) -> list[str]:
    """Return a table that breaks at the end of a page and repeats its head on the next."""
    head = _head(table, columns)
    widths = [one.replace("WIDTH", "0.24" if at else "0.3") for at, one in enumerate(columns)]
    return [
        r"\begingroup",
        r"\small",
        r"\setlength{\tabcolsep}{3pt}",
        rf"\begin{{longtable}}{{{''.join(widths)}}}",
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
        *_body(table, columns)[1:],  # the line under the head is there already
        r"\end{longtable}",
        *_notes(table),
        r"\endgroup",
    ]


_WRAPPED = r">{\raggedright\arraybackslash}p{WIDTH\linewidth}"


def _column(table: ShownTable, place: int) -> str:
    """Return how a column is set: figures on their point, intervals at the right, text wrapped."""
    texts = [row[place].text for _, rows in table.sections for row in rows] or [""]
    found = [_FIGURE.fullmatch(text) for text in texts if text not in _WITHOUT]
    figures = [one for one in found if one is not None]
    if place and figures and len(figures) == len(found):
        whole = max(len(one[2]) for one in figures)
        rest = max(len(one[3] or "") for one in figures)
        sign = "-" if any(one[1] for one in figures) else ""
        bold = any(row[place].bold for _, rows in table.sections for row in rows)
        weight = ", detect-weight, mode=text" if bold else ""
        return f"S[table-format={sign}{whole}.{rest}{weight}]"
    if not place or max(map(len, texts)) > _INTERVAL:
        return _WRAPPED
    return "r"


def _caption(table: ShownTable) -> list[str]:
    return [rf"\caption{{{escaped(table.title)}}}", rf"\label{{tab:{table.name}}}"]


def _head(table: ShownTable, columns: Sequence[str]) -> str:
    named = (escaped(name) for name in table.header)
    return _line(f"{{{name}}}" if kind.startswith("S") else name
                 for name, kind in zip(named, columns, strict=True))  # fmt: skip


def _body(table: ShownTable, columns: Sequence[str]) -> list[str]:
    lines = []
    for heading, rows in table.sections:
        lines.append(r"\midrule")
        if heading:
            said = rf"\textit{{{escaped(heading)}}}"
            lines.append(rf"\multicolumn{{{len(table.header)}}}{{l}}{{{said}}} \\")
        lines += [_line(map(_cell, row, columns)) for row in rows]
    return lines


def _notes(table: ShownTable) -> list[str]:
    return [rf"\par\smallskip\footnotesize {escaped(note)}" for note in table.notes]


def _line(cells: Iterable[str]) -> str:
    return " & ".join(cells) + r" \\"


def _cell(cell: ShownCell, column: str) -> str:
    if not column.startswith("S"):
        text = escaped(cell.text)
        return rf"\textbf{{{text}}}" if cell.bold else text
    if _FIGURE.fullmatch(cell.text) is None:
        return f"{{{escaped(cell.text)}}}"
    figure = cell.text.replace("\N{MINUS SIGN}", "-")
    return rf"\bfseries {figure}" if cell.bold else figure
