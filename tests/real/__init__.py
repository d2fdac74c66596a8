"""Real platform servers on this machine: the contract suite against them, and what only they can show. Run by `./dev test-real`."""
