"""Checking a published package: from its files alone, without a station, a terminal or a network."""
