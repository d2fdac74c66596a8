"""Probes of clauses 3.3.1 and 1.3.4: the plan is complete, planning meetings are held, experiments run and rest on figures."""

from masthead.content.probes import experiments, planning

__all__ = ["experiments", "planning"]
