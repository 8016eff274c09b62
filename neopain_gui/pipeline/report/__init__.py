"""A study's report: tables, figures and a page that a paper can be written from."""

from neopain_gui.pipeline.report.gather import PHOTOGRAPHS, may_show_photographs
from neopain_gui.pipeline.report.write import write_report

__all__ = ["PHOTOGRAPHS", "may_show_photographs", "write_report"]
