"""Work that must not hold up the window: one thread a job, four lanes, one end each.

For example ``jobs.local(function, title="Read the folder", on_done=self._show)``.
"""

from neopain_gui.gui.jobs.lanes import Jobs
from neopain_gui.gui.jobs.worker import Task, TaskState

__all__ = ["Jobs", "Task", "TaskState"]
