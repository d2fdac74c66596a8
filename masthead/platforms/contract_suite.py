"""What every automatic connector must do, whatever its platform: the same tests against the sandbox and against real servers.

Import the test functions into a module that has a fixture `stand` (see tests/test_contract.py and tests/real). A test that needs a fault
switch asks for `sandbox_stand`, which a real server does not have.
"""

import re
from dataclasses import replace

import pytest

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.base import UNSUPPORTED
from masthead.platforms.contract import Ability, Found, ProgressState, Remote
from masthead.platforms.registry import comments_below
from masthead.platforms.stand import SandboxStand, Stand, go, looked_up, marker_of, settled, upload_all

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def fault_of_publish(stand: Stand, mark: str) -> tuple[PlatformFault, Remote]:
    post = stand.post(mark)
    remote = upload_all(stand, post)
    with pytest.raises(PlatformFault) as broken:
        stand.connector.publish(stand.channel(), post, dict(remote))
    return broken.value, remote


def test_a_good_account_is_told_good_with_what_it_may_do(stand: Stand) -> None:
    report = stand.connector.check(stand.channel())

    assert report.ok, report.message
    assert report.capabilities[Ability.PUBLISH].mode != "none"


def test_a_wrong_secret_is_named_with_its_mend(stand: Stand) -> None:
    report = stand.connector.check(stand.wrong_channel())

    assert not report.ok
    assert CHINESE.search(report.message)
    assert CHINESE.search(report.advice), "the mend is missing"


def test_only_the_last_stage_may_not_be_repeated(stand: Stand) -> None:
    stages = stand.connector.stages(stand.post("蒙顶春茶"))

    assert [s.repeatable for s in stages] == [True] * (len(stages) - 1) + [False]


def test_a_post_that_the_platform_takes_has_no_blocking_issue_and_an_empty_one_has(stand: Stand) -> None:
    post = stand.post("蒙顶春茶")

    assert not [i for i in stand.connector.validate(post) if i.block]
    empty = replace(post, title="", text="", digest="", html="", pictures=(), video=None, cover=None)
    assert [i for i in stand.connector.validate(empty) if i.block]


def test_a_post_goes_out_once_and_its_address_opens(stand: Stand) -> None:
    post = stand.post("雅安藏茶一号")
    remote = go(stand, post)
    progress = settled(stand, remote)

    assert progress.state == ProgressState.PUBLISHED, progress.reason
    assert progress.url.startswith("http")
    assert stand.count("雅安藏茶一号") == 1
    assert (remote | progress.remote)[stand.connector.figures_key]


def test_an_answer_lost_after_acceptance_is_unknown_and_the_look_up_finds_it(stand: Stand) -> None:
    stand.cut(after=True)
    broken, remote = fault_of_publish(stand, "雅安藏茶二号")

    assert broken.kind == FaultKind.UNKNOWN_OUTCOME
    found = looked_up(stand, stand.post("雅安藏茶二号"), remote)
    assert found.found == Found.YES, found.note
    assert settled(stand, remote | found.remote).state == ProgressState.PUBLISHED
    assert stand.count("雅安藏茶二号") == 1


def test_a_call_cut_before_acceptance_is_never_taken_for_published(stand: Stand) -> None:
    stand.cut(after=False)
    broken, remote = fault_of_publish(stand, "雅安藏茶三号")

    assert broken.kind in (FaultKind.UNKNOWN_OUTCOME, FaultKind.NOT_SENT)
    found = stand.connector.find(stand.channel(), stand.post("雅安藏茶三号"), dict(remote))
    assert found.found != Found.YES
    assert stand.count("雅安藏茶三号") == 0


def test_a_gateway_error_after_acceptance_is_unknown(sandbox_stand: SandboxStand) -> None:
    sandbox_stand.fault("http_500", after=True)
    broken, remote = fault_of_publish(sandbox_stand, "雅安藏茶四号")

    assert broken.kind == FaultKind.UNKNOWN_OUTCOME
    found = looked_up(sandbox_stand, sandbox_stand.post("雅安藏茶四号"), remote)
    assert found.found == Found.YES


def test_a_throttled_call_says_when_to_come_back_and_did_nothing(sandbox_stand: SandboxStand) -> None:
    sandbox_stand.fault("throttle")
    broken, _remote = fault_of_publish(sandbox_stand, "雅安藏茶五号")

    assert broken.kind == FaultKind.THROTTLED
    assert broken.retry_after is None or broken.retry_after > 0
    assert sandbox_stand.count("雅安藏茶五号") == 0


def test_an_expired_token_is_renewed_once_or_named_as_a_credential_fault(sandbox_stand: SandboxStand) -> None:
    sandbox_stand.fault("expired_token")
    post = sandbox_stand.post("雅安藏茶六号")
    refused, remote = None, Remote()
    try:
        remote = go(sandbox_stand, post)
    except PlatformFault as fault:
        refused = fault
    if refused is not None:
        assert refused.kind == FaultKind.CREDENTIAL
        assert CHINESE.search(str(refused.advice))
        return
    assert settled(sandbox_stand, remote).state == ProgressState.PUBLISHED
    assert sandbox_stand.count("雅安藏茶六号") == 1


