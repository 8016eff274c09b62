"""Up to six maps of one photograph beside each other, looked at as one."""
