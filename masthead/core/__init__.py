"""Floor 1. Errors, clock, states, digests, files, jobs, secret references, permissions, registries of the shell, `ui/` components.

Owns: StoredFile. Knows nothing of members, clauses or platforms; upper floors register with it.
"""
