"""A first visit costs at most 250 KB on the wire, without the slices of the fallback font; editor and charts travel only where they are needed."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.budgets.conftest import Look
from tests.budgets.weight import CHART, CHARTS, EDITOR, file_of, files_of, weight_of

pytestmark = pytest.mark.django_db
MOST_KB = 250
WITH_EDITOR = "content:draft_edit"


@pytest.fixture(autouse=True)
def _built() -> None:
    if not (Path(settings.BUILD_DIR) / "manifest.json").is_file():
        pytest.fail("the front end is not built, so nothing can be weighed: run ./dev build")


def test_the_first_visit_to_any_page_costs_at_most_250_kb(seen: list[Look]) -> None:
    weights = sorted(((weight_of(look.html) / 1024, look.name) for look in seen), reverse=True)
    table = "\n".join(f"{size:7.1f} KB  {name}" for size, name in weights)

    print(f"first visit, compressed\n{table}")
    assert weights[0][0] <= MOST_KB, f"split off what the page does not need at once\n{table}"


def test_the_editor_travels_only_to_its_page(seen: list[Look]) -> None:
    carriers = {look.name.split(" ")[0] for look in seen if file_of(EDITOR) in files_of(look.html)}

    assert carriers == {WITH_EDITOR}


def test_charts_travel_only_to_pages_with_a_chart(seen: list[Look]) -> None:
    needless = [look.name for look in seen if file_of(CHARTS) in files_of(look.html) and CHART not in look.html]

    assert not needless
    assert any(CHART in look.html for look in seen), "no page shows a chart: this test looks at nothing"


def test_a_list_costs_less_than_half_of_the_budget(seen: list[Look]) -> None:
    (drafts,) = [look for look in seen if look.name.startswith("content:drafts ")]

    assert weight_of(drafts.html) / 1024 <= MOST_KB / 2
