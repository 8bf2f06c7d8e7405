"""The annual report to .docx and PDF, beside docxtpl and LibreOffice on a document of the same content."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.timing import Results, timed

_YEAR, _UNIT = 2022, "YC001"


def measure(results: Results, folder: Path) -> None:
    """Ours first: its .docx is also what the peers start from."""
    ours = folder / "report.docx"
    results.add("draft the report", "rencai", _draft)
    results.add("issue the report (figures frozen)", "rencai", _issue)
    results.add("report to .docx", "rencai", lambda: timed(lambda: _export("docx", ours), least=3, most=15))
    results.add(
        "report to PDF", "rencai", lambda: timed(lambda: _export("pdf", folder / "report.pdf"), least=3, most=15)
    )
    results.add("report to .docx", "docxtpl", lambda: _docxtpl(ours, folder))
    results.add("report to PDF", "LibreOffice", lambda: _libreoffice(ours, folder))


def _draft() -> dict[str, Any]:
    from rencai.reports import command  # noqa: PLC0415 - the part may not be there yet

    return _once(lambda: command.draft(_YEAR, _UNIT))


def _issue() -> dict[str, Any]:
    from rencai.reports import command  # noqa: PLC0415

    return _once(lambda: command.issue(_YEAR, _UNIT, "leader"))


def _once(call: Any) -> dict[str, Any]:
    import time  # noqa: PLC0415

    start = time.perf_counter()
    note = str(call()).splitlines()[0]
    return {"ms": (time.perf_counter() - start) * 1000, "note": note[:120]}


def _export(format_: str, out: Path) -> None:
    from rencai.reports import command  # noqa: PLC0415

    command.export(_YEAR, _UNIT, format_, False, out)


def _docxtpl(ours: Path, folder: Path) -> dict[str, Any]:
    """Every number of our document a placeholder, filled and saved by docxtpl."""
    import docx  # noqa: PLC0415
    from docxtpl import DocxTemplate  # noqa: PLC0415

    template = folder / "template.docx"
    document = docx.Document(str(ours))
    filled: dict[str, str] = {}
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if any(character.isdigit() for character in run.text):
                filled[f"v{len(filled)}"] = run.text
                run.text = f"{{{{ v{len(filled) - 1} }}}}"
    document.save(str(template))

    def render() -> None:
        made = DocxTemplate(str(template))
        made.render(filled)
        made.save(str(folder / "docxtpl.docx"))

    return {**timed(render, least=3, most=15), "note": f"{len(filled)} placeholders"}


def _libreoffice(ours: Path, folder: Path) -> dict[str, Any]:
    if shutil.which("soffice") is None:
        raise RuntimeError("soffice is not installed")
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", str(folder / "lo"), str(ours)]
        convert = lambda: subprocess.run(command, check=True, capture_output=True)  # noqa: E731
        return timed(convert, least=3, most=3, own_cpu=False)
