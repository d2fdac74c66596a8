"""`manage.py search_rebuild [KIND]`: the search index made anew while people go on working."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.core.search.registry import SEARCHABLE
from masthead.web import actions


class Command(BaseCommand):
    help = "重建全站搜索索引（可指定一类对象）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", default="", help="、".join(SEARCHABLE))

    def handle(self, *args: Any, **options: Any) -> None:
        kind = options["kind"]
        if kind and kind not in SEARCHABLE:
            raise CommandError(f"没有「{kind}」这一类。可以写：{'、'.join(SEARCHABLE)}")
        totals: dict[str, int] = {}
        for name, done in actions.rebuild_search(kind=kind):
            if name not in totals:
                self.stdout.write(f"{name} …")
            totals[name] = done
        self.stdout.write(self.style.SUCCESS("、".join(f"{name} {count}" for name, count in totals.items())))
