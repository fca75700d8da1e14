"""The rules of an election count. Pure: no file, no SQL, no clock, no screen; it imports nothing of ours."""
