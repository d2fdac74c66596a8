"""manage.py import_rulebook: the structure as JSON or as a tree, a draft version without --dry-run, refusals in words."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from masthead.rulebook.models import PolicyVersion
from masthead.rulebook.states import VersionState

pytestmark = pytest.mark.django_db
TEXT = "新媒体管理办法\n第一章 总则\n第一条 甲。\n第三条 乙。\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "办法.txt"
    path.write_text(TEXT, encoding="gb18030")
    return path


def run(*words) -> str:
    out = io.StringIO()
    call_command("import_rulebook", *(str(w) for w in words), stdout=out)
    return out.getvalue()


def test_a_dry_run_prints_the_structure_and_stores_nothing(file):
    found = json.loads(run(file, "--dry-run", "--json"))

    assert set(found) == {"chapters", "doubtful", "furniture"}
    assert found["chapters"] == [
        {
            "number": "第一章",
            "title": "总则",
            "sections": [
                {
                    "number": "",
                    "title": "",
                    "clauses": [{"number": "第一条", "text": "甲。"}, {"number": "第三条", "text": "乙。"}],
                }
            ],
        }
    ]
    assert [set(d) for d in found["doubtful"]] == [{"number", "where", "text", "reason", "suggestion"}]
    assert found["furniture"] == [{"text": "新媒体管理办法", "reason": "文件标题"}]
    assert not PolicyVersion.objects.exists()


def test_without_a_dry_run_the_text_is_a_draft_version_whose_number_is_printed(file):
    found = json.loads(run(file, "--json"))

    version = PolicyVersion.objects.get()
    assert (found["version"], version.state) == (version.number, VersionState.DRAFT)
    assert [c.number for c in version.clauses.order_by("order")] == ["第一章", "第一条", "第三条"]


def test_without_json_a_person_can_read_it(file):
    tree = run(file, "--dry-run")

    assert "第一章 总则" in tree and "需要核对 1 处" in tree and "版面文字 1 处" in tree


def test_a_file_that_cannot_be_read_ends_with_words_and_a_code(tmp_path):
    path = tmp_path / "旧.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600)
    out = io.StringIO()

    with pytest.raises(CommandError, match="另存为") as refused:
        call_command("import_rulebook", str(path), "--json", "--dry-run", stdout=out)
    assert refused.value.returncode == 2
    assert json.loads(out.getvalue())["error"]["code"] == "import_old_word"
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("import_rulebook", str(tmp_path / "没有.txt"))
