"""Push through a Valkey that is killed and started again, hangs, asks who one is, or speaks TLS."""

import asyncio
import secrets
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme

from tests.integration.serving.processes import free_port
from tests.support.listening import Ears, room
from tests.support.valkey import Valkey, valkey
from tests.support.waiting import until
from wexstream.adapters.hints import hearing, push, telling
from wexstream.adapters.hints.push import LinePush
from wexstream.adapters.valkey.push import TROUBLE, ValkeyLine, explained, open_push, try_out
from wexstream.ports.push import Hint

CHANNEL = "0123456789abcdef"


def has(hint: Hint) -> Callable[[Ears], bool]:
    return lambda ears: hint in ears.heard


@pytest.fixture
async def server() -> AsyncIterator[Valkey]:
    """A server that the test may kill."""
    async with valkey() as server:
        yield server


@asynccontextmanager
async def two_processes(url: str) -> AsyncIterator[tuple[LinePush, Ears, LinePush, Ears]]:
    """Two who tell and listen."""
    async with open_push(url, channel=CHANNEL) as here, open_push(url, channel=CHANNEL) as there:
        near, far = Ears(), Ears()
        with here.listen(near), there.listen(far):
            for ears in (near, far):
                await ears.until_it_listens()
            yield here, near, there, far


async def test_after_it_was_killed_and_started_again_telling_and_hearing_go_on_by_themselves(
    server: Valkey,
) -> None:
    async with two_processes(server.url) as (here, near, there, far):
        for times in (2, 3):
            here.publish([before := room()])
            await far.until(has(before))
            await server.kill()
            meanwhile: list[Hint] = [room() for _ in range(3)]
            here.publish(meanwhile)
            await until(lambda: here.cut_off and there.cut_off)
            await server.start()
            for ears in (near, far):
                await ears.until_missed(times)
            there.publish([back := room()])
            await near.until(has(back))
            await until(lambda: not here.cut_off and not there.cut_off)
            here.publish([after := room()])
            await far.until(has(after))


async def test_while_it_hangs_nobody_who_tells_waits_it_is_noticed_and_afterwards_all_goes_on(
    server: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "LOOKED_AFTER", 0.05)
    for module in (hearing, telling):
        monkeypatch.setattr(module, "ANSWERS_WITHIN", 0.2)
    async with two_processes(server.url) as (here, near, there, far):
        server.tell(signal.SIGSTOP)
        here.publish(told := [room() for _ in range(1_000)])
        assert near.heard == told
        await until(lambda: here.cut_off and there.cut_off)
        server.tell(signal.SIGCONT)
        for ears in (near, far):
            await ears.until_missed(2)
        there.publish([back := room()])
        await near.until(has(back))
        here.publish([after := room()])
        await far.until(has(after))


async def test_its_end_waits_for_none_that_hangs(server: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "_TOLD_WITHIN", 0.1)
    async with asyncio.timeout(8), two_processes(server.url) as (here, *_):
        server.tell(signal.SIGSTOP)
        here.publish([room() for _ in range(10_000)])


async def test_a_server_that_comes_later_is_found(tmp_path: Path) -> None:
    async with valkey() as server:
        await server.kill()
        async with open_push(server.url, channel=CHANNEL) as here:
            ears = Ears()
            with here.listen(ears):
                await until(lambda: here.cut_off)
                await server.start()
                await ears.until_it_listens()


async def test_those_of_another_channel_hear_nothing(server: Valkey) -> None:
    other = secrets.token_hex(8)
    async with (
        two_processes(server.url) as (here, _, _, far),
        open_push(server.url, channel=other) as strange,
    ):
        ears = Ears()
        with strange.listen(ears):
            await ears.until_it_listens()
            here.publish([room()])
            await far.until_heard(1)
            strange.publish([room()])
            here.publish([room()])
            await far.until_heard(2)
            assert len(ears.heard) == 1


