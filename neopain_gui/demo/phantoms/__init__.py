"""What the phantoms are drawn with; the entry is :mod:`neopain_gui.demo.phantoms.phantom`."""
