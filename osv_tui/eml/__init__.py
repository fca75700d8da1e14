"""EML_NL: reading the files of the central office strictly, writing a count as OSV 2019 did, to the byte."""
