"""Probes of clauses 1.3.4, 1.3.5, 2.1, 2.2.1 and 2.2.4: joint work is answered, decided and carried out."""

from masthead.collab.probes import group, joint_work

__all__ = ["group", "joint_work"]
