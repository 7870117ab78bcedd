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
REDIS_SET = Subject("redis-set", "redis", protocol="redis-set")
REDIS_GEOADD = Subject("redis-geoadd", "redis", protocol="redis-geoadd")
ASYNCIO = [Subject("asyncio-streams", "asyncio-streams"), Subject("asyncio-protocols", "asyncio-protocols")]
TWISTED = Subject("twisted", "twisted")
NODE = Subject("node", "node")

LONE = [HERD, C_REFERENCE, REDIS_SET, REDIS_GEOADD, HERD_WIRE_LOG, *ASYNCIO, TWISTED, NODE]
HERDS = [HERD, *ASYNCIO, TWISTED, NODE]
