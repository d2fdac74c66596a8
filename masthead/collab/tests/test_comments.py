"""Clause 1.3.5: a thing has one place to talk about it; who is named can read it; nothing that was said is lost."""

import pytest

from masthead.collab import actions, queries, testing
from masthead.collab.models import Comment, Mention
from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken, TooMany
from masthead.notify.models import Notice

KIND = "collab.crossrequest"


@pytest.fixture
def thing(request_):
    """What is talked about: a request of 宣传部 to 技术部, which 市场部 cannot see."""
    return request_


def say(thing, by, body, **more):
    return actions.add_comment(kind=KIND, target_id=thing.pk, body=body, by=by, **more)


def test_a_named_reader_is_told_once(thing, lin, zhou):
    say(thing, lin, "@周明远 头像要换，@zhoush 看一下")

    assert Notice.objects.filter(member=zhou, kind="collab.mention").count() == 1 and Mention.objects.count() == 1


def test_nobody_is_named_who_cannot_read_the_thing(thing, lin, sun):
    with pytest.raises(BadInput) as refused:
        say(thing, lin, "@孙博文 看看")

    assert refused.value.code == "mention_out_of_scope" and not Comment.objects.exists()
    assert not Notice.objects.filter(member=sun).exists()


def test_an_address_is_no_mention_and_a_name_ends_where_it_ends(thing, lin, zhou):
    assert queries.named_in("写信到 a@周明远 吧") == []
    assert queries.named_in("请@周明远看一下") == [zhou] == queries.named_in("@zhoush, 请看")


def test_out_of_scope_there_is_no_thread(thing, sun):
    with pytest.raises(NotThere):
        say(thing, sun, "看得到吗")
    with pytest.raises(NotThere):
        actions.add_comment(kind="no.kind", target_id=1, body="x", by=sun)


def test_empty_and_endless_words_are_refused(thing, lin):
    for body in (" \n", "长" * 2001):
        with pytest.raises(BadInput):
            say(thing, lin, body)


def test_an_answer_hangs_below_its_thread_and_tells_those_in_it(thing, lin, zhou, chen):
    first = say(thing, lin, "简介写错了")
    second = say(thing, zhou, "是的", parent=first)
    third = say(thing, chen, "改了", parent=second)

    assert third.parent == first
    assert Notice.objects.filter(member=lin, kind="collab.reply").count() == 2
    assert Notice.objects.filter(member=zhou, kind="collab.reply").count() == 1


def test_who_lost_sight_of_the_thing_is_not_told_of_answers(thing, lin, zhou):
    first = say(thing, zhou, "简介写错了")
    zhou.grants.all().delete()
    say(thing, lin, "改了", parent=first)

    assert not Notice.objects.filter(member=zhou).exists()


def test_an_edit_keeps_what_stood_there_and_tells_only_the_newly_named(thing, lin, zhou, chen):
    comment = say(thing, lin, "@周明远 头像要换")
    actions.edit_comment(comment=comment, body="@周明远 @陈立群 头像要换", by=lin)

    assert comment.edits.get().body == "@周明远 头像要换"
    assert Notice.objects.filter(member=zhou).count() == 1 and Notice.objects.filter(member=chen).count() == 1


def test_only_the_author_changes_or_withdraws(thing, lin, zhou):
    comment = say(thing, lin, "头像要换")
    for deed in (
        lambda: actions.edit_comment(comment=comment, body="x", by=zhou),
        lambda: actions.withdraw_comment(comment=comment, by=zhou),
    ):
        with pytest.raises(NotPermitted):
            deed()


def test_a_withdrawn_comment_leaves_its_mark_and_no_mention(thing, lin):
    comment = say(thing, lin, "@周明远 头像要换")
    actions.withdraw_comment(comment=comment, by=lin)

    assert Comment.objects.get().withdrawn_at and not Mention.objects.exists()
    with pytest.raises(RuleBroken):
        actions.edit_comment(comment=comment, body="又写", by=lin)


def test_any_reader_settles_a_point_and_opens_it_again(thing, lin, zhou, sun):
    comment = say(thing, lin, "头像要换")
    with pytest.raises(NotThere):
        actions.resolve_thread(comment=comment, by=sun)
    assert actions.resolve_thread(comment=comment, by=zhou).resolved_by == zhou
    assert actions.reopen_thread(comment=comment, by=lin).resolved_at is None


def test_a_flood_of_comments_is_stopped(thing, lin):
    for n in range(10):
        say(thing, lin, f"第 {n} 条")
    with pytest.raises(TooMany):
        say(thing, lin, "第 11 条")


def test_a_comment_answers_only_in_its_own_thread(thing, lin, units):
    other = testing.make_request(lin, units["技术部"], title="另一件事")
    first = say(thing, lin, "简介写错了")

    with pytest.raises(NotThere):
        say(other, lin, "串门", parent=first)


def test_namesakes_are_asked_for_and_mentions_have_a_limit(thing, lin, units):
    from masthead.org.testing import give_role, make_member

    for n in range(11):
        give_role(
            make_member(f"chayou{n}", f"茶友{n}" if n < 9 else "茶友", unit=units["宣传部"]),
            "editor",
            unit=units["宣传部"],
        )
    with pytest.raises(BadInput) as refused:
        say(thing, lin, "@茶友 来看")
    assert refused.value.code == "mention_ambiguous"


def test_the_picker_offers_readers_only(thing, lin, sun):
    names = {m.name for m in queries.suggest_people(KIND, thing.pk, lin, "")}

    assert "周明远" in names and "孙博文" not in names and "林知夏" not in names


def test_the_list_of_mentions_hides_what_went_out_of_sight(thing, lin, zhou):
    say(thing, lin, "@周明远 头像要换")
    assert queries.mentions_of(zhou).rows[0].readable
    zhou.grants.all().delete()
    zhou.__dict__.pop("_kept_scopes", None)

    assert not queries.mentions_of(zhou).rows[0].readable


def test_threads_of_a_request_are_for_both_departments(request_, lin, he, sun):
    actions.add_comment(kind="collab.crossrequest", target_id=request_.pk, body="@何静怡 尺寸有变", by=lin)

    assert len(queries.threads_on("collab.crossrequest", request_.pk, he)) == 1
    with pytest.raises(NotThere):
        queries.target_of("collab.crossrequest", request_.pk, sun)
