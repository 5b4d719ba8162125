"""The frame of the few pages that the server itself makes, without a script or a style in them."""

from collections.abc import Iterable
from html import escape

from wexstream.entrypoints.http.static import address


def document(title: str, main: str, *, styles: Iterable[str] = (), scripts: Iterable[str] = ()) -> str:
    """Write a page around its main part (HTML), with styles and scripts by the names of their files."""
    linked = "".join(f'<link rel="stylesheet" href="{address(name)}">' for name in ("page.css", *styles))
    run = "".join(f'<script src="{address(name)}" defer></script>' for name in scripts)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="{address("mark.svg")}" type="image/svg+xml">{linked}{run}</head><body>'
        f'<header><a href="/"><img src="{address("mark.svg")}" alt="">Wexstream</a></header>'
        f"<main>{main}</main></body></html>"
    )
