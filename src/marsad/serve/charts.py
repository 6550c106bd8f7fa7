"""Charts as SVG: bars over time and lines of several names. Time runs with the reading direction.

Drawn here and not by a chart library: hatched estimates, copies, uncollected days, links on bars and mirrored time are
the point of these charts (docs/decisions). Colours are classes of the stylesheet, so dark mode and print follow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from marsad.observatory.pages import DayCount, Volume
from marsad.serve.wording import Wording

Address = Callable[[DayCount], str]
SERIES = 5
_TICKS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The drawing: its size and margins, and where a value or a bar stands."""

    width: int
    height: int
    bars: int
    top: int
    highest: int
    mirrored: bool

    @property
    def bottom(self) -> int:
        return self.height - 46

    @property
    def band(self) -> float:
        return (self.width - 40) / max(1, self.bars)

    def left(self, at: int) -> float:
        """The left edge of bar ``at``; the oldest is at the right of an Arabic page."""
        return 6 + (self.bars - 1 - at) * self.band if self.mirrored else 34 + at * self.band

    def middle(self, at: int) -> float:
        return self.left(at) + self.band / 2

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * value / max(1, self.highest)

    @property
    def axis(self) -> tuple[float, float, str]:
        """Where the value axis stands: x of its labels, and how they are anchored."""
        return (self.width - 26, self.width - 34, "start") if self.mirrored else (26, 34, "end")


