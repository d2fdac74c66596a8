"""The rules read sources and loaded apps; none of them needs a table."""
