"""The folder that is published: the CSV, the documents, and the lists of checksums."""
