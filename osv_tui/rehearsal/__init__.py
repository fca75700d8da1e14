"""Practising without voters: an invented municipality, its papers, and the hands that type them.

``municipality`` makes the elections and ``papers`` what stands on the papers of their units; ``paper_file``
reads papers from a file instead. ``mistakes`` plants typing mistakes, ``keys`` gives the keys a typist
presses. Everything follows from one seed: the same seed gives the same on every machine and every Python.
"""
