"""The QR code of an address, as the writers put it on paper."""

import io

import segno


def svg(address: str) -> str:
    """One SVG picture with its quiet zone, black on white, free of styles and scripts."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


def png(address: str) -> bytes:
    """The same for office files, which take no SVG from everybody; the same address gives the same bytes."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8, border=4)
    return out.getvalue()


def data_uri(address: str) -> str:
    """The same as the address of an image on a page."""
    made = segno.make(address, error="m", micro=False)
    return str(made.svg_data_uri(scale=8, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None))
