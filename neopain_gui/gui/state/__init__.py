"""The one state that all panels share, and how it is changed and undone."""