def step(highest: int) -> int:
    """The distance between two lines of the value axis, three or four of which reach ``highest``."""
    return next((t for t in _TICKS if t * 4 >= highest), max(1, -(-highest // 4)))


def bars(volume: Volume, wording: Wording, label: str, address: Address) -> Markup:
    """The volume as bars, drawn wide and narrow; the stylesheet shows one of them."""
    wide = _bars(volume, wording, label, address, "wide", 960, 300)
    return _HATCH + wide + _bars(volume, wording, label, address, "narrow", 360, 250)


_HATCH = Markup(
    '<svg class="defs" width="0" height="0" aria-hidden="true"><pattern id="hatch" class="hatch" width="6" height="6"'
    ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6"/><path d="M0 0V6"/>'
    "</pattern></svg>"
)


def _bars(volume: Volume, w: Wording, label: str, address: Address, kind: str, width: int, height: int) -> Markup:
    highest = max((d.count for d in volume.days), default=0)
    gap = step(highest)
    top = max(gap, -(-highest // gap) * gap)
    frame = _Frame(width, height, len(volume.days), 34, top, w.lang == "ar")
    parts = [_axis(frame, w, gap), _gaps(frame, volume, w, kind == "wide")]
    parts += [_bar(frame, w, volume, at, address, kind == "wide") for at in range(len(volume.days))]
    parts.append(_times(frame, w, volume, 24 if kind == "wide" else 8))
    return _svg(kind, width, height, label, parts)


def _svg(kind: str, width: int, height: int, label: str, parts: Sequence[Markup]) -> Markup:
    head = Markup('<svg class="{} marks" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
        kind, width, height, label
    )
    return head + Markup("").join(parts) + Markup("</svg>")


def _axis(f: _Frame, w: Wording, gap: int) -> Markup:
    x, edge, anchor = f.axis
    far = 6 if f.mirrored else f.width - 6
    rows = []
    for value in range(0, f.highest + 1, gap):
        y = round(f.y(value), 1)
        rows.append(
            Markup(
                '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="{}">{}</text>'
            ).format("axis" if value == 0 else "grid", edge, far, y, y, x, y + 4.5, anchor, w.num(value))
        )
    return Markup("").join(rows)


def _gaps(f: _Frame, volume: Volume, w: Wording, named: bool) -> Markup:
    """Bands over the runs of days on which nothing at all was collected: missing is not zero."""
    rows: list[Markup] = []
    at = 0
    while at < len(volume.days):
        end = at
        while end < len(volume.days) and volume.days[end].total == 0:
            end += 1
        if end > at:
            x = min(f.left(at), f.left(end - 1))
            size = (end - at) * f.band
            band = Markup('<rect class="gap" x="{}" y="{}" width="{}" height="{}"/>')
            rows.append(band.format(round(x, 1), f.top, round(size, 1), f.bottom - f.top))
            words = w.t("nothing_collected") if named and size > 110 else "؟" if size > 12 else ""
            note = Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>')
            rows.append(note.format(round(x + size / 2, 1), f.bottom - 8, words))
        at = max(end, at + 1)
    return Markup("").join(rows)


def _bar(f: _Frame, w: Wording, volume: Volume, at: int, address: Address, named: bool) -> Markup:
    day = volume.days[at]
    few = len(volume.days) <= 40 and named
    if not day.count:
        return _zero(f, w, at) if day.total and few else Markup("")
    label = Markup("")
    if few or day == volume.peak:
        text = Markup('<text class="val" x="{}" y="{}" text-anchor="middle">{}</text>')
        label = text.format(round(f.middle(at), 1), round(f.y(day.count) - 6, 1), w.num(day.count))
    hit = Markup('<rect class="hit" x="{}" y="{}" width="{}" height="{}"/>').format(
        round(f.left(at), 1), f.top, round(f.band, 1), f.bottom - f.top
    )
    title = f"{_named(volume.unit, day.day, w)}: {w.count(day.count, 'story')}"
    link = Markup('<a href="{}" tabindex="-1"><title>{}</title>').format(address(day), title)
    return link + hit + _stack(f, day, at) + label + Markup("</a>")


def _stack(f: _Frame, day: DayCount, at: int) -> Markup:
    """One bar: stated days solid below, estimated ones hatched, copies on top in the soft colour."""
    copies, estimated = min(day.copies, day.count), min(day.estimated, day.count)
    hatched = max(0, min(estimated, day.count - copies))
    segments = (("b", day.count - copies - hatched), ("estb", hatched), ("copy", copies))
    x, size = round(f.left(at) + f.band * 0.17, 1), round(f.band * 0.66, 1)
    shapes = []
    base = 0
    for kind, stories in segments:
        if stories:
            y, height = f.y(base + stories), f.y(base) - f.y(base + stories)
            fill = Markup(' fill="url(#hatch)"') if kind == "estb" else Markup("")
            shape_ = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>')
            shapes.append(shape_.format(kind, x, round(y, 1), size, round(height, 1), fill))
            base += stories
    return Markup("").join(shapes)


def _zero(f: _Frame, w: Wording, at: int) -> Markup:
    text = Markup('<text class="zero" x="{}" y="{}" text-anchor="middle">{}</text>')
    return text.format(round(f.middle(at), 1), f.bottom - 5, w.num(0))


def _named(unit: str, day: str, w: Wording) -> str:
    return w.date(day[:7]) if unit == "month" else w.date(day)


def _times(f: _Frame, w: Wording, volume: Volume, most: int) -> Markup:
    """Day numbers under the bars, the month once below them; months or years on long windows."""
    every = max(1, -(-len(volume.days) // most))
    rows: list[Markup] = []
    text = Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>')
    line = Markup('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>')
    seen = ""
    runs: list[tuple[str, int, int]] = []
    for at, day in enumerate(volume.days):
        upper, lower = _tick(volume.unit, day.day, w)
        if at % every == 0:
            rows.append(text.format(round(f.middle(at), 1), f.bottom + 19, upper))
        if lower != seen:
            seen = lower
            runs.append((lower, at, at))
        else:
            runs[-1] = (lower, runs[-1][1], at)
    for lower, first, last in runs:
        x = (f.middle(first) + f.middle(last)) / 2
        if (last - first + 1) * f.band > 6.5 * len(lower):
            rows.append(text.format(round(x, 1), f.bottom + 40, lower))
        if first:
            edge = round(f.left(first) + (f.band if f.mirrored else 0), 1)
            rows.append(line.format(edge, edge, f.bottom, f.bottom + 44))
    return Markup("").join(rows)


def _tick(unit: str, day: str, w: Wording) -> tuple[str, str]:
    when = date.fromisoformat(day)
    if unit == "month":
        return w.digit(str(when.month)), w.digit(str(when.year))
    return w.digit(str(when.day)), w.month(day)


def lines(volumes: Sequence[Volume], names: Sequence[str], wording: Wording, label: str) -> Markup:
    """Several volumes as lines, each with its own colour and mark; a line breaks where nothing was collected."""
    return _lines(volumes, names, wording, label, "wide", 960, 360) + _lines(
        volumes, names, wording, label, "narrow", 360, 290
    )


def _lines(
    volumes: Sequence[Volume], names: Sequence[str], w: Wording, label: str, kind: str, width: int, height: int
) -> Markup:
    highest = max((d.count for v in volumes for d in v.days), default=0)
    gap = step(highest)
    bars_ = max((len(v.days) for v in volumes), default=0)
    frame = _Frame(width, height, bars_, 34, max(gap, -(-highest // gap) * gap), w.lang == "ar")
    parts = [_axis(frame, w, gap)]
    if volumes:
        parts.append(_gaps(frame, volumes[0], w, kind == "wide"))
        parts.append(_times(frame, w, volumes[0], 24 if kind == "wide" else 8))
    for number, (volume, name) in enumerate(zip(volumes, names, strict=True), 1):
        parts.append(_line(frame, w, volume, name, number))
    return _svg(kind, width, height, label, parts)


def _line(f: _Frame, w: Wording, volume: Volume, name: str, number: int) -> Markup:
    runs: list[list[tuple[float, float]]] = [[]]
    marks: list[Markup] = []
    for at, day in enumerate(volume.days):
        if day.total == 0:
            runs.append([])
            continue
        x, y = round(f.middle(at), 1), round(f.y(day.count), 1)
        runs[-1].append((x, y))
        if day.count:
            title = f"{name}، {_named(volume.unit, day.day, w)}: {w.count(day.count, 'story')}"
            hollow = " hollow" if day.estimated else ""
            marks.append(shape(number, x, y, f"p{number}{hollow}", title))
    paths = [
        Markup('<path class="l{}" d="M{}"/>').format(number, " L".join(f"{x} {y}" for x, y in run))
        for run in runs
        if len(run) > 1
    ]
    return Markup("").join(paths) + Markup("").join(marks)


def shape(number: int, x: float, y: float, classes: str, title: str = "", size: float = 4.2) -> Markup:
    """The mark of a series: circle, square, triangle, diamond, cross; with its words for the pointer."""
    inner = Markup("<title>{}</title>").format(title) if title else Markup("")
    s = size
    if number == 1:
        return Markup('<circle class="{}" cx="{}" cy="{}" r="{}">{}</circle>').format(classes, x, y, s, inner)
    points = {
        2: ((-s, -s), (s, -s), (s, s), (-s, s)),
        3: ((0, -s * 1.2), (s * 1.15, s), (-s * 1.15, s)),
        4: ((0, -s * 1.4), (s * 1.4, 0), (0, s * 1.4), (-s * 1.4, 0)),
        5: ((-s * 1.3, -s / 2), (s * 1.3, -s / 2), (s * 1.3, s / 2), (-s * 1.3, s / 2)),
    }[number]
    path = "M" + " L".join(f"{x + a:.1f} {y + b:.1f}" for a, b in points) + "Z"
    return Markup('<path class="{}" d="{}">{}</path>').format(classes, path, inner)


def meter(value: float, highest: float, *, weak: bool = False, series: int = 1) -> Markup:
    """A bar from the reading side, ``value`` of ``highest``; hollow when the link is weak."""
    size = 100 * value / highest if highest else 0
    classes = f"k{series}" if series > 1 else ""
    head = Markup('<svg class="meter{}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">')
    bar = Markup('<rect class="{}" x="0" y="0" width="{}" height="6"/></svg>')
    return head.format(" weak" if weak else "") + bar.format(classes, round(max(size, 0.8), 1))


def dumbbell(before: float, now: float, highest: float) -> Markup:
    """Two rates on one line: before hollow, now filled."""
    a, b = (4 + 92 * v / highest if highest else 4 for v in (before, now))
    head = Markup('<svg class="dumb{}" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">')
    body = Markup(
        '<line x1="{}" x2="{}" y1="6" y2="6"/><circle class="was" cx="{}" cy="6" r="3"/>'
        '<circle class="now" cx="{}" cy="6" r="3.6"/></svg>'
    )
    values = [round(v, 1) for v in (a, b, a, b)]
    return head.format(" fall" if now < before else "") + body.format(*values)


def title_of(name: str, volume: Volume, w: Wording) -> str:
    """The sentence that a chart says to those who do not see it."""
    if volume.peak is None:
        return w.t("chart_label_none", name=name)
    day = _named(volume.unit, volume.peak.day, w)
    return w.t("chart_label", name=name, count=w.count(volume.peak.count, "story"), day=day)
