"""base ← dev (./dev run), test (pytest), prod (a server)."""
