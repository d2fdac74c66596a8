"""The sandbox's own pages, in Chinese: accounts, drafts, articles, faults, ledger."""
