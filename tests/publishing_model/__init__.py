"""The life of a publication as a model: random histories against the real engine and the sandbox, its table, its races, its restarts."""
