"""Reading an existing policy text into chapters, sections and clauses. Pure: bytes in, places out, nothing is written.

`reading.read(data, name)` is the way in. Files become lines (`plain`, `markdown`, `word`), page furniture is set apart (`furniture`,
`contents`), numbers that may begin a place are collected (`marks`), the chain of numbers that fits best is chosen (`sequence`), the
document's own levels are inferred (`levels`), and the lines become places (`outline`).
"""
