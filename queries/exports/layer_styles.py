"""Styles of the GeoPackage's layers for QGIS and other programs: the same rules as QML and as SLD."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import geopandas as gpd
import numpy as np

NEED_COLOURS = ("#fffae3", "#fee7ad", "#fdc574", "#f0913e", "#bd4f0f")
HOTSPOT_COLOURS = {"hotspot 99%": "#8c2d04", "hotspot 95%": "#e2711d", "hotspot 90%": "#f5b98a"}
EDGE, QUIET_EDGE, UNIT_EDGE, PLACE_EDGE = "#0b0c0c", "#8a8578", "#3b3f42", "#5a1fb0"
SLD, OGC = "http://www.opengis.net/sld", "http://www.opengis.net/ogc"


@dataclass(frozen=True)
class Rule:
    """One style rule: which rows, and how they are drawn.

    Attributes
    ----------
    label : str
        In the legend.
    field : str
        Column that decides; empty for every row.
    above, at_most : float, optional
        Limits of a number.
    value : str
        Text to equal; "(missing)" stands for rows without a value.
    fill : str
        Colour, empty for none.
    edge, width_mm : str, float
        Outline.
    hatched : bool
        Lines in place of a full colour: not to be taken for a low value.
    """

    label: str
    field: str = ""
    above: float | None = None
    at_most: float | None = None
    value: str = ""
    fill: str = ""
    edge: str = QUIET_EDGE
    width_mm: float = 0.1
    hatched: bool = False

    def expression(self) -> str:
        """Expression for the rows, in QGIS's syntax."""
        if self.value == MISSING:
            return f'"{self.field}" IS NULL'
        if self.value:
            return f"\"{self.field}\" = '{self.value}'"
        parts = [f'"{self.field}" > {self.above:g}'] if self.above is not None else []
        parts += [f'"{self.field}" <= {self.at_most:g}'] if self.at_most is not None else []
        return " AND ".join(parts)


@dataclass(frozen=True)
class Style:
    """Rules of one layer, and the column that its outlines are labelled with."""

    name: str
    rules: tuple[Rule, ...]
    label_field: str = ""


MISSING = "(missing)"


def layer_styles(areas: gpd.GeoDataFrame) -> dict[str, Style]:
    """Return a style for each layer; the five classes of need are those of the maps.

    Parameters
    ----------
    areas : GeoDataFrame
        `need_score`, 0 to 100; missing where an area cannot be assessed.
    """
    hot = [Rule(word, "hotspot_class", value=word, fill=fill) for word, fill in HOTSPOT_COLOURS.items()]
    return {
        "candidates": Style(
            "Places proposed, by number", (Rule("place proposed", edge=PLACE_EDGE, width_mm=0.8),), "rank"
        ),
        "areas": Style("Need in five classes", need_rules(areas)),
        "hotspots": Style("Hotspots", tuple(hot)),
        "npus": Style("Units", (Rule("unit", edge=UNIT_EDGE, width_mm=0.5),), "npu_name"),
    }


def need_rules(areas: gpd.GeoDataFrame) -> tuple[Rule, ...]:
    """Return rules for the top 50, 20, 10 and 5% of the force, as on the maps; areas not assessed are hatched."""
    known = areas["need_score"].dropna().round()
    unknown = Rule("cannot be assessed", "need_score", value=MISSING, fill="#767676", hatched=True)
    if known.empty:
        return (unknown,)
    found = sorted({float(np.floor(limit)) for limit in np.quantile(known, [0.5, 0.8, 0.9, 0.95])})
    limits = [limit for limit in found if limit < known.max()]
    limits = [limit for low, limit in zip([-1.0, *limits], limits, strict=False) if known.between(low + 1, limit).any()]
    edges = [None, *limits, None]
    colours = [NEED_COLOURS[0], *NEED_COLOURS[len(NEED_COLOURS) - len(limits) :]]
    rules = [
        Rule(
            _words(low, high, known.max()),
            "need_score",
            above=None if low is None else low + 0.5,  # limits are of whole numbers, values are not
            at_most=None if high is None else high + 0.5,
            fill=colour,
        )
        for (low, high), colour in zip(pairwise(edges), colours, strict=True)
    ]
    return (
        *[rule if rule.expression() else Rule(rule.label, "need_score", above=-1, fill=rule.fill) for rule in rules],
        unknown,
    )


def _words(low: float | None, high: float | None, highest: float) -> str:
    if low is None:
        return f"need up to {highest if high is None else high:.0f}"
    return f"need {low + 1:.0f} to {highest if high is None else high:.0f}"


