"""The QR code of an address: for paper, for office files, for a page."""

import io
from typing import Any

import segno

_SVG: dict[str, Any] = {"border": 4, "dark": "#000", "light": "#fff", "svgclass": None, "lineclass": None}


def svg(address: str) -> str:
    """One SVG picture with its quiet zone, black on white, free of styles and scripts."""
    out = io.BytesIO()
    _code(address).save(out, kind="svg", xmldecl=False, **_SVG)
    return out.getvalue().decode()


def png(address: str) -> bytes:
    """The same for office files, of which not all take SVG; the same address gives the same bytes."""
    out = io.BytesIO()
    _code(address).save(out, kind="png", scale=8, border=4)
    return out.getvalue()


def data_uri(address: str, scale: int = 8) -> str:
    """The same as the address of an image on a page; `scale` pixels a module."""
    return str(_code(address).svg_data_uri(scale=scale, **_SVG))


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)