def test_a_platform_that_calls_it_a_duplicate_never_gets_it_twice(sandbox_stand: SandboxStand) -> None:
    sandbox_stand.fault("duplicate", after=True)
    broken, remote = fault_of_publish(sandbox_stand, "雅安藏茶七号")

    assert broken.kind in (FaultKind.UNKNOWN_OUTCOME, FaultKind.REJECTED)
    if broken.kind == FaultKind.UNKNOWN_OUTCOME:
        found = sandbox_stand.connector.find(sandbox_stand.channel(), sandbox_stand.post("雅安藏茶七号"), dict(remote))
        assert found.found != Found.NO


def test_a_post_that_was_taken_down_is_gone(stand: Stand) -> None:
    if Ability.WITHDRAW not in stand.offers:
        with pytest.raises(PlatformFault) as refused:
            stand.connector.delete(stand.channel(), {})
        assert refused.value.platform_code == UNSUPPORTED
        return
    remote = go(stand, stand.post("雅安藏茶八号"))
    remote |= settled(stand, remote).remote
    stand.connector.delete(stand.channel(), dict(remote))

    assert stand.count("雅安藏茶八号") == 0
    assert stand.connector.status(stand.channel(), dict(remote)).state == ProgressState.GONE
    stand.connector.delete(stand.channel(), dict(remote))  # gone already is no fault


def test_readers_comments_come_in_with_author_and_time_and_can_be_answered(stand: Stand) -> None:
    if Ability.COMMENTS not in stand.offers:
        with pytest.raises(PlatformFault) as refused:
            stand.connector.comments(stand.channel(), {})
        assert refused.value.platform_code == UNSUPPORTED
        return
    remote = go(stand, stand.post("雅安藏茶九号"))
    remote |= settled(stand, remote).remote
    stand.comment(remote, "这款藏茶怎么煮？")
    page = stand.connector.comments(stand.channel(), dict(remote))

    asked = next(c for c in page.comments if "怎么煮" in c.text)
    assert asked.key
    assert asked.author
    assert asked.at.tzinfo is not None
    if stand.replies:
        assert stand.connector.reply(stand.channel(), dict(remote), asked, "建议一比五十，煮沸三分钟。", "reply-1")


def test_a_later_look_tells_whether_it_is_there_and_what_it_says(stand: Stand) -> None:
    remote = go(stand, stand.post("雅安藏茶十四号"))
    remote |= settled(stand, remote).remote
    seen = stand.connector.revisit(stand.channel(), dict(remote))

    assert seen.progress.state == ProgressState.PUBLISHED, seen.progress.reason
    assert not (seen.title or seen.text) or "雅安藏茶十四号" in f"{seen.title} {seen.text}"
    again = stand.connector.revisit(stand.channel(), dict(remote))
    assert (again.title, again.text) == (seen.title, seen.text)
    if Ability.WITHDRAW in stand.offers:
        stand.connector.delete(stand.channel(), dict(remote))
        assert stand.connector.revisit(stand.channel(), dict(remote)).progress.state == ProgressState.GONE


def test_a_comment_below_our_own_post_is_said_once(stand: Stand) -> None:
    words, key = "茶样申领方式见主页置顶。", "first-comment-1"
    if not comments_below(stand.name):
        with pytest.raises(PlatformFault) as refused:
            stand.connector.comment_below(stand.channel(), {}, words, key)
        assert refused.value.platform_code == UNSUPPORTED
        return
    remote = go(stand, stand.post("雅安藏茶十五号"))
    remote |= settled(stand, remote).remote
    said = stand.connector.comment_below(stand.channel(), dict(remote), words, key)

    assert said
    assert stand.connector.comment_below(stand.channel(), dict(remote), words, key) == said


def test_a_figure_joins_on_what_the_post_is_known_by(stand: Stand) -> None:
    """Only for totals that are told at once; a platform that tells days has its own tests."""
    if Ability.FIGURES not in stand.offers:
        return
    remote = go(stand, stand.post("雅安藏茶十二号"))
    remote |= settled(stand, remote).remote
    ref = str(remote[stand.connector.figures_key])
    batch = stand.connector.metrics(stand.channel(), clock.today(), [ref])

    assert {row.remote_value for row in batch.rows} <= {ref}
    assert all(row.value >= 0 for row in batch.rows)


def test_another_version_with_the_same_words_is_never_taken_for_this_one(sandbox_stand: SandboxStand) -> None:
    """A look-up that goes by the title would call a post published that never was, or publish one twice."""
    if not sandbox_stand.knows_versions:
        return
    go(sandbox_stand, sandbox_stand.post("雅安藏茶十三号"))
    other = replace(sandbox_stand.post("雅安藏茶十三号"), marker=marker_of("another version"))
    remote = upload_all(sandbox_stand, other)
    found = sandbox_stand.connector.find(sandbox_stand.channel(), other, dict(remote))

    assert found.found != Found.YES, found.note


def test_an_account_speaks_through_its_own_token_alone(stand: Stand) -> None:
    """A wrong secret never publishes, not even while another account's good token lies in the same table."""
    go(stand, stand.post("雅安藏茶十号"))
    post = stand.post("雅安藏茶十一号")
    with pytest.raises(PlatformFault) as refused:
        go(stand, post, stand.wrong_channel())
    assert refused.value.kind == FaultKind.CREDENTIAL
    assert stand.count("雅安藏茶十一号") == 0
