"""Catalogues compiled without gettext are read by gettext."""

import gettext
import io

from tools.messages import compiled, faults, read_entries

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

# a comment
#: somewhere.html:3
msgid "提交审核"
msgstr "Submit for review"

msgctxt "状态"
msgid "通过"
msgstr "Approved"
msgid "%(n)d 篇稿件"
msgid_plural "%(n)d 篇稿件"
msgstr[0] "%(n)d draft"
msgstr[1] "%(n)d drafts"

#, fuzzy
msgid "退回"
msgstr "Returned?"

msgid ""
"两行"
"文字"
msgstr ""
"two "
"lines"

#~ msgid "旧"
#~ msgstr "old"
"""


def catalogue():
    return gettext.GNUTranslations(io.BytesIO(compiled(list(read_entries(CATALOGUE)))))


def test_gettext_reads_what_we_wrote():
    words = catalogue()

    assert words.gettext("提交审核") == "Submit for review"
    assert words.pgettext("状态", "通过") == "Approved"
    assert words.gettext("两行文字") == "two lines"
    assert [words.ngettext("%(n)d 篇稿件", "%(n)d 篇稿件", n) % {"n": n} for n in (1, 3)] == ["1 draft", "3 drafts"]


def test_fuzzy_and_obsolete_entries_are_left_out():
    assert catalogue().gettext("退回") == "退回"
    assert catalogue().gettext("旧") == "旧"


def test_missing_words_and_lost_placeholders_are_found():
    bad = 'msgid "稿件"\nmsgstr ""\n\nmsgid "%(name)s 已离开"\nmsgstr "%(nam)s left"\n\nmsgid "稿件"\nmsgstr "draft"\n'

    found = list(faults(list(read_entries(bad))))

    assert [line.split(":")[0] for line in found] == ["not translated", "placeholders differ", "twice"]
