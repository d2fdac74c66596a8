"""Whose turn it is: one row for each thing that only one process may begin within a period, on however many machines."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Turn(models.Model):
    """`next_at` = the next time that somebody may begin; whoever moves it ahead has the turn. There is no leader to be missed."""

    name = models.CharField(max_length=40, unique=True)
    next_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    holder = models.CharField(max_length=120)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("节拍")

    def __str__(self) -> str:
        return f"{self.name} {self.holder}"
