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
from marsad.serve.markup import filled
from marsad.serve.wording import Wording

Address = Callable[[DayCount], str]
ALL_NAMED = 20
ALL_ZEROS = 40
ALL_MARKED = 31
WIDEST_BAR = 48
LONGEST_LABEL = 24
LETTER_WIDTH, LABEL_HEIGHT = 7, 14
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
    parts = [_axis(frame, w, gap), _gaps(frame, volume, w)]
    named = _named_bars(volume)
    for at in range(len(volume.days)):
        parts.append(_bar(frame, w, volume, at, address, value=at in named, zero=kind == "wide"))
    parts.append(_times(frame, w, volume, 24 if kind == "wide" else 8))
    return _svg(kind, width, height, label, parts)


def _named_bars(volume: Volume) -> set[int]:
    """The bars that carry their value: all of a few, else the highest and the newest."""
    filled = [at for at, day in enumerate(volume.days) if day.count]
    if len(volume.days) <= ALL_NAMED:
        return set(filled)
    return {at for at in filled if volume.days[at] == volume.peak or at == filled[-1]}


def _svg(kind: str, width: int, height: int, label: str, parts: Sequence[Markup]) -> Markup:
    head = filled('<svg class="{} marks" viewBox="0 0 {} {}" role="img" aria-label="{}">', kind, width, height, label)
    return head + Markup("").join(parts) + Markup("</svg>")


def _axis(f: _Frame, w: Wording, gap: int) -> Markup:
    x, edge, anchor = f.axis
    far = 6 if f.mirrored else f.width - 6
    rows = []
    for value in range(0, f.highest + 1, gap):
        y = round(f.y(value), 1)
        rows.append(
            filled(
                '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="{}">{}</text>',
                "axis" if value == 0 else "grid",
                edge,
                far,
                y,
                y,
                x,
                y + 4.5,
                anchor,
                w.num(value),
            )
        )
    return Markup("").join(rows)


