"""Telling systems outside: events of the trail, signed, at least once, never in the way of the deed.

The trail's order of sealing is the queue: a tick reads on where it stopped and writes one row an event and webhook; another sends.
"""
