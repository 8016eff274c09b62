"""The window. Widgets never compute: they show the session and submit jobs."""
