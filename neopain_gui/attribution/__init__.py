"""What a classifier looked at. Importing this package imports no TensorFlow; computing does."""

from neopain_gui.attribution.expected import expected_gradients
from neopain_gui.attribution.grad_cam_pp import grad_cam_pp
from neopain_gui.attribution.gradient_cam import grad_cam
from neopain_gui.attribution.hires_cam import hires_cam
from neopain_gui.attribution.integrated import IntegratedGradients, integrated_gradients
from neopain_gui.attribution.methods import METHODS, Method, find_method
from neopain_gui.attribution.occlusion import occlusion
from neopain_gui.attribution.parameters import Parameter
from neopain_gui.attribution.rise import rise
from neopain_gui.attribution.smooth_grad import smooth_grad
from neopain_gui.attribution.smooth_integrated import smooth_integrated_gradients

__all__ = [
    "METHODS",
    "IntegratedGradients",
    "Method",
    "Parameter",
    "expected_gradients",
    "find_method",
    "grad_cam",
    "grad_cam_pp",
    "hires_cam",
    "integrated_gradients",
    "occlusion",
    "rise",
    "smooth_grad",
    "smooth_integrated_gradients",
]
