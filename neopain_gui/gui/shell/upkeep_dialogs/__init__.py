"""Dialogs that remove and edit photographs, neonates and maps."""
