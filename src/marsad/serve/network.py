"""Who takes texts from whom, as SVG: outlets on a circle, a curved arrow for each way that texts take.

Drawn here and not by a chart library, for the reasons given in ``charts``: right-to-left labels, links on nodes,
classes of the stylesheet, one drawing for screen and paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from markupsafe import Markup

from marsad.observatory.copy_pages import Flow
from marsad.observatory.pages import SourceLink
from marsad.serve.markup import filled
from marsad.serve.wording import Wording

#: So many outlets have room on the circle.
NODES = 14
_SIZE, _MIDDLE_X, _MIDDLE_Y, _RADIUS = (960, 560), 480, 280, 205
_THINNEST, _THICKEST = 1.0, 9.0
#: How far an arrow bends towards the middle of the circle, 0 to 1.
_BEND = 0.45
_GAP = 14


@dataclass(frozen=True, slots=True)
class _Node:
    """An outlet and where it stands."""

    source: SourceLink
    x: float
    y: float
    angle: float


def network(flows: Sequence[Flow], w: Wording, label: str, address: Callable[[SourceLink], str]) -> Markup:
    """The busiest of ``flows`` between the busiest outlets; nothing where there is none."""
    nodes = _nodes(flows)
    shown = [flow for flow in flows if {flow.source.id, flow.taker.id} <= nodes.keys() and flow.source != flow.taker]
    if not shown:
        return Markup("")
    most = max(flow.texts for flow in shown)
    arrows = [_arrow(nodes[f.source.id], nodes[f.taker.id], f, most, w) for f in reversed(shown)]
    names = [_name(node, w, address(node.source)) for node in nodes.values()]
    head = filled('<svg class="network marks" viewBox="0 0 {} {}" role="img" aria-label="{}">', *_SIZE, label)
    return head + _TIP + Markup("").join(arrows) + Markup("").join(names) + Markup("</svg>")


_TIP = Markup(
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="12" markerHeight="12"'
    ' markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>'
)


def _nodes(flows: Sequence[Flow]) -> dict[str, _Node]:
    """The outlets with most texts given and taken, around the circle in that order."""
    weight: dict[str, int] = {}
    links: dict[str, SourceLink] = {}
    for flow in flows:
        for link in (flow.source, flow.taker):
            links[link.id] = link
            weight[link.id] = weight.get(link.id, 0) + flow.texts
    chosen = sorted(weight, key=lambda key: (-weight[key], key))[:NODES]
    found = {}
    for at, key in enumerate(chosen):
        angle = 2 * pi * at / len(chosen) - pi / 2
        found[key] = _Node(links[key], _MIDDLE_X + _RADIUS * cos(angle), _MIDDLE_Y + _RADIUS * sin(angle), angle)
    return found


def _arrow(source: _Node, taker: _Node, flow: Flow, most: int, w: Wording) -> Markup:
    middle_x, middle_y = (source.x + taker.x) / 2, (source.y + taker.y) / 2
    turn_x, turn_y = -(taker.y - source.y) * 0.12, (taker.x - source.x) * 0.12  # two ways between two do not coincide
    bend_x = middle_x + (_MIDDLE_X - middle_x) * _BEND + turn_x
    bend_y = middle_y + (_MIDDLE_Y - middle_y) * _BEND + turn_y
    far = hypot(taker.x - bend_x, taker.y - bend_y) or 1.0
    end_x, end_y = taker.x - (taker.x - bend_x) * _GAP / far, taker.y - (taker.y - bend_y) * _GAP / far
    width = _THINNEST + (_THICKEST - _THINNEST) * flow.texts / most
    told = w.t("flow_told", source=_called(flow.source, w), taker=_called(flow.taker, w), n=w.count(flow.texts, "text"))
    return filled(
        '<path class="flow" d="M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}" stroke-width="{:.1f}"'
        ' marker-end="url(#tip)"><title>{}</title></path>',
        source.x,
        source.y,
        bend_x,
        bend_y,
        end_x,
        end_y,
        width,
        told,
    )


def _name(node: _Node, w: Wording, address: str) -> Markup:
    out_x, out_y = node.x + 16 * cos(node.angle), node.y + 16 * sin(node.angle)
    side = cos(node.angle)
    anchor = "middle" if abs(side) < 0.2 else ("start" if side > 0 else "end")
    if w.lang == "ar" and anchor != "middle":  # the start of right-to-left words is their right end
        anchor = "end" if anchor == "start" else "start"
    drop, direction = 5 + 9 * sin(node.angle), "rtl" if w.lang == "ar" else "ltr"
    place = (node.x, node.y, out_x, out_y + drop)
    return filled(
        '<a href="{}"><circle class="node" cx="{:.1f}" cy="{:.1f}" r="7"/><text x="{:.1f}" y="{:.1f}" text-anchor="{}"'
        ' direction="{}">{}</text></a>',
        address,
        *place,
        anchor,
        direction,
        _called(node.source, w),
    )


def _called(link: SourceLink, w: Wording) -> str:
    return link.name_en if w.lang == "en" and link.name_en else link.name