async def test_what_somebody_else_says_on_the_channel_makes_nobody_deaf(
    server: Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    async with two_processes(server.url) as (here, _, _, far):
        for nonsense in ("x", r'"\xff\xfe r1"', '"a b"', '""'):
            assert await server.ask(f"PUBLISH wexstream:{CHANNEL} {nonsense}") == ":2"
        here.publish([told := room()])
        assert await far.until_heard(1) == [told]
    assert far.missed == 1
    assert not caplog.records


async def test_a_server_that_says_what_makes_no_sense_is_as_one_that_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hearing, "LOOKED_AFTER", 0.05)

    async def say_five(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while asked := await reader.read(4_096):
            writer.write(b":5\r\n" * asked.count(b"*"))  # by which each command begins
        writer.close()

    address = tmp_path / "valkey.sock"
    async with await asyncio.start_unix_server(say_five, address):
        async with open_push(f"unix://{address}", channel=CHANNEL) as here:
            with here.listen(Ears()):
                await until(lambda: here.cut_off)
        with pytest.raises(TROUBLE, match="what no Valkey says"):
            await try_out(f"unix://{address}", channel=CHANNEL)
    assert "cannot hear other processes by Valkey just now" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_user_who_may_do_no_more_than_is_documented_suffices() -> None:
    rights = "resetchannels &wexstream:* +@connection +publish +subscribe"
    ours = ("--user", "wexstream", "on", ">geheim%1", *rights.split())
    async with valkey(*ours, "--user", "default", "off") as server:
        await try_out(server.url.replace("//", "//wexstream:geheim%251@"), channel=CHANNEL)
        for url in (server.url.replace("//", "//wexstream:wrong@"), server.url):
            with pytest.raises(TROUBLE) as refused:
                await try_out(url, channel=CHANNEL)
            said = explained(refused.value)
            assert said
            assert "wrong" not in said


async def test_that_a_server_is_away_or_hangs_is_said(
    server: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wexstream.adapters.valkey.push.ANSWERS_WITHIN", 0.2)
    await try_out(server.url, channel=CHANNEL)
    server.tell(signal.SIGSTOP)
    with pytest.raises(TimeoutError) as refused:
        await try_out(server.url, channel=CHANNEL)
    assert explained(refused.value) == "it does not answer"
    await server.kill()
    with pytest.raises(TROUBLE) as absent:
        await try_out(server.url, channel=CHANNEL)
    assert "Connection refused" in explained(absent.value)


async def test_that_what_is_told_is_not_heard_is_said(
    server: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_tell = ValkeyLine.to_tell
    async with valkey() as other:
        elsewhere = ValkeyLine(other.url, CHANNEL)
        monkeypatch.setattr(ValkeyLine, "to_tell", lambda _: to_tell(elsewhere))
        with pytest.raises(TROUBLE, match="not heard"):
            await try_out(server.url, channel=CHANNEL)


async def test_over_tls_the_server_has_to_prove_who_it_is(tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    files = {name: str(tmp_path / f"{name}.pem") for name in ("ca", "certificate", "key")}
    authority.cert_pem.write_to_path(files["ca"])
    certificate.private_key_pem.write_to_path(files["key"])
    for pem in certificate.cert_chain_pems:
        pem.write_to_path(files["certificate"], append=True)
    port = free_port()
    proof = ("--tls-cert-file", files["certificate"], "--tls-key-file", files["key"])
    async with valkey(*("--tls-port", str(port), "--bind", "127.0.0.1", "--tls-auth-clients", "no", *proof)):
        await try_out(f"valkeys://localhost:{port}?ssl_ca_certs={files['ca']}", channel=CHANNEL)
        for wrong in (
            f"valkeys://localhost:{port}",
            f"rediss://127.0.0.1:{port}?ssl_ca_certs={files['ca']}",
        ):
            with pytest.raises(TROUBLE) as refused:
                await try_out(wrong, channel=CHANNEL)
            assert "CERTIFICATE_VERIFY_FAILED" in explained(refused.value)
