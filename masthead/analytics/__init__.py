"""Floor 15, chapters 5.1 and 5.2.1 — metrics and observations. Owns: Metric, Observation. Words: Observation 观测值."""
