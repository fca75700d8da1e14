"""The station on disk: one SQLite file. The only room that knows SQL."""
