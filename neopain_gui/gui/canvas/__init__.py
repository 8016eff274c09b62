"""The surface on which photographs, masks and what is drawn by hand are seen."""
