"""Owns SVG drawings that each show one feature, in colours of the demonstration brand."""

TANNE, HALM, MOHN, RINGEL, LEINEN = "#07452F", "#6FB529", "#D92413", "#FBB602", "#FBF6E7"
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 120 80">'
)
_LEAF = "M60 6C96 10 112 40 92 74C60 70 44 46 60 6Z"
_STOPS = f'<stop offset="0" stop-color="{MOHN}"/><stop offset="1" stop-color="{HALM}"/>'
_THREE = (
    f'<stop offset="0" stop-color="{TANNE}"/><stop offset=".4" stop-color="{RINGEL}"/>'
    f'<stop offset=".4" stop-color="{MOHN}"/><stop offset="90%" stop-color="{HALM}"/>'
)


def drawing(body: str) -> str:
    """Return a drawing of 120 by 80 units."""
    return f"{_HEAD}{body}</svg>"


def _wide(stroke: str, more: str = "") -> str:
    return f'<g fill="none" stroke="{stroke}" stroke-width="9" {more}>'


FEATURES = {
    "arcs": drawing(
        f'<path d="M10 40A25 18 20 1 1 55 50Z" fill="{TANNE}"/>'
        f'<path d="M70 20a15 15 0 0120 0l-4 30a6 12 0 1 0-12 4z" fill="{MOHN}"/>'
        f'<path d="M100 10q20 20 0 40t0 25" fill="none" stroke="{HALM}" stroke-width="4"/>'
    ),
    "basic-shapes": drawing(
        f'<rect x="5" y="5" width="40" height="30" rx="8" ry="14" fill="{TANNE}"/>'
        f'<circle cx="75" cy="20" r="15" fill="{HALM}"/>'
        f'<ellipse cx="30" cy="58" rx="25" ry="12" fill="{MOHN}" transform="rotate(-12 30 58)"/>'
        f'<polygon points="70,75 85,45 100,75 65,56 105 56" fill="{RINGEL}"/>'
        f'<line x1="100" y1="5" x2="115" y2="40" stroke="{TANNE}" stroke-width="3"/>'
        f'<polyline points="108 42 118 50 108 60 118 70" fill="none" stroke="{MOHN}"/>'
    ),
    "fill-rules": drawing(
        f'<path d="M30 5L45 70L5 28H55L15 70Z" fill="{TANNE}"/>'
        f'<path d="M90 5L105 70L65 28H115L75 70Z" fill="{MOHN}" fill-rule="evenodd"/>'
    ),
    "linear-gradient": drawing(
        f'<linearGradient id="a" gradientUnits="userSpaceOnUse" x1="10" y1="10" x2="60" y2="60">'
        f'{_STOPS}</linearGradient><rect width="70" height="80" fill="url(#a)"/>'
        f'<linearGradient id="b" x1="0" y1="0" x2="0" y2="1">{_THREE}</linearGradient>'
        f'<rect x="78" y="5" width="36" height="70" fill="url(#b)"/>'
    ),
    "gradient-box-and-transform": drawing(
        f'<linearGradient id="a" gradientTransform="rotate(40 .5 .5)">{_THREE}</linearGradient>'
        f'<path d="{_LEAF}" fill="url(#a)"/>'
        f'<rect x="5" y="20" width="40" height="50" fill="url(#a)" transform="skewX(-12)"/>'
    ),
    "radial-gradient": drawing(
        f'<radialGradient id="a">{_THREE}</radialGradient>'
        f'<rect x="4" y="4" width="64" height="40" fill="url(#a)"/>'
        f'<radialGradient id="b" gradientUnits="userSpaceOnUse" cx="90" cy="50" r="26"'
        f' fx="78" fy="42" gradientTransform="translate(0 8)">{_STOPS}</radialGradient>'
        f'<circle cx="90" cy="48" r="28" fill="url(#b)"/>'
    ),
    "gradient-inherited": drawing(
        f'<defs><linearGradient id="s">{_STOPS}</linearGradient>'
        f'<linearGradient id="a" xlink:href="#s" gradientUnits="userSpaceOnUse" x1="0" x2="120"/>'
        f'<radialGradient id="b" href="#a" cx="60" cy="60" r="40"/></defs>'
        f'<rect width="120" height="30" fill="url(#a)"/>'
        f'<rect y="35" width="120" height="45" fill="url(#b)"/>'
    ),
    "gradient-reflect-repeat": drawing(
        f'<linearGradient id="a" gradientUnits="userSpaceOnUse" x1="40" x2="60"'
        f' spreadMethod="reflect">{_STOPS}</linearGradient>'
        f'<rect width="120" height="38" fill="url(#a)"/>'
        f'<radialGradient id="b" cx=".5" cy=".5" r=".2" spreadMethod="repeat">{_STOPS}'
        f'</radialGradient><rect x="20" y="42" width="80" height="38" fill="url(#b)"/>'
    ),
    "gradient-opacity": drawing(
        f'<rect y="20" width="120" height="20" fill="{TANNE}"/>'
        f'<linearGradient id="a"><stop stop-color="{MOHN}"/>'
        f'<stop offset="1" stop-color="{MOHN}" stop-opacity="0"/></linearGradient>'
        f'<rect x="5" y="5" width="50" height="70" fill="url(#a)"/>'
        f'<path d="{_LEAF}" fill="url(#a)" fill-opacity=".6"/>'
    ),
    "stroke-gradients": drawing(
        f'<rect y="52" width="120" height="10" fill="{LEINEN}"/>'
        f'<linearGradient id="a">{_STOPS}</linearGradient>'
        f'<linearGradient id="f" gradientUnits="userSpaceOnUse" x1="10" x2="110">'
        f'<stop stop-color="{TANNE}"/><stop offset="1" stop-color="{TANNE}" stop-opacity="0"/>'
        f'</linearGradient><g fill="none" stroke-width="8">'
        f'<circle cx="26" cy="24" r="16" stroke="url(#a)"/>'
        f'<path d="M56 40L76 8L110 40" stroke="url(#a)" stroke-dasharray="9 4"'
        f' stroke-linejoin="round"/>'
        f'<path d="M8 57H112" stroke="url(#f)"/>'
        f'<circle cx="20" cy="52" r="7" stroke="url(#a)" stroke-width="3"'
        f' transform="scale(2.5 1.3)" stroke-opacity=".7"/></g>'
    ),
    "stroke-caps-joins": drawing(
        f'{_wide(TANNE)}<path d="M10 20H30"/><path d="M45 20H65" stroke-linecap="round"/>'
        f'<path d="M80 20H100" stroke-linecap="square"/>'
        f'<path d="M10 70L22 45L34 70"/><path d="M50 70L62 45L74 70" stroke-linejoin="round"/>'
        f'<path d="M90 70L102 45L114 70" stroke-linejoin="bevel"/></g>'
    ),
    "stroke-miter-limit": drawing(
        f'{_wide(MOHN)}<path d="M10 70L20 25L30 70" stroke-miterlimit="4"/>'
        f'<path d="M50 70L60 25L70 70" stroke-miterlimit="8"/>'
        f'<path d="M90 70L100 25L110 70" stroke-miterlimit="1"/></g>'
    ),
    "stroke-dashes": drawing(
        f'<g fill="none" stroke="{TANNE}" stroke-width="4">'
        f'<path d="M5 12H115" stroke-dasharray="12 6"/>'
        f'<path d="M5 26H115" stroke-dasharray="12 6 3" stroke-dashoffset="5"/>'
        f'<path d="M5 40H115" stroke-dasharray="0 8" stroke-linecap="round"/>'
        f'<circle cx="60" cy="62" r="14" stroke-dasharray="10,5" stroke-dashoffset="-3"/></g>'
    ),
    "dots-and-style-transform": drawing(
        f'<g fill="none" stroke="{TANNE}" stroke-width="6" stroke-linecap="round">'
        f'<path d="M6 10H114" stroke-dasharray="0 9"/></g>'
        f'<rect x="-15" y="-10" width="30" height="20" fill="{HALM}"'
        f' style="transform: translate(40px, 50px) rotate(30deg)"/>'
    ),
    "stroke-transforms": drawing(
        f'<g fill="none" stroke="{MOHN}" stroke-width="6">'
        f'<circle cx="20" cy="20" r="12" transform="scale(1.4 .8) translate(4 4)"/>'
        f'<rect x="60" y="10" width="20" height="20" transform="rotate(20 70 20)"/>'
        f'<path d="M10 60h20v14" stroke-dasharray="6 3" transform="translate(60) skewX(-30)'
        f' scale(.8 1)"/></g>'
    ),
    "clip-path": drawing(
        f'<clipPath id="a"><path d="{_LEAF}"/></clipPath>'
        f'<clipPath id="b" clipPathUnits="objectBoundingBox">'
        f'<path d="M.5 0L1 1L0 .4H1L0 1Z" clip-rule="evenodd"/></clipPath>'
        f'<g clip-path="url(#a)"><rect width="120" height="40" fill="{TANNE}"/>'
        f'<rect y="40" width="120" height="40" fill="{HALM}"/></g>'
        f'<rect x="4" y="10" width="40" height="60" fill="{MOHN}" clip-path="url(#b)"/>'
    ),
    "clip-union-and-nested": drawing(
        f'<clipPath id="o"><rect x="8" y="8" width="104" height="52"/></clipPath>'
        f'<clipPath id="a" clip-path="url(#o)"><circle cx="40" cy="40" r="34"/>'
        f'<path d="M60 70H110V20H60ZM70 60V30H100V60Z"/>'
        f'<use href="#x"/></clipPath><defs><path id="x" d="M50 10l20 0l-10 25z"/></defs>'
        f'<rect width="120" height="80" fill="{TANNE}" clip-path="url(#a)"/>'
    ),
    "group-opacity": drawing(
        f'<rect y="30" width="120" height="20" fill="{TANNE}"/>'
        f'<g opacity=".5"><circle cx="30" cy="40" r="22" fill="{MOHN}"/>'
        f'<circle cx="50" cy="40" r="22" fill="{RINGEL}"/></g>'
        f'<g><circle cx="85" cy="30" r="16" fill="{MOHN}" opacity=".5"/>'
        f'<circle cx="95" cy="48" r="16" fill="{HALM}" fill-opacity=".7" stroke="{TANNE}"'
        f' stroke-width="4" stroke-opacity=".5"/></g>'
    ),
    "transforms": drawing(
        f'<g transform="translate(60 40) rotate(15) scale(.8)">'
        f'<g transform="matrix(1 .2 -.3 1 0 0)"><rect x="-40" y="-25" width="60" height="50"'
        f' fill="{TANNE}"/><rect x="-10" y="-10" width="50" height="20" fill="{HALM}"'
        f' transform="skewY(10)"/></g></g>'
    ),
    "use-and-symbol": drawing(
        f'<defs><g id="l"><path d="M0 0C10 4 12 14 6 20C0 14-4 8 0 0Z"/></g></defs>'
        f'<symbol id="s" viewBox="0 0 10 20"><rect width="10" height="20" fill="{RINGEL}"/>'
        f'<circle cx="5" cy="10" r="8" fill="{TANNE}"/></symbol>'
        f'<use href="#l" x="20" y="10" fill="{MOHN}"/>'
        f'<use xlink:href="#l" transform="translate(40 10) scale(2)" fill="{HALM}"/>'
        f'<use href="#s" x="70" y="5" width="20" height="40"/>'
        f'<use href="#s" x="92" y="40" width="24" height="36"/>'
    ),
    "nested-view-boxes": drawing(
        "".join(
            f'<svg x="{x}" y="{y}" width="36" height="30" viewBox="0 0 20 30"'
            f' preserveAspectRatio="{how}"><rect width="20" height="30" fill="{HALM}"/>'
            f'<circle cx="10" cy="15" r="14" fill="{TANNE}"/></svg>'
            for x, y, how in (
                (2, 4, "xMidYMid"),
                (42, 4, "xMinYMin slice"),
                (82, 4, "none"),
                (2, 44, "xMaxYMax meet"),
                (42, 44, "xMidYMax slice"),
            )
        )
    ),
    "style-rules": drawing(
        f"<style>/* two */ .a{{fill:{TANNE}}} .b, path.c {{ fill: {MOHN}; opacity:.8 }}"
        f" #d{{fill:{HALM}!important}} rect{{stroke:{RINGEL};stroke-width:3}}</style>"
        f'<rect class="a" x="5" y="5" width="30" height="30" fill="{MOHN}"/>'
        f'<circle class="a b" cx="65" cy="20" r="15"/><path class="c" d="M85 5h30v30z"/>'
        f'<path id="d" class="b" d="M5 45h30l-15 30z"/>'
        f'<rect class="a" x="45" y="45" width="30" height="30" style="fill:{LEINEN};rx:6"/>'
    ),
    "colours": drawing(
        f'<g color="{MOHN}"><rect x="4" y="4" width="30" height="30" fill="currentColor"/>'
        f'<rect x="44" y="4" width="30" height="30" color="{HALM}" fill="none"'
        f' stroke="currentColor" stroke-width="6"/></g>'
        f'<rect x="84" y="4" width="30" height="30" fill="rgb(7,69,47)"/>'
        f'<rect x="4" y="44" width="30" height="30" fill="rgba(217,36,19,.5)"/>'
        f'<rect x="44" y="44" width="30" height="30" fill="#fff" stroke="{TANNE}"/>'
    ),
    "hidden-parts": drawing(
        f'<g display="none"><text>nie</text><rect width="120" height="80" fill="{MOHN}"/></g>'
        f'<g visibility="hidden"><rect width="60" height="80" fill="{MOHN}"/>'
        f'<rect x="60" y="20" width="40" height="40" fill="{TANNE}" visibility="visible"/></g>'
        f'<rect x="10" y="20" width="40" height="40" fill="{HALM}" style="display:inline"/>'
    ),
    "blending-and-paint-order": drawing(
        f'<g style="isolation:isolate"><rect width="70" height="50" fill="{RINGEL}"/>'
        f'<circle cx="60" cy="45" r="25" fill="{HALM}" style="mix-blend-mode:multiply"/></g>'
        f'<path d="M85 70L100 20L115 70Z" fill="{HALM}" stroke="{TANNE}" stroke-width="8"'
        f' paint-order="stroke"/>'
    ),
}
