"""Seats, candidates and lots: Kieswet, chapter P, sections 2 to 4 (facts/apportionment.md).

``distribution.distribute`` is the way in; ``votes`` has what goes into it. Everything is counted in whole
numbers: the law knows fractions, and no rounding.
"""
