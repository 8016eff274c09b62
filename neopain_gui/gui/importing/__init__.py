"""Pages that look at photographs and studies before they come in."""
