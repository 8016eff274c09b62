"""Results as files for readers and for spreadsheets."""

from neopain_gui.reports.cells import tidy_table

__all__ = ["tidy_table"]
