"""The figures that Herd is to reach, each with what was found. Standard library only."""

import dataclasses

DEPTHS = (1, 16, 64, 256)


@dataclasses.dataclass
class Target:
    """What is asked for, what was found (None: not measured), and whether more or less is better."""

    text: str
    bound: float
    found: float | None
    at_least: bool = True
    unit: str = "x"

    @property
    def verdict(self):
        if self.found is None:
            return "not measured"
        return "reached" if (self.found >= self.bound) == self.at_least or self.found == self.bound else "**missed**"

    @property
    def shown(self):
        """What was found, with so many decimals that it is not taken for the bound."""
        if self.found is None:
            return ""
        decimals = 2
        while decimals < 5 and round(self.found, decimals) == self.bound != self.found:
            decimals += 1
        return f"{self.found:,.{decimals}f}{self.unit}"


def ratio(one, other):
    return None if one is None or not other else one / other


def best(results, benchmark, subjects, figure):
    found = [value for value in (results.median(benchmark, subject, figure) for subject in subjects) if value]
    return max(found, default=None)


def lone_server(results):
    def rate(subject, depth):
        return results.median("server", subject, "answersPerSecond", depth=depth)

    for depth, bound in zip(DEPTHS, (1.5, 1.5, 2, 2)):
        yield Target(f"one server, depth {depth}: Redis SET's answers/s", bound,
                     ratio(rate("herd", depth), rate("redis-set", depth)))
    for depth, bound in zip(DEPTHS, (0.8, 0.8, 0.6, 0.6)):
        yield Target(f"one server, depth {depth}: the C reference's answers/s", bound,
                     ratio(rate("herd", depth), rate("c-reference", depth)))
    for depth, bound in zip(DEPTHS, (0.75, 0.75, 1, 1)):
        yield Target(f"wire log on, depth {depth}: Redis SET's answers/s", bound,
                     ratio(rate("herd-wire-log", depth), rate("redis-set", depth)))
    for depth, bound in zip(DEPTHS, (0.4, 0.4, 0.3, 0.3)):
        yield Target(f"wire log on, depth {depth}: the C reference's answers/s", bound,
                     ratio(rate("herd-wire-log", depth), rate("c-reference", depth)))
    for depth in DEPTHS:
        yield Target(f"wire log on, depth {depth}: answers/s with it off", 0.5,
                     ratio(rate("herd-wire-log", depth), rate("herd", depth)))


def herds(results):
    own = results.median("herd", "herd", "agreedPerSecond")
    asyncio = best(results, "herd", ["asyncio-streams", "asyncio-protocols"], "agreedPerSecond")
    yield Target("five servers: the best asyncio herd's accepted updates/s", 50, ratio(own, asyncio))
    yield Target("five servers: the best Node.js herd's accepted updates/s", 10,
                 ratio(own, best(results, "herd", ["node"], "agreedPerSecond")))


def replication(results):
    for figure, bound in (("p50Millis", 0.15), ("p99Millis", 1.5), ("maxMillis", 8)):
        yield Target(f"propagation at 1,000 updates/s, {figure.removesuffix('Millis')}", bound,
                     results.median("propagation", "herd", figure), False, " ms")
    for clients, bound in ((10_000, 4), (500_000, 2)):
        yield Target(f"burst over {clients:,} clients: JGroups' updates/s", bound,
                     ratio(results.median("burst", "herd", "updatesPerSecond", clients=clients),
                           results.median("burst", "jgroups", "updatesPerSecond", clients=clients)))
    for clients, bound in ((100_000, 150), (1_000_000, 1_500)):
        yield Target(f"a new node complete with {clients:,} clients", bound,
                     results.median("new-node", "herd", "completeMillis", clients=clients), False, " ms")
    yield Target("a node that missed 1,000 of 1,000,000 clients complete", 20,
                 results.median("catch-up", "herd", "completeMillis", clients=1_000_000), False, " ms")
    yield Target("its bytes: those of the 1,000", 1.2,
                 ratio(results.median("catch-up", "herd", "sentBytes", clients=1_000_000),
                       results.median("catch-up", "herd", "recordBytes", clients=1_000_000)), False)


def memory(results):
    yield Target("allocated for an accepted update", 160,
                 results.median("allocation", "herd", "allocatedBytes", report="newer"), False, " bytes")
    yield Target("allocated for a duplicate, to a hundredth of a byte", 0,
                 results.median("allocation", "herd", "allocatedBytes", report="duplicate"), False, " bytes")
    yield Target("longest pause at half of the greatest rate", 10,
                 results.median("pauses", "herd", "maxPauseMillis"), False, " ms")


def all_targets(results):
    return [*lone_server(results), *herds(results), *replication(results), *memory(results)]


def table(results):
    """In Markdown."""
    rows = ["| | asked for | found | |", "| --- | --- | --- | --- |"]
    for target in all_targets(results):
        sign = ">=" if target.at_least else "<="
        rows.append(f"| {target.text} | {sign} {target.bound:g}{target.unit} | {target.shown} | {target.verdict} |")
    return "\n".join(rows)
