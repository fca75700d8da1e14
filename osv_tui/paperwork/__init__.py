"""The papers of the staff."""
