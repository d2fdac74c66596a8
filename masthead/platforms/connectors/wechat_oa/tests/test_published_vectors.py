"""The platform's own sample messages: what its sample programs encrypt and sign, ours opens and recomputes."""

import pytest
import time_machine

from masthead.core import secrets
from masthead.core.errors import NotPermitted
from masthead.platforms.connectors.wechat_oa import crypto
from masthead.platforms.connectors.wechat_oa.connector import WechatConnector
from masthead.platforms.contract import Channel
from masthead.platforms.stand import KnownSecrets

SAMPLE_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SHORT = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="
TEXT_KEY, TEXT_TOKEN = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "QDG6eK"
TEXT_APP, TEXT_SIGNATURE = "wx5823bf96d3bd56c7", "477715d11cdb4164915debcba66cb864d751f3e6"
TEXT_STAMP, TEXT_NONCE = "1409659813", "1372623149"
TEXT = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qh"
    "xchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s"
    "4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/u"
    "h9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
ECHO_KEY, ECHO_TOKEN = "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt", "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo"
ECHO = "fsi1xnbH4yQh0+PJxcOdhhK6TDXkjMyhEPA7xB2TGz6b+g7xyAbEkRxN/3cNXW9qdqjnoVzEtpbhnFyq6SVHyA=="


def test_the_short_sample_with_chinese_opens_by_length_in_bytes() -> None:
    message, app_id = crypto.decrypt(SAMPLE_KEY, SHORT)

    assert (message.decode(), app_id) == ("我是中文abcd123", "wxb11529c136998cb6")


def test_the_sample_text_message_has_its_published_signature_and_words() -> None:
    assert crypto.signature(TEXT_TOKEN, TEXT_STAMP, TEXT_NONCE, TEXT) == TEXT_SIGNATURE
    message, app_id = crypto.decrypt(TEXT_KEY, TEXT)
    assert b"<Content><![CDATA[hello]]></Content>" in message
    assert app_id == TEXT_APP


def test_the_sample_address_check_has_its_published_signature_and_echo() -> None:
    assert crypto.signature(ECHO_TOKEN, "1476416373", "47744683", ECHO) == "012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb"
    assert crypto.decrypt(ECHO_KEY, ECHO) == (b"1288432023552776189", "ww1436e0e65a779aee")


@pytest.mark.django_db
def test_the_sample_is_read_in_its_time_and_refused_as_a_replay_today(monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = KnownSecrets(secrets._present(), token=TEXT_TOKEN, key=TEXT_KEY)
    monkeypatch.setattr(secrets, "_keeper", keeper)
    channel = Channel(
        1, "wechat_oa", "http://127.0.0.1:1", TEXT_APP, "", callback_token_ref="test:token", callback_key_ref="test:key"
    )
    query = {"timestamp": TEXT_STAMP, "nonce": TEXT_NONCE, "msg_signature": TEXT_SIGNATURE, "encrypt_type": "aes"}
    body = f"<xml><ToUserName>{TEXT_APP}</ToUserName><Encrypt>{TEXT}</Encrypt></xml>".encode()

    with time_machine.travel(int(TEXT_STAMP) + 5):
        heard = WechatConnector().read_callback(channel, query, body, {})
        assert heard.message
        assert heard.message.text == "hello"
        with pytest.raises(NotPermitted) as forged:
            WechatConnector().read_callback(channel, query | {"msg_signature": "0" * 40}, body, {})
    with pytest.raises(NotPermitted) as stale:
        WechatConnector().read_callback(channel, query, body, {})

    assert (forged.value.code, stale.value.code) == ("callback_signature", "callback_stale")
