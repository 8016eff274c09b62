"""Faces by BlazeFace and a face mesh; the entry is :mod:`neopain_gui.faces.blazeface.detector`."""
