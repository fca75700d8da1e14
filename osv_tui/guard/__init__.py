"""Watching over the surroundings of the station: the network, the installed files, the place of its file."""