def _gaps(f: _Frame, volume: Volume, w: Wording) -> Markup:
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
            band = '<rect class="gap" x="{}" y="{}" width="{}" height="{}"/>'
            rows.append(filled(band, round(x, 1), f.top, round(size, 1), f.bottom - f.top))
            words, y = ("؟", f.bottom - 8) if size < 110 else (w.t("nothing_collected"), (f.top + f.bottom) // 2)
            if size > 12:
                note = '<text x="{}" y="{}" text-anchor="middle">{}</text>'
                rows.append(filled(note, round(x + size / 2, 1), y, words))
        at = max(end, at + 1)
    return Markup("").join(rows)


def _bar(f: _Frame, w: Wording, volume: Volume, at: int, address: Address, *, value: bool, zero: bool) -> Markup:
    day = volume.days[at]
    if not day.count:
        return _zero(f, w, at) if zero and day.total and len(volume.days) <= ALL_ZEROS else Markup("")
    label = Markup("")
    if value:
        text = '<text class="val" x="{}" y="{}" text-anchor="middle">{}</text>'
        label = filled(text, round(f.middle(at), 1), round(f.y(day.count) - 6, 1), w.num(day.count))
    hit = filled(
        '<rect class="hit" x="{}" y="{}" width="{}" height="{}"/>',
        round(f.left(at), 1),
        f.top,
        round(f.band, 1),
        f.bottom - f.top,
    )
    title = f"{_named(volume.unit, day.day, w)}: {w.count(day.count, 'story')}"
    return _link(address(day), title, hit + _stack(f, day, at) + label)


def _link(address: str, title: str, inner: Markup) -> Markup:
    """A part of a chart that opens its stories: for the pointer, since the table below is the same for the keyboard."""
    head = filled('<a href="{}" tabindex="-1"><title>{}</title>', address, title)
    return head + inner + Markup("</a>")


def _stack(f: _Frame, day: DayCount, at: int) -> Markup:
    """One bar: stated days solid below, estimated ones hatched, copies on top in the soft colour."""
    copies, estimated = min(day.copies, day.count), min(day.estimated, day.count)
    hatched = max(0, min(estimated, day.count - copies))
    segments = (("b", day.count - copies - hatched), ("estb", hatched), ("copy", copies))
    size = round(min(f.band * 0.66, WIDEST_BAR), 1)
    x = round(f.middle(at) - size / 2, 1)
    shapes = []
    base = 0
    for kind, stories in segments:
        if stories:
            y, height = f.y(base + stories), f.y(base) - f.y(base + stories)
            fill = Markup(' fill="url(#hatch)"') if kind == "estb" else Markup("")
            shape_ = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>'
            shapes.append(filled(shape_, kind, x, round(y, 1), size, round(height, 1), fill))
            base += stories
    return Markup("").join(shapes)


def _zero(f: _Frame, w: Wording, at: int) -> Markup:
    text = '<text class="zero" x="{}" y="{}" text-anchor="middle">{}</text>'
    return filled(text, round(f.middle(at), 1), f.bottom - 5, w.num(0))


def _named(unit: str, day: str, w: Wording) -> str:
    return w.date(day[:7]) if unit == "month" else w.date(day)


def _times(f: _Frame, w: Wording, volume: Volume, most: int) -> Markup:
    """Day numbers under the bars, the month once below them; months or years on long windows."""
    every = max(1, -(-len(volume.days) // most))
    rows: list[Markup] = []
    text = '<text x="{}" y="{}" text-anchor="middle">{}</text>'
    line = '<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>'
    seen = ""
    runs: list[tuple[str, int, int]] = []
    for at, day in enumerate(volume.days):
        upper, lower = _tick(volume.unit, day.day, w)
        if at % every == 0:
            rows.append(filled(text, round(f.middle(at), 1), f.bottom + 19, upper))
        if lower != seen:
            seen = lower
            runs.append((lower, at, at))
        else:
            runs[-1] = (lower, runs[-1][1], at)
    for lower, first, last in runs:
        x = (f.middle(first) + f.middle(last)) / 2
        if (last - first + 1) * f.band > 6.5 * len(lower):
            rows.append(filled(text, round(x, 1), f.bottom + 40, lower))
        if first:
            edge = round(f.left(first) + (f.band if f.mirrored else 0), 1)
            rows.append(filled(line, edge, edge, f.bottom, f.bottom + 44))
    return Markup("").join(rows)


def _tick(unit: str, day: str, w: Wording) -> tuple[str, str]:
    when = date.fromisoformat(day)
    if unit == "month":
        return w.digit(str(when.month)), w.digit(str(when.year))
    return w.digit(str(when.day)), w.month(day)


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a comparison: ``number`` (from 1) gives its colour and mark."""

    number: int
    name: str
    volume: Volume
    address: Address


def lines(series: Sequence[Series], wording: Wording, label: str) -> Markup:
    """Several volumes as lines, each with its own colour and mark; a line breaks where nothing was collected."""
    return _lines(series, wording, label, "wide", 960, 360) + _lines(series, wording, label, "narrow", 360, 290)


def _lines(series: Sequence[Series], w: Wording, label: str, kind: str, width: int, height: int) -> Markup:
    highest = max((d.count for s in series for d in s.volume.days), default=0)
    gap = step(highest)
    bars_ = max((len(s.volume.days) for s in series), default=0)
    frame = _Frame(width, height, bars_, 34, max(gap, -(-highest // gap) * gap), w.lang == "ar")
    parts = [_axis(frame, w, gap)]
    if series:
        parts.append(_gaps(frame, series[0].volume, w))
        parts.append(_times(frame, w, series[0].volume, 24 if kind == "wide" else 8))
    parts += [_line(frame, w, one) for one in series]
    parts.append(_peaks(frame, w, series, named=kind == "wide"))
    return _svg(kind, width, height, label, parts)


def _line(f: _Frame, w: Wording, one: Series) -> Markup:
    """The line of a series: dashed beside estimated days, broken at uncollected ones."""
    days = one.volume.days
    strokes: list[tuple[bool, list[int]]] = []
    for at in range(1, len(days)):
        if days[at - 1].total == 0 or days[at].total == 0:
            continue
        dashed = bool(days[at - 1].estimated or days[at].estimated)
        if strokes and strokes[-1][0] == dashed and strokes[-1][1][-1] == at - 1:
            strokes[-1][1].append(at)
        else:
            strokes.append((dashed, [at - 1, at]))
    path = '<path class="l{}{}" d="M{}"/>'
    drawn = []
    for dashed, run in strokes:
        points = " L".join(f"{f.middle(n):.1f} {f.y(days[n].count):.1f}" for n in run)
        drawn.append(filled(path, one.number, " dash" if dashed else "", points))
    return Markup("").join(drawn) + Markup("").join(_mark(f, w, one, at) for at in range(len(days)))


def _mark(f: _Frame, w: Wording, one: Series, at: int) -> Markup:
    """The mark of one day; days without a story of the series are marked only where there is room."""
    day = one.volume.days[at]
    if day.total == 0 or (not day.count and len(one.volume.days) > ALL_MARKED):
        return Markup("")
    classes = f"p{one.number} hollow" if day.estimated else f"p{one.number}"
    drawn = shape(one.number, round(f.middle(at), 1), round(f.y(day.count), 1), classes)
    if not day.count:
        return drawn
    title = w.comma.join((one.name, _named(one.volume.unit, day.day, w)))
    return _link(one.address(day), f"{title}: {w.count(day.count, 'story')}", drawn)


def _peaks(f: _Frame, w: Wording, series: Sequence[Series], *, named: bool) -> Markup:
    """The highest value of each series beside its mark, where it does not cover that of another."""
    taken: list[tuple[float, float, float]] = []
    rows: list[Markup] = []
    text = '<text class="t{}" x="{}" y="{}" text-anchor="middle">{}</text>'
    for one in series:
        if one.volume.peak is None:
            continue
        at = one.volume.days.index(one.volume.peak)
        value = w.num(one.volume.peak.count)
        words = f"{one.name} {value}" if named and len(one.name) <= LONGEST_LABEL else value
        half = LETTER_WIDTH * len(words) / 2
        x = min(max(f.middle(at), 6 + half), f.width - 40 - half)
        above = f.y(one.volume.peak.count) - 9
        y = next((y for y in (above, above - 15, above + 26, above + 41) if _free(taken, x, y, half)), None)
        if y is not None:
            taken.append((x, y, half))
            rows.append(filled(text, one.number, round(x, 1), round(y, 1), w.isolated(words)))
    return Markup("").join(rows)


def _free(taken: Sequence[tuple[float, float, float]], x: float, y: float, half: float) -> bool:
    return y > LABEL_HEIGHT and all(abs(x - a) > half + c + 4 or abs(y - b) > LABEL_HEIGHT for a, b, c in taken)


def shape(number: int, x: float, y: float, classes: str, size: float = 4.2) -> Markup:
    """The mark of a series: circle, square, triangle, diamond, bar."""
    s = size
    if number == 1:
        return filled('<circle class="{}" cx="{}" cy="{}" r="{}"/>', classes, x, y, s)
    points = {
        2: ((-s, -s), (s, -s), (s, s), (-s, s)),
        3: ((0, -s * 1.2), (s * 1.15, s), (-s * 1.15, s)),
        4: ((0, -s * 1.4), (s * 1.4, 0), (0, s * 1.4), (-s * 1.4, 0)),
        5: ((-s * 1.3, -s / 2), (s * 1.3, -s / 2), (s * 1.3, s / 2), (-s * 1.3, s / 2)),
    }[number]
    path = "M" + " L".join(f"{x + a:.1f} {y + b:.1f}" for a, b in points) + "Z"
    return filled('<path class="{}" d="{}"/>', classes, path)


def meter(value: float, highest: float, *, weak: bool = False, series: int = 1) -> Markup:
    """A bar from the reading side, ``value`` of ``highest``; hollow when the link is weak, none for nothing."""
    head = filled('<svg class="meter{}" aria-hidden="true">', " weak" if weak else "")
    if not value or not highest:
        return head + Markup("</svg>")
    size = max(100 * value / highest, 0.8)
    hue = filled(' class="k{}"', series) if series > 1 else Markup("")
    if weak:
        return head + filled('<rect{} x="1" y="1" width="{}%" height="7.6"/></svg>', hue, round(size * 0.98, 1))
    return head + filled('<rect{} width="{}%" height="100%"/></svg>', hue, round(size, 1))


def dumbbell(before: float, now: float, highest: float) -> Markup:
    """Two rates on one line: before hollow, now filled."""
    a, b = (round(4 + 92 * v / highest, 1) if highest else 4 for v in (before, now))
    head = filled('<svg class="dumb{}" aria-hidden="true">', " fall" if now < before else "")
    body = (
        '<line x1="{}%" x2="{}%" y1="50%" y2="50%"/><circle class="was" cx="{}%" cy="50%" r="4.5"/>'
        '<circle class="now" cx="{}%" cy="50%" r="5.5"/></svg>'
    )
    return head + filled(body, a, b, a, b)


def title_of(name: str, volume: Volume, w: Wording) -> str:
    """The sentence that a chart says to those who do not see it."""
    if volume.peak is None:
        return w.t("chart_label_none", name=name)
    day = _named(volume.unit, volume.peak.day, w)
    return w.t("chart_label", name=name, count=w.count(volume.peak.count, "story"), day=day)


def title_of_lines(series: Sequence[Series], w: Wording) -> str:
    """The sentence that a comparison says to those who do not see it: the highest day of each name."""
    told = []
    for one in series:
        peak = one.volume.peak
        if peak is None:
            told.append(w.t("lines_none", name=one.name))
        else:
            count = w.count(peak.count, "story")
            told.append(w.t("lines_peak", name=one.name, count=count, day=_named(one.volume.unit, peak.day, w)))
    return w.t("lines_label", findings=" ".join(told))


def spark(days: Sequence[tuple[str, int]], w: Wording) -> Markup:
    """A few days as small bars with their numbers below; -1 is a day of which the archive has nothing."""
    highest = max([1, *(count for _, count in days)])
    ordered = list(reversed(days)) if w.lang == "ar" else list(days)
    told = " · ".join(f"{w.num(int(day[8:]))}: {w.num(count) if count >= 0 else '؟'}" for day, count in days)
    band, parts = 176 / max(1, len(days)), []
    for at, (day, count) in enumerate(ordered):
        x, height = at * band + 2, max(1.0, 33 * count / highest)
        shape = '<rect class="gap" x="{:.1f}" y="0" width="{:.1f}" height="33"/>' if count < 0 else ""
        bar = '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
        parts.append(filled(shape, x, band - 4) if shape else filled(bar, x, 33 - height, band - 4, height))
        parts.append(
            filled('<text x="{:.1f}" y="46" text-anchor="middle">{}</text>', x + band / 2 - 2, w.num(int(day[8:])))
        )
    head = filled('<svg class="spark" viewBox="0 0 176 48" role="img" aria-label="{}">', told)
    return head + Markup("").join(parts) + Markup("</svg>")
