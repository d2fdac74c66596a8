"""The register's facts beside the account's own columns, for lists and machines."""

from collections.abc import Collection

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from masthead.accounts.models import Account, Certification, Checkup, Dossier
from masthead.accounts.queries.register import PEOPLE


def accounts_with_people(pks: Collection[int]) -> "QuerySet[Account]":
    """These accounts; the caller has checked that they may be read."""
    return Account.objects.filter(pk__in=pks).select_related(*PEOPLE)


def with_facts(rows: "QuerySet[Account]") -> "QuerySet[Account]":
    """Adds company_name, certified_until and checkup_score; no further query."""
    newest = Certification.objects.filter(account=OuterRef("pk")).order_by("-pk")
    subject = Dossier.objects.filter(account=OuterRef("pk")).values("company_name")
    return rows.annotate(
        company_name=Coalesce(Subquery(subject), Value(""), output_field=CharField()),
        certified_until=Subquery(newest.values("expires_on")[:1]),
        checkup_score=Subquery(Checkup.objects.filter(account=OuterRef("pk")).order_by("-on").values("score")[:1]),
    )
