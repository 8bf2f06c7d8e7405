"""One case in a process of its own, configured by the environment: `python -m bench.case PART SIZE FOLDER`."""

import sys
from pathlib import Path

import django
from django.core.management import call_command

from bench.timing import Results

_WSGI = "rencai.site.wsgi:application"
_ADMIN = "bench.admin_project.wsgi:application"


def main(part: str, size: int, folder: Path) -> None:
    """Measure one part and leave its results in `folder`."""
    django.setup()
    results = Results()
    {
        "build": _build,
        "product": _product,
        "admin": _admin,
        "files": _files,
        "peer": _peer,
        "papers": _papers,
        "rules": _rules,
        "learning": _learning,
    }[part](results, size, folder)
    results.write(folder / f"{part}.json")


def _build(results: Results, size: int, _folder: Path) -> None:
    from bench import registers  # noqa: PLC0415 - models need the settings first

    call_command("migrate", skip_checks=True, verbosity=0)
    results.add("build the register (bulk writer)", "rencai", lambda: registers.build(size))


def _product(results: Results, _size: int, _folder: Path) -> None:
    from django.conf import settings  # noqa: PLC0415

    from bench import pages, server  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    pages.measure_product(results)
    paths = {"list page": "/people/", "figures page": "/figures/", "home (dashboard)": "/"}
    server.measure(results, "rencai", _WSGI, "rencai.site.settings", paths)


def _admin(results: Results, _size: int, _folder: Path) -> None:
    from django.conf import settings  # noqa: PLC0415

    from bench import pages, server  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    pages.measure_admin(results)
    paths = {"list page": "/admin/people/person/"}
    server.measure(results, "admin", _ADMIN, "bench.admin_project.settings", paths)


def _files(results: Results, size: int, folder: Path) -> None:
    from bench import rosters  # noqa: PLC0415

    rosters.measure_product(results, folder, min(size, 100_000))


def _peer(results: Results, size: int, folder: Path) -> None:
    from bench import rosters  # noqa: PLC0415

    rosters.measure_peer(results, folder, min(size, 100_000))


def _rules(results: Results, size: int, folder: Path) -> None:
    from bench import rules  # noqa: PLC0415

    rules.measure(results, size, folder)


def _learning(results: Results, _size: int, _folder: Path) -> None:
    from django.conf import settings  # noqa: PLC0415

    from bench import learning  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    learning.measure(results)


def _papers(results: Results, _size: int, folder: Path) -> None:
    from bench import documents  # noqa: PLC0415

    documents.measure(results, folder)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
