"""Results as files for readers and for spreadsheets."""

from neopain_gui.reports.cells import tidy_table
from neopain_gui.reports.tables import counts_table, means_table, per_image_table

__all__ = ["counts_table", "means_table", "per_image_table", "tidy_table"]
