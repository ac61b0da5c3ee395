"""A private RabbitMQ node: own ports, cookie, name mapper and data; no root, no system service.

The package's script in its versioned `sbin` is called, because /usr/sbin/rabbitmq-server insists
on root or the rabbitmq user. Every variable is needed: without it the node reads or writes a
place of the system's node.
"""

import os
import secrets
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from services.standalone.child import Child
from services.standalone.ports import free_ports

#: Debian's package and upstream's both unpack under one of these.
HOMES = ("/usr/lib/rabbitmq/lib", "/usr/lib/rabbitmq")

_CONFIG = """\
listeners.tcp.1 = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {management}
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = {prometheus}
vm_memory_high_watermark.absolute = 1GiB
disk_free_limit.absolute = 200MB
log.file.level = warning
"""


class BrokerMissing(Exception):
    """RabbitMQ is not installed: run `make setup`."""


def find_script() -> Path:
    """The server's script of the newest installed version."""
    found = [script for home in HOMES for script in Path(home).glob("rabbitmq_server-*/sbin")]
    if not found:
        raise BrokerMissing(BrokerMissing.__doc__)
    return max(found) / "rabbitmq-server"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePorts:
    """The loopback ports of one node."""

    amqp: int
    distribution: int
    name_mapper: int
    management: int
    prometheus: int

    @classmethod
    def free(cls) -> "NodePorts":
        """Five ports that nobody uses now."""
        amqp, distribution, name_mapper, management, prometheus = free_ports(5)
        return cls(
            amqp=amqp,
            distribution=distribution,
            name_mapper=name_mapper,
            management=management,
            prometheus=prometheus,
        )


class RabbitNode:
    """One private node under a folder of its own."""

    def __init__(self, folder: Path, ports: NodePorts | None = None) -> None:
        """Data, logs and cookie live under `folder`."""
        self.folder = folder.absolute()
        self.ports = ports or NodePorts.free()
        self.child = Child(
            name="broker",
            command=[str(find_script())],
            environment=self._environment(),
            log=self.folder / "node.log",
        )

    @property
    def url(self) -> str:
        """Where clients connect. The guest account is taken on loopback only."""
        return f"amqp://guest:guest@127.0.0.1:{self.ports.amqp}/"

    def _environment(self) -> dict[str, str]:
        home, ports = self.folder, self.ports
        return {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "ERL_CRASH_DUMP": str(home / "crash.dump"),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(ports.name_mapper),
            "RABBITMQ_NODENAME": self._node_name(),
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(ports.amqp),
            "RABBITMQ_DIST_PORT": str(ports.distribution),
            "RABBITMQ_MNESIA_BASE": str(home / "data"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced"),
            "RABBITMQ_CONF_ENV_FILE": str(home / "no-environment-file"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "generated"),
            "RABBITMQ_SCHEMA_DIR": str(home / "schema"),
            "RABBITMQ_PID_FILE": str(home / "pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }

    def _node_name(self) -> str:
        """The name under which the data were first written; a node cannot be renamed."""
        name = self.folder / "name"
        if not name.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            name.write_text(f"guichet-{secrets.token_hex(4)}@localhost")
        return name.read_text()

    async def start(self) -> None:
        """Write the configuration and start; clients wait for the listener themselves."""
        cookie = self.folder / ".erlang.cookie"
        if not cookie.exists():
            cookie.touch(mode=0o600)
            cookie.write_text(secrets.token_hex(20))
            cookie.chmod(0o400)
        ports = self.ports
        (self.folder / "rabbitmq.conf").write_text(
            _CONFIG.format(
                amqp=ports.amqp, management=ports.management, prometheus=ports.prometheus
            )
        )
        (self.folder / "plugins").write_text("[rabbitmq_management,rabbitmq_prometheus].")
        await self.child.start()

    def kill(self) -> None:
        """SIGKILL to script and virtual machine: what a power cut looks like to the process."""
        self.child.kill()

    async def stop(self) -> None:
        """End the node, then its name mapper, which outlives it."""
        pid = self.folder / "pid"
        if self.child.running() and pid.exists():
            with suppress(ProcessLookupError, ValueError):
                os.kill(int(pid.read_text()), signal.SIGTERM)
        await self.child.stop(20)
        for mapper in _processes_with(f"ERL_EPMD_PORT={self.ports.name_mapper}", "epmd"):
            with suppress(ProcessLookupError):
                os.kill(mapper, signal.SIGTERM)


def _processes_with(variable: str, program: str) -> list[int]:
    """Our own processes of that program that carry the variable in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            named = (folder / "comm").read_text().strip() == program
            marked = variable.encode() in (folder / "environ").read_bytes().split(b"\0")
        except OSError:  # gone meanwhile, or somebody else's
            continue
        if named and marked:
            found.append(int(folder.name))
    return found
