"""Plots as SVG: lines over a logarithmic axis, and bars. Standard library only.

Light background, dark text, colours of Okabe and Ito, which the colour-blind tell apart; each line has its name at its end and
a marker of its own shape, so that nothing depends on colour.
"""

import math
from xml.sax.saxutils import escape

COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#7A6A00", "#555555", "#000000"]
WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 84, 170, 48, 58
GRID, TEXT, MUTED = "#dddddd", "#222222", "#555555"


def short(number):
    """A number for an axis or a label: 1.5 M, 20 k, 0.13."""
    for limit, unit in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if abs(number) >= limit:
            return f"{number / limit:.3g}{unit}"
    return f"{number:.3g}"


class Drawing:
    """Collects elements."""

    def __init__(self, width, height, title):
        self.size = width, height
        self.title = title
        self.elements = []
        self.text(16, 26, title, size=15, weight="bold")

    def line(self, points, colour, width=2.0, dash=""):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.elements.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>')

    def rectangle(self, x, y, width, height, colour):
        self.elements.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.5, width):.1f}" height="{height:.1f}" fill="{colour}"/>')

    def text(self, x, y, text, size=12, anchor="start", colour=TEXT, weight="normal", turned=False):
        turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turned else ""
        self.elements.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}" '
            f'font-weight="{weight}"{turn}>{escape(text)}</text>')

    def marker(self, x, y, colour, shape):
        shapes = [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>',
            f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>',
            f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" fill="{colour}"/>',
            f'<path d="M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z" fill="{colour}"/>',
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#fff" stroke="{colour}" stroke-width="2"/>',
        ]
        self.elements.append(shapes[shape % len(shapes)])

    def __str__(self):
        width, height = self.size
        body = "\n".join(self.elements)
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
                f'height="{height}" role="img" font-family="system-ui, sans-serif">\n<title>{escape(self.title)}</title>\n'
                f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n')


class Axis:
    """Numbers to places, logarithmic."""

    def __init__(self, values, start, end):
        self.low = math.floor(math.log10(min(values)) * 2) / 2
        self.high = max(self.low + 0.5, math.ceil(math.log10(max(values)) * 2) / 2)
        self.start, self.end = start, end

    def __call__(self, value):
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self):
        return [10 ** power for power in range(math.ceil(self.low), math.floor(self.high) + 1)]


def lines(title, x_label, y_label, series):
    """series: name -> list of (x, median, least, greatest), all above 0."""
    series = {name: sorted(points) for name, points in series.items() if points}
    drawing = Drawing(WIDTH, HEIGHT, title)
    xs = sorted({point[0] for points in series.values() for point in points})
    across = Axis(xs, LEFT, WIDTH - RIGHT)
    up = Axis([y for points in series.values() for point in points for y in point[1:]], HEIGHT - BOTTOM, TOP)
    for tick in up.ticks():
        drawing.line([(LEFT, up(tick)), (WIDTH - RIGHT, up(tick))], GRID, 1)
        drawing.text(LEFT - 8, up(tick) + 4, short(tick), anchor="end", colour=MUTED)
    for x in xs:
        drawing.line([(across(x), HEIGHT - BOTTOM), (across(x), HEIGHT - BOTTOM + 5)], MUTED, 1)
        drawing.text(across(x), HEIGHT - BOTTOM + 20, short(x), anchor="middle", colour=MUTED)
    drawing.line([(LEFT, HEIGHT - BOTTOM), (WIDTH - RIGHT, HEIGHT - BOTTOM)], MUTED, 1)
    drawing.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, x_label, anchor="middle")
    drawing.text(20, (TOP + HEIGHT - BOTTOM) / 2, y_label, anchor="middle", turned=True)
    ends = []
    for index, (name, points) in enumerate(series.items()):
        colour = COLOURS[index % len(COLOURS)]
        drawing.line([(across(x), up(y)) for x, y, _, _ in points], colour)
        for x, y, least, greatest in points:
            drawing.line([(across(x), up(least)), (across(x), up(greatest))], colour, 1)
            drawing.marker(across(x), up(y), colour, index)
        ends.append((up(points[-1][1]), across(points[-1][0]), name, colour))
    last = -math.inf
    for y, x, name, colour in sorted(ends):
        last = max(y + 4, last + 15)
        drawing.text(x + 10, last, name, colour=colour, weight="bold")
    return str(drawing)


def bars(title, x_label, rows):
    """rows: list of (name, median, least, greatest); from 0, one below the other."""
    step, left, right = 30, 190, 110
    height = TOP + step * len(rows) + BOTTOM
    drawing = Drawing(WIDTH, height, title)
    most = max(row[3] for row in rows) or 1
    scale = (WIDTH - left - right) / most
    for index, (name, median, least, greatest) in enumerate(rows):
        y = TOP + step * index
        drawing.text(left - 10, y + 17, name, anchor="end")
        drawing.rectangle(left, y + 4, median * scale, step - 12, COLOURS[0 if name.startswith("herd") else 7])
        middle = y + step / 2 - 2
        drawing.line([(left + least * scale, middle), (left + greatest * scale, middle)], TEXT, 1.5)
        drawing.text(left + greatest * scale + 8, y + 17, short(median), weight="bold")
    drawing.line([(left, TOP), (left, height - BOTTOM)], MUTED, 1)
    drawing.text(left + (WIDTH - left - right) / 2, height - 20, x_label, anchor="middle")
    return str(drawing)
