"""Draws a figure that an editor rebuilt from text boxes: a flow chart as inline SVG, readable on a phone and in print."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.pages.escape import escape_html
from generator.records import Figure

# Units are those of the viewBox; on a phone 360 wide one unit is about one pixel.
_WIDTH = 360
_MARGIN = 12
_FONT = 14
_LINE = 20
_PAD = 8
_GAP = 28
_COLUMN_GAP = 12
_NO_LINE_START = "，。；：、）》”！？"


@dataclass(frozen=True)
class _Box:
    index: int
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


def render_flowchart(figure: Figure, element_id: str) -> str:
    """The SVG of `figure`; its texts stand in it in the order of the boxes, and once more in full as its description."""
    layers = _layers(figure)
    boxes, frames, height = _place(figure, layers)
    parts = [
        f'<svg class="gb-flow" role="img" aria-labelledby="{element_id}-t {element_id}-d" viewBox="0 0 {_WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">',
        f'<title id="{element_id}-t">{escape_html(figure.caption)}</title>',
        f'<desc id="{element_id}-d">{escape_html(describe(figure))}</desc>',
        f'<defs><marker id="{element_id}-m" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z"/></marker></defs>',
    ]
    parts += [f'<rect class="gb-flow-frame" x="{x}" y="{y}" width="{w}" height="{h}" rx="6"/>' for x, y, w, h in frames]
    parts += _arrows(figure, layers, boxes, element_id)
    parts += [_draw_box(box) for box in sorted(boxes, key=lambda box: box.index)]
    return "".join([*parts, "</svg>"])


def describe(figure: Figure) -> str:
    """The whole figure in words, for readers who do not see it."""
    after = {index: [other for one, other in figure.arrows if one == index] for index in range(len(figure.boxes))}
    sentences = []
    for index, box in enumerate(figure.boxes):
        follow = "；之后：" + "、".join(str(other + 1) for other in after[index]) if after[index] else ""
        sentences.append(f"{index + 1}. {box.text}{follow}")
    return f"流程图，共{len(figure.boxes)}个方框。" + " ".join(sentences)


def _layers(figure: Figure) -> list[list[int]]:
    """Boxes by the longest way that leads to them; boxes that no arrow touches follow in their printed order."""
    depth = dict.fromkeys(range(len(figure.boxes)), 0)
    for _ in figure.boxes:
        for one, other in figure.arrows:
            if depth[other] <= depth[one] < len(figure.boxes):
                depth[other] = depth[one] + 1
    touched = {index for arrow in figure.arrows for index in arrow}
    below = max((depth[i] for i in touched), default=-1) + 1
    for index in sorted(set(depth) - touched):
        depth[index], below = below, below + 1
    return [[i for i in sorted(depth) if depth[i] == level] for level in sorted(set(depth.values()))]


def _place(figure: Figure, layers: Sequence[Sequence[int]]) -> tuple[list[_Box], list[tuple[float, float, float, float]], float]:
    boxes: list[_Box] = []
    frames: list[tuple[float, float, float, float]] = []
    y: float = _MARGIN
    for layer in layers:
        if len(layer) == 1:
            box = _box(figure, layer[0], _MARGIN + 20, y, _WIDTH - 2 * _MARGIN - 40)
            boxes.append(box)
            y += box.height + _GAP
            continue
        top = y
        y += _PAD
        width = (_WIDTH - 2 * _MARGIN - 2 * _PAD - _COLUMN_GAP) / 2
        for start in range(0, len(layer), 2):
            pair = [_box(figure, index, _MARGIN + _PAD + column * (width + _COLUMN_GAP), y, width)
                    for column, index in enumerate(layer[start:start + 2])]
            height = max(box.height for box in pair)
            boxes += [_Box(b.index, b.x, b.y, b.width, height, b.lines) for b in pair]
            y += height + _COLUMN_GAP
        y += _PAD - _COLUMN_GAP
        frames.append((_MARGIN, top, _WIDTH - 2 * _MARGIN, y - top))
        y += _GAP
    return boxes, frames, y - _GAP + _MARGIN


def _box(figure: Figure, index: int, x: float, y: float, width: float) -> _Box:
    lines = _wrap(figure.boxes[index].text, width - 2 * _PAD)
    return _Box(index, x, y, width, len(lines) * _LINE + 2 * _PAD, lines)


def _wrap(text: str, width: float) -> tuple[str, ...]:
    """Lines no wider than `width`; a line does not begin with a closing mark."""
    lines, line, used = [], "", 0.0
    for char in text:
        size = _FONT if unicodedata.east_asian_width(char) in "WFA" else _FONT * 0.6
        if line and used + size > width and char not in _NO_LINE_START:
            lines.append(line)
            line, used = "", 0.0
        line += char
        used += size
    return (*lines, line)


def _draw_box(box: _Box) -> str:
    left = box.x + _PAD
    single = len(box.lines) == 1
    anchor, at = ("middle", box.x + box.width / 2) if single else ("start", left)
    spans = "".join(f'<tspan x="{at}" dy="{0 if i == 0 else _LINE}">{escape_html(line)}</tspan>' for i, line in enumerate(box.lines))
    first = box.y + (box.height - (len(box.lines) - 1) * _LINE) / 2 + _FONT * 0.36
    return (f'<g data-box="{box.index + 1}"><rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="4"/>'
            f'<text font-size="{_FONT}" text-anchor="{anchor}" x="{at}" y="{round(first, 1)}">{spans}</text></g>')


def _arrows(figure: Figure, layers: Sequence[Sequence[int]], boxes: Sequence[_Box], element_id: str) -> list[str]:
    """Every arrow that is given. Where all boxes of a layer lead to all of the next, one arrow between the frames says so;
    else box leads to box, and an arrow that skips a layer or goes back runs along the right margin.
    """
    level = {index: number for number, layer in enumerate(layers) for index in layer}
    place = {box.index: box for box in boxes}
    paths, left = [], set(figure.arrows)
    for number, (upper, lower) in enumerate(pairwise(layers)):
        full = {(one, other) for one in upper for other in lower}
        if full <= left:
            left -= full
            top, bottom = _edges(upper, place)[1], _edges(lower, place)[0]
            paths.append(f"M{_WIDTH / 2} {top}V{bottom}")
        for one, other in sorted(full & left):
            if level[one] == number:
                left.discard((one, other))
                paths.append(f"M{_centre(place[one])} {place[one].y + place[one].height}L{_centre(place[other])} {place[other].y}")
    for one, other in sorted(left):
        here, there = place[one], place[other]
        paths.append(f"M{here.x + here.width} {here.y + here.height / 2}H{_WIDTH - 3}V{there.y + there.height / 2}H{there.x + there.width}")
    return [f'<path class="gb-flow-arrow" marker-end="url(#{element_id}-m)" d="{path}"/>' for path in paths]


def _edges(layer: Sequence[int], place: Mapping[int, _Box]) -> tuple[float, float]:
    """Top and bottom of a layer, its frame included."""
    pad = _PAD if len(layer) > 1 else 0
    return min(place[i].y for i in layer) - pad, max(place[i].y + place[i].height for i in layer) + pad


def _centre(box: _Box) -> float:
    return box.x + box.width / 2
