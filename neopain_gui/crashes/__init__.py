"""What is left on this computer when NeoPain fails: where in its own program, never whose data.

Nothing here is sent anywhere. The window shows a report before anybody copies it.
"""
