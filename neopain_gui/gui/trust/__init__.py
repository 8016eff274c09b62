"""How far the map on the viewer can be trusted."""
