"""Tables as LaTeX, with the lines of the package booktabs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from neopain_gui.reports.cells import plain
from neopain_gui.reports.shown_table import ShownCell, ShownTable

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "|": r"\textbar{}", "<": r"\textless{}", ">": r"\textgreater{}", '"': r"\textquotedbl{}",
    "[": "{[}", "]": "{]}", "*": "{*}", "-": "{-}", "`": r"\textasciigrave{}",
    "\N{MINUS SIGN}": "$-$", "–": "--", "’": "'", "×": r"$\times$", "τ": r"$\tau$",
    "δ": r"$\delta$", "σ": r"$\sigma$", "≥": r"$\geq$", "≤": r"$\leq$", "±": r"$\pm$",
    "\N{NO-BREAK SPACE}": "~",
}  # fmt: skip
_PATTERN = re.compile("|".join(map(re.escape, _SPECIAL)))


def escaped(text: str) -> str:
    """Return text as LaTeX prints it: no letter of it is a command."""
    return _PATTERN.sub(lambda found: _SPECIAL[found.group()], plain(text))


def latex_table(table: ShownTable) -> str:
    r"""Return a table as LaTeX, to be ``\input`` into a paper that uses booktabs.

    The packages textcomp (part of LaTeX since 2020), graphicx and ``\usepackage[T1]{fontenc}`` are
    needed too: a wide table is shrunk to the width of the line.
    """
    columns = len(table.header)
    lines = [
        "% Needs \\usepackage[T1]{fontenc}, \\usepackage{booktabs} and \\usepackage{graphicx}.",
        r"\begin{table}",
        r"\centering",
        rf"\caption{{{escaped(table.title)}}}",
        rf"\label{{tab:{table.name}}}",
        r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%",
        rf"\begin{{tabular}}{{l{'r' * (columns - 1)}}}",
        r"\toprule",
        _row(ShownCell(text=name) for name in table.header),
    ]
    for heading, rows in table.sections:
        lines.append(r"\midrule")
        if heading:
            lines.append(rf"\multicolumn{{{columns}}}{{l}}{{\textit{{{escaped(heading)}}}}} \\")
        lines += [_row(row) for row in rows]
    lines += [r"\bottomrule", r"\end{tabular}}"]
    lines += [rf"\par\smallskip\footnotesize {escaped(note)}" for note in table.notes]
    return "\n".join([*lines, r"\end{table}", ""])


def _row(cells: Iterable[ShownCell]) -> str:
    return " & ".join(_cell(cell) for cell in cells) + r" \\"


def _cell(cell: ShownCell) -> str:
    text = escaped(cell.text)
    return rf"\textbf{{{text}}}" if cell.bold else text
