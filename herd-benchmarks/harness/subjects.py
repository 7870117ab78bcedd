"""What is compared: the programs under peers/, and how they are spoken to. Standard library only."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Subject:
    """A kind of server. `peer` is its directory, `options` are for its start."""

    name: str
    peer: str
    options: tuple = ()
    protocol: str = "iamat"


HERD = Subject("herd", "herd")
HERD_WIRE_LOG = Subject("herd-wire-log", "herd", ("--wire-log", "on"))
C_REFERENCE = Subject("c-reference", "c-reference")
# alone, as the one Herd is; the third has a replica on the same core
REDIS_SET = Subject("redis-set", "redis", ("--replicas", "0"), protocol="redis-set")
REDIS_GEOADD = Subject("redis-geoadd", "redis", ("--replicas", "0"), protocol="redis-geoadd")
REDIS_SET_REPLICATED = Subject("redis-set-replicated", "redis", ("--replicas", "1"), protocol="redis-set")
ASYNCIO = [Subject("asyncio-streams", "asyncio-streams"), Subject("asyncio-protocols", "asyncio-protocols")]
TWISTED = Subject("twisted", "twisted")
NODE = Subject("node", "node")

LONE = [HERD, C_REFERENCE, REDIS_SET, REDIS_GEOADD, REDIS_SET_REPLICATED, HERD_WIRE_LOG, *ASYNCIO, TWISTED, NODE]
HERDS = [HERD, *ASYNCIO, TWISTED, NODE]
