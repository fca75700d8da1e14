"""The promises of the station that need machinery to be tried: a power cut, a bad disk, a killed program."""