def qml(style: Style, aliases: Mapping[str, str]) -> str:
    """Write the style as QGIS stores it, with the names of fields."""
    root = Element("qgis", version="3.22.0", styleCategories="Symbology|Labeling|Fields")
    renderer = SubElement(
        root, "renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0", enableorderby="0"
    )
    rules = SubElement(renderer, "rules", key="{rules}")
    symbols = SubElement(renderer, "symbols")
    for number, rule in enumerate(style.rules):
        SubElement(
            rules, "rule", key=f"{{rule-{number}}}", symbol=str(number), label=rule.label, filter=rule.expression()
        )
        symbol = SubElement(
            symbols, "symbol", type="fill", name=str(number), alpha="1", clip_to_extent="1", force_rhr="0"
        )
        _options(
            SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1", "pass": "0", "locked": "0"}),
            _look(rule),
        )
    if style.label_field:
        _label(root, style.label_field)
    named = SubElement(root, "aliases")
    for index, (field, alias) in enumerate(aliases.items()):
        SubElement(named, "alias", index=str(index), field=field, name=alias)
    return _text(root)


def _look(rule: Rule) -> dict[str, str]:
    pattern = "b_diagonal" if rule.hatched else "solid"
    return {
        "color": _rgba(rule.fill or "#ffffff"),
        "style": pattern if rule.fill else "no",
        "outline_color": _rgba(rule.edge),
        "outline_style": "solid",
        "outline_width": f"{rule.width_mm:g}",
        "outline_width_unit": "MM",
        "joinstyle": "round",
    }


def _options(layer: Element, look: Mapping[str, str]) -> None:
    """Write options twice: QGIS before 3.18 reads `prop`, later versions `Option`."""
    kept = SubElement(layer, "Option", type="Map")
    for name, value in look.items():
        SubElement(kept, "Option", name=name, type="QString", value=value)
    for name, value in look.items():
        SubElement(layer, "prop", k=name, v=value)


def _label(root: Element, field: str) -> None:
    settings = SubElement(SubElement(root, "labeling", type="simple"), "settings", calloutType="simple")
    words = SubElement(
        settings,
        "text-style",
        fieldName=field,
        isExpression="0",
        fontSize="11",
        fontSizeUnit="Point",
        fontWeight="75",
        textColor=_rgba(EDGE),
        textOpacity="1",
    )
    SubElement(words, "text-buffer", bufferDraw="1", bufferSize="1", bufferSizeUnits="MM", bufferColor=_rgba("#ffffff"))
    SubElement(settings, "placement", placement="1", centroidInside="1", centroidWhole="1")
    SubElement(settings, "rendering", drawLabels="1", obstacle="1")


def sld(layer: str, style: Style) -> str:
    """Write the style as OGC's Styled Layer Descriptor 1.0, which GeoServer and others also read."""
    root = Element("StyledLayerDescriptor", {"xmlns": SLD, "xmlns:ogc": OGC, "version": "1.0.0"})
    named = SubElement(root, "NamedLayer")
    SubElement(named, "Name").text = layer
    user = SubElement(named, "UserStyle")
    SubElement(user, "Title").text = style.name
    kind = SubElement(user, "FeatureTypeStyle")
    for rule in style.rules:
        said = SubElement(kind, "Rule")
        SubElement(said, "Name").text = rule.label
        _filter(said, rule)
        drawn = SubElement(said, "PolygonSymbolizer")
        if rule.fill:
            fill = SubElement(drawn, "Fill")
            _css(fill, {"fill": rule.fill, "fill-opacity": "0.4" if rule.hatched else "1"})
        _css(SubElement(drawn, "Stroke"), {"stroke": rule.edge, "stroke-width": f"{rule.width_mm / 0.28:.1f}"})
        if style.label_field:
            words = SubElement(SubElement(said, "TextSymbolizer"), "Label")
            SubElement(words, "ogc:PropertyName").text = style.label_field
    return _text(root)


def _filter(parent: Element, rule: Rule) -> None:
    tests: list[tuple[str, str]] = []
    if rule.value and rule.value != MISSING:
        tests.append(("ogc:PropertyIsEqualTo", rule.value))
    if rule.above is not None:
        tests.append(("ogc:PropertyIsGreaterThan", f"{rule.above:g}"))
    if rule.at_most is not None:
        tests.append(("ogc:PropertyIsLessThanOrEqualTo", f"{rule.at_most:g}"))
    if not tests and rule.value != MISSING:
        return
    found = SubElement(parent, "ogc:Filter")
    if rule.value == MISSING:
        SubElement(SubElement(found, "ogc:PropertyIsNull"), "ogc:PropertyName").text = rule.field
        return
    holder = SubElement(found, "ogc:And") if len(tests) > 1 else found
    for name, literal in tests:
        test = SubElement(holder, name)
        SubElement(test, "ogc:PropertyName").text = rule.field
        SubElement(test, "ogc:Literal").text = literal


def _css(parent: Element, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        SubElement(parent, "CssParameter", name=name).text = value


def _rgba(colour: str) -> str:
    """As in "11,12,12,255"."""
    parts: Sequence[int] = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return ",".join(map(str, [*parts, 255]))


def _text(root: Element) -> str:
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=False) + "\n"
