"""A gathered connection: every byte, in order, in few calls, and none held back."""

import asyncio
import datetime as dt
import ipaddress
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.adapters.gathering import GatheringTransport, GatheringWriter


class Provider:
    """What the driver hands over for TLS; a plain connection never asks it."""

    def __init__(self, context=None):
        self.context = context

    async def get_context(self):
        assert self.context is not None
        return self.context


class Address:
    """As much of an address as is looked at."""

    def __init__(self, port, scheme="amqp"):
        self.host, self.port, self.scheme = "127.0.0.1", port, scheme


class Counted(asyncio.Protocol):
    """The other end: all that came, and whether the end was said."""

    def __init__(self):
        self.data = b""
        self.ended = asyncio.Event()

    def data_received(self, data):
        self.data += data

    def eof_received(self):
        self.ended.set()


@pytest.fixture
async def ends():
    """A writer, what arrives at the other end, and how often the transport was called."""
    arrived = Counted()
    server = await asyncio.get_running_loop().create_server(lambda: arrived, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    transport = GatheringTransport()
    _, writer = await transport.create(Address(port), ssl_context_provider=Provider())
    yield writer, arrived
    writer.close()
    server.close()


async def test_what_one_turn_writes_arrives_whole_and_in_order(ends):
    writer, arrived = ends
    pieces = [str(number).encode() + b";" for number in range(100)]
    for piece in pieces:
        writer.write(piece)
    writer.write_eof()
    await asyncio.wait_for(arrived.ended.wait(), 5)
    assert arrived.data == b"".join(pieces)


async def test_a_write_leaves_without_being_asked_to(ends):
    writer, arrived = ends
    writer.write(b"hello")
    async with asyncio.timeout(5):
        while arrived.data != b"hello":  # noqa: ASYNC110 - the other end makes it true
            await asyncio.sleep(0.01)


async def test_a_closed_writer_has_sent_what_was_written(ends):
    writer, arrived = ends
    writer.write(b"last")
    writer.close()
    await asyncio.wait_for(arrived.ended.wait(), 5)
    assert arrived.data == b"last"


async def test_a_turn_costs_one_call_however_much_it_writes():
    calls = []

    class Transport(asyncio.Transport):
        closed = False

        def write(self, data):
            calls.append(bytes(data))

        def is_closing(self):
            return self.closed

        def close(self):
            self.closed = True

    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(loop=loop)
    writer = GatheringWriter(Transport(), asyncio.StreamReaderProtocol(reader, loop=loop), reader)
    for turn in (b"a", b"b"):
        for _ in range(3):
            writer.write(turn)
        await asyncio.sleep(0)
    writer.close()
    assert calls == [b"aaa", b"bbb"]


async def test_a_port_that_nobody_serves_is_said_to_be_unreachable():
    server = await asyncio.get_running_loop().create_server(Counted, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    with pytest.raises(ConnectionError):
        await GatheringTransport().create(Address(port), ssl_context_provider=Provider())


@pytest.fixture
def certificate(tmp_path):
    """A file with a key and the certificate of this machine's loopback address."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "broker")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    today = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = tmp_path / "broker.pem"
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return file


async def _ask_over_tls(certificate, trusted) -> bytes:
    """What arrives of one line at a server with this certificate."""
    arrived = Counted()
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: arrived, "127.0.0.1", 0, ssl=own)
    address = Address(server.sockets[0].getsockname()[1], scheme="amqps")
    try:
        _, writer = await GatheringTransport().create(
            address, ssl_context_provider=Provider(ssl.create_default_context(cafile=trusted))
        )
        for letter in (b"a", b"b", b"c"):
            writer.write(letter)
        async with asyncio.timeout(5):
            while len(arrived.data) < 3:  # noqa: ASYNC110 - the other end makes it true
                await asyncio.sleep(0.01)
        writer.close()
        await writer.wait_closed()
        return arrived.data
    finally:
        server.close()


async def test_a_connection_under_tls_gathers_too(certificate):
    assert await _ask_over_tls(certificate, trusted=certificate) == b"abc"


async def test_a_broker_whose_certificate_nobody_vouches_for_is_refused(certificate):
    with pytest.raises(ConnectionError):
        await _ask_over_tls(certificate, trusted=None)
