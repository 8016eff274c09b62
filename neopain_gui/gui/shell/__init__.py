"""The window around the panels: docks, menus, keys, messages, pages."""
