"""What a classifier looked at. Importing this package imports no TensorFlow; computing does."""

from neopain_gui.attribution.grad_cam_pp import grad_cam_pp
from neopain_gui.attribution.gradient_cam import grad_cam
from neopain_gui.attribution.hires_cam import hires_cam
from neopain_gui.attribution.integrated import IntegratedGradients, integrated_gradients
from neopain_gui.attribution.methods import METHODS, Method, find_method
from neopain_gui.attribution.parameters import Parameter

__all__ = [
    "METHODS",
    "IntegratedGradients",
    "Method",
    "Parameter",
    "find_method",
    "grad_cam",
    "grad_cam_pp",
    "hires_cam",
    "integrated_gradients",
]
