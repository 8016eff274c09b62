"""A cross-validated classifier: several networks, each trained without some neonates, as one."""
