"""Three private RabbitMQ nodes that form one cluster, each killed and started by itself."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from services.faults.damage import start_node
from services.standalone.rabbit_node import NodePorts, RabbitNode

#: Quorum queues need three to survive the loss of one.
NODES = 3

#: Every node names all, so that a new one finds an older one to join at its first start.
_ADVANCED = "[{{rabbit, [{{cluster_nodes, {{[{names}], disc}}}}]}}].\n"


class BrokerCluster(RabbitNode):
    """Stands where one node stood: it is the first one, and starts and stops the others with it."""

    def __init__(self, folder: Path) -> None:
        """Every node has a folder of its own under `folder`; one name mapper serves all."""
        mapper = NodePorts.free().name_mapper
        folders = [folder.absolute() / str(number) for number in range(1, NODES + 1)]
        self.nodes: Sequence[RabbitNode] = tuple(
            RabbitNode(each, replace(NodePorts.free(), name_mapper=mapper)) for each in folders
        )
        first = self.nodes[0]
        self.folder, self.ports, self.child = first.folder, first.ports, first.child
        _introduce(self.nodes)

    async def start(self) -> None:
        """One after the other: two that start at once may each found a cluster."""
        for node in self.nodes:
            await start_node(node)

    async def stop(self) -> None:
        """The others first, since their name mapper ends with the first."""
        for node in reversed(self.nodes):
            await node.stop()


def _introduce(nodes: Sequence[RabbitNode]) -> None:
    """One secret for all, and the list of all."""
    names = ", ".join(f"'{node.child.environment['RABBITMQ_NODENAME']}'" for node in nodes)
    cookie = secrets.token_hex(20)
    for node in nodes:
        advanced = Path(node.child.environment["RABBITMQ_ADVANCED_CONFIG_FILE"])
        advanced.write_text(_ADVANCED.format(names=names))
        path = node.folder / ".erlang.cookie"
        path.touch(mode=0o600)
        path.write_text(cookie)
        path.chmod(0o400)


def nodes_of(broker: RabbitNode) -> Sequence[RabbitNode]:
    """The nodes that a broker is made of."""
    return broker.nodes if isinstance(broker, BrokerCluster) else (broker,)
