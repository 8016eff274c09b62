"""A network as a TFLite file for other programs and telephones, with what it needs to be used."""

from neopain_gui.classifiers.tflite.convert import Kind
from neopain_gui.classifiers.tflite.writing import Exported, check_wanted, export

__all__ = ["Exported", "Kind", "check_wanted", "export"]
