"""The distribution of seats as pages of lines, to follow the law with a pocket calculator; no screen here."""
