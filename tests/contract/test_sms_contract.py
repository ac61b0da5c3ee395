"""What the SMS gateway promises, and which of its refusals speak of the number."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from services.standalone.mail_sink import MailSink
from shared.adapters.memory_sms import MemorySms
from shared.adapters.sms import HttpSms, sms_of
from shared.errors import ServerUnavailable, SmsRefused
from shared.settings import Settings

NUMBER, REFUSED = "+33612345678", "+33600000000"


class SmsContract:
    """The promises. `sms` sends, `got` says what arrived."""

    async def test_a_text_arrives_once_a_reference(self, sms, got):
        for _ in range(2):
            await sms.send(NUMBER, "Guichet : é", "k1")
        await sms.send(NUMBER, "autre", "k2")

        assert got() == [(NUMBER, "Guichet : é"), (NUMBER, "autre")]

    async def test_a_number_that_takes_nothing_is_refused(self, sms, got):
        with pytest.raises(SmsRefused) as refused:
            await sms.send(REFUSED, "x", "k")
        assert REFUSED not in str(refused.value)
        assert got() == []


class TestMemorySms(SmsContract):
    @pytest.fixture
    def sms(self):
        return MemorySms(REFUSED)

    @pytest.fixture
    def got(self, sms):
        return lambda: [(to, text) for to, text, _ in sms.sent]


class TestHttpSms(SmsContract):
    """The real adapter against the sink of one machine."""

    @pytest.fixture
    def sink(self, tmp_path):
        return MailSink(tmp_path)

    @pytest.fixture
    async def sms(self, sink):
        @web.middleware
        async def refuse(request, handler):
            if (await request.json())["to"] == REFUSED:
                return web.Response(status=422)
            return await handler(request)

        app = web.Application(middlewares=[refuse])
        app.router.add_routes(sink.routes())
        async with TestServer(app) as server:
            yield HttpSms(str(server.make_url("/sms")), "token")

    @pytest.fixture
    def got(self, sink):
        return lambda: [(text.to, text.text) for text in sink.texts]


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
async def test_what_a_gateway_says_of_us_does_not_condemn_the_number(status):
    async def answer(request):
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/sms", answer)
    async with TestServer(app) as server:
        with pytest.raises(ServerUnavailable):
            await HttpSms(str(server.make_url("/sms")), "").send(NUMBER, "x", "k")


async def test_a_gateway_that_is_down_has_surely_not_got_the_text(unused_tcp_port):
    with pytest.raises(ServerUnavailable):
        await HttpSms(f"http://127.0.0.1:{unused_tcp_port}/", "").send(NUMBER, "x", "k")


def test_without_a_gateway_there_is_no_second_channel():
    assert sms_of(Settings(secret_key="x" * 32)) is None
