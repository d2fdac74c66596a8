"""Floor 2. The trail 留痕: append-only events, recorded refusals, the registry of guards and probes keyed by clause number.

Owns: Event, SealBatch, EventSeal. Actor and target are kind + id + name at that time, never a foreign key.
"""
