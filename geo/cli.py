"""The command ``frontline``: arguments, progress and printing. What it does is done elsewhere."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import GeoError, InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.analysis import Analysis
    from geo.models import Report

__all__ = ["main"]

#: All well; finished, but some input could not be used; nothing done, because of the input or the arguments.
EXIT_OK, EXIT_PARTIAL, EXIT_ERROR = 0, 1, 2

_DESCRIPTION = """\
Turn war reporting into a map anyone can check. Works without a network.

  frontline map seeds/ -o maps/index.html          reports -> one HTML file, open it with a double click
  frontline explain seeds/ "Abu al-Duhur"          the sentences for and against who holds a place
  frontline claims seeds/ -o claims.jsonl          who is said to hold, take, lose ... what, one a line
  frontline control seeds/ --as-of 2018-01-10      who holds each place, as far as was known that day
  frontline geocode "Kafr Nabl"                    any spelling, also Arabic -> coordinates
  frontline reverse 35.74 37.04                    coordinates -> nearest place and areas
"""
_EPILOG = """\
Reports may be .txt, .md, .html, .pdf, .jsonl, .csv, a folder of these, or - for standard input.
Exit status: 0 all well, 1 done but some input could not be used (it is listed), 2 nothing done.
'frontline VERB --help' tells more about each.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        Default: the arguments of the process.

    Returns
    -------
    int
        The exit status.
    """
    parser = _parser()
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.DEBUG if args.verbose else logging.ERROR, format="%(levelname)s %(message)s")
    if not hasattr(args, "run"):
        parser.print_help()
        return EXIT_ERROR
    try:
        return int(args.run(args))
    except GeoError as error:
        print(f"frontline: {error}", file=sys.stderr)
        return EXIT_ERROR
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Without this, Python complains once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except KeyboardInterrupt:
        print("frontline: stopped; files already there are unchanged", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    from geo._version import __version__

    parser = argparse.ArgumentParser(
        prog="frontline",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"frontline {__version__}")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what goes on, with tracebacks")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB")

    p = verbs.add_parser("map", help="reports -> one HTML map", description="Build the map of some reports.")
    _reports_arguments(p)
    p.add_argument("-o", "--output", default="map.html", metavar="FILE", help="default: %(default)s")
    p.add_argument("--title", help="heading of the map")
    p.add_argument("--theme", choices=["auto", "light", "dark"], default="auto", help="default: as the reader's system")
    p.add_argument("--threshold", type=float, metavar="0..1", help="hide claims less certain than this at first")
    p.add_argument("--bbox", metavar="W,S,E,N", help="view to open at, in degrees")
    p.add_argument("--tiles", metavar="URL", help="online background tiles ({z}/{x}/{y}); off unless given")
    p.add_argument("--png", metavar="FILE", help="also write a picture of the map")
    p.add_argument("--export", metavar="FILE", help="also write the layers as .gpkg, .geojson, .kml, .parquet or .csv")
    p.add_argument("--open", action="store_true", help="open the map in the browser when done")
    p.set_defaults(run=_map)

    p = verbs.add_parser("claims", help="who is said to hold or take what", description="List the claims in reports.")
    _reports_arguments(p)
    p.add_argument("-o", "--output", metavar="FILE", help=".jsonl, .csv, .geojson, .gpkg, .parquet; default: print")
    p.add_argument("--json", action="store_true", help="print one JSON object a line")
    p.add_argument("--explain", action="store_true", help="show what matched, by which frame, and what was dropped")
    p.set_defaults(run=_claims)

    p = verbs.add_parser("control", help="who holds each place on a day", description="Estimate control of places.")
    _reports_arguments(p)
    p.add_argument("-o", "--output", metavar="FILE", help=".geojson, .gpkg, .kml, .parquet or .csv; default: print")
    p.add_argument("--json", action="store_true", help="print one JSON object a line")
    p.add_argument("--all", action="store_true", help="also places that only the baseline knows about")
    p.set_defaults(run=_control)

    p = verbs.add_parser(
        "explain", help="the sentences for and against who holds a place", description="How do you know?"
    )
    _reports_arguments(p, several=False)
    p.add_argument("place", help="a place name in any spelling, or a place id")
    p.add_argument("--json", action="store_true", help="print one JSON object")
    p.set_defaults(run=_explain)

    p = verbs.add_parser("geocode", help="name -> coordinates", description="Look names up, offline, in any spelling.")
    p.add_argument("name", nargs="+", help="one or more place names; quote names of several words")
    p.add_argument("--country", metavar="CC", action="append", help="only in this country (ISO code); repeatable")
    p.add_argument("--limit", type=int, default=3, help="candidates to show, default: %(default)s")
    p.add_argument("--gazetteer", metavar="FILE", help="a gazetteer of your own, from 'frontline gazetteer build'")
    p.add_argument("--json", action="store_true", help="print one JSON object a name")
    p.set_defaults(run=_geocode)

    p = verbs.add_parser("reverse", help="coordinates -> nearest place", description="What lies at a point?")
    p.add_argument("latitude", type=float)
    p.add_argument("longitude", type=float)
    p.add_argument("--limit", type=int, default=1, help="nearest places to show, default: %(default)s")
    p.add_argument("--gazetteer", metavar="FILE")
    p.add_argument("--json", action="store_true", help="print JSON")
    p.set_defaults(run=_reverse)

    p = verbs.add_parser("gazetteer", help="info, build, install", description="The place names behind it all.")
    p.set_defaults(run=_help_of(p))
    actions = p.add_subparsers(title="actions", metavar="ACTION")
    a = actions.add_parser("info", help="sources, dates, licences and counts of the gazetteer in use")
    a.add_argument("--gazetteer", metavar="FILE")
    a.add_argument("--json", action="store_true")
    a.set_defaults(run=_gazetteer_info)
    a = actions.add_parser("build", help="build an index from files you have")
    a.add_argument("source", nargs="+", help="GeoNames dump, Who's On First, OCHA/COD CSV, GeoJSON, CSV, TSV")
    a.add_argument("-o", "--output", required=True, metavar="FILE")
    a.add_argument("--columns", metavar="FIELD=COLUMN,...", help="for example name=ADM4_EN,latitude=LAT")
    a.add_argument("--country", metavar="CC", help="refuse rows of another country")
    a.set_defaults(run=_gazetteer_build)
    a = actions.add_parser("install", help="download a country's GeoNames dump: the only verb that uses the network")
    a.add_argument("country", metavar="CC", help="ISO code, for example SY")
    a.add_argument("-o", "--output", metavar="FILE", help="default: the user's data folder")
    a.set_defaults(run=_gazetteer_install)
    return parser


def _reports_arguments(parser: argparse.ArgumentParser, *, several: bool = True) -> None:
    from geo.conflicts import available_conflicts

    parser.add_argument("reports", nargs="+" if several else None, help="files, folders, or - for standard input")
    parser.add_argument("--as-of", metavar="DATE", help="use only what was published by this day (YYYY-MM-DD)")
    parser.add_argument(
        "--conflict",
        default="syria",
        help=f"{', '.join(available_conflicts())}, a folder of your own, or none; default: %(default)s",
    )
    parser.add_argument("--columns", metavar="FIELD=COLUMN,...", help="for .csv and .jsonl, e.g. text=article_content")
    parser.add_argument("--workers", type=int, default=1, help="processes, default: %(default)s")
    parser.add_argument("--gazetteer", metavar="FILE", help="a gazetteer of your own")
    parser.add_argument("--parse", action="store_true", help="a dependency parser as second witness (extra 'parse')")


def _analysis(args: argparse.Namespace) -> Analysis:
    from tqdm import tqdm

    from geo.pipeline import analyze, read_problems

    paths = args.reports if isinstance(args.reports, list) else [args.reports]
    found, problems = read_problems(*paths, columns=_pairs(args.columns))
    if not found:
        details = "".join(f"\n  {p}" for p in problems)
        message = f"no report could be read from {', '.join(paths)}{details}"
        raise InvalidQueryError(message)

    def progress(reports: Sequence[Report]) -> Iterable[Report]:
        # disable=None: shown on a terminal only.
        yield from tqdm(reports, desc="reading", unit="report", disable=None, leave=False)
        _say_on_terminal("estimating who held what, day by day ...")

    result = analyze(
        found,
        _conflict(args.conflict),
        as_of=args.as_of,
        workers=args.workers,
        gazetteer=_gazetteer(args),
        parse=args.parse,
        progress=progress,
    )
    if problems:
        import dataclasses

        result = dataclasses.replace(result, problems=(*problems, *result.problems))
    return result


def _conflict(name: str) -> str | None:
    return None if name.lower() == "none" else name


def _gazetteer(args: argparse.Namespace) -> Any:  # noqa: ANN401
    from geo.gazetteer import Gazetteer

    return Gazetteer.open(args.gazetteer) if args.gazetteer else None


def _finish(analysis: Analysis, *written: str | os.PathLike[str]) -> int:
    """Say on standard error what was done and what was not; standard output is for results."""
    counts = analysis.summary()
    say = _to_stderr
    for path in written:
        size = Path(path).stat().st_size
        say(f"wrote {path} ({size / 1e6:.2f} MB)" if size > 1e5 else f"wrote {path} ({size:,} bytes)")
    say(
        f"{counts['reports']} reports, {counts['mentions']} mentions of {counts['places']} places, "
        f"{counts['claims']} claims of {counts['events']} events"
        + (f", as known on {analysis.as_of}" if analysis.as_of else "")
    )
    if analysis.unresolved:
        from geo.analysis import unresolved_counts

        names = [f"{n} ({k})" if k > 1 else n for n, k in unresolved_counts(analysis).items()]
        more = f" and {len(names) - 8} more" if len(names) > 8 else ""
        say(f"not resolved: {', '.join(names[:8])}{more}")
    losses = [p for p in analysis.problems if p.is_loss]
    for title, listed in (
        ("could not be used in full", losses),
        ("to check", [p for p in analysis.problems if not p.is_loss]),
    ):
        if listed:
            say(f"{len(listed)} {title}:")
            for problem in listed[:20]:
                say(f"  {problem}")
            if len(listed) > 20:
                say(f"  and {len(listed) - 20} more, listed on the map")
    return EXIT_PARTIAL if losses else EXIT_OK


def _say_on_terminal(line: str) -> None:
    """Say what takes the time, where somebody is waiting."""
    if sys.stderr.isatty():
        _to_stderr(line)


def _to_stderr(line: str) -> None:
    print(_printable(line), file=sys.stderr)


def _printable(text: str) -> str:
    """Keep escape sequences of a document from steering the terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)


def _show(text: str) -> None:
    print(_printable(text))


def _map(args: argparse.Namespace) -> int:
    analysis = _analysis(args)
    options: dict[str, Any] = {"theme": args.theme}
    for name in ("title", "threshold", "tiles"):
        if getattr(args, name) is not None:
            options[name] = getattr(args, name)
    if args.bbox:
        options["bbox"] = _bbox(args.bbox)
    _say_on_terminal("drawing the map ...")
    written = [analysis.save(args.output, **options)]
    if args.png:
        from geo.render import save_png

        written.append(save_png(analysis.map_data, args.png, **options))
    if args.export:
        written.append(analysis.export(args.export))
    status = _finish(analysis, *written)
    if args.open:
        import webbrowser

        webbrowser.open(Path(args.output).resolve().as_uri())
    return status


def _claims(args: argparse.Namespace) -> int:
    from geo.evidence import claim_dict

    analysis = _analysis(args)
    if args.explain:
        from geo.claims import explain_report

        for report in analysis.reports:
            _show(f"== {report.id}  {report.title}")
            for line in explain_report(report, analysis.resolutions[report.id], analysis.conflict):
                _show(line)
        return _finish(analysis)
    if args.output:
        if Path(args.output).suffix.lower() in {".jsonl", ".ndjson"}:
            from geo._files import write_text

            lines = (json.dumps(claim_dict(c), ensure_ascii=False) for c in analysis.claims)
            write_text(args.output, "".join(f"{line}\n" for line in lines))
        else:
            analysis.export(args.output, layer="claims")
        return _finish(analysis, args.output)
    for claim in analysis.claims:
        if args.json:
            print(json.dumps(claim_dict(claim), ensure_ascii=False))
            continue
        who = ", ".join(f"{a.text} [{a.camp or '?'}]" for a in claim.actors) or "(no actor)"
        state = "" if claim.polarity == "affirmed" else "not "
        mode = "" if claim.modality == "asserted" else f" ({claim.modality})"
        place = claim.resolution.place if claim.resolution else None
        name = (
            f"{claim.place_text} -> {place.name}, {place.admin1 or place.country_code}" if place else claim.place_text
        )
        _show(
            f"{claim.published or 'no date'}  {state}{claim.predicate:<9}{mode} {who} | {name or '(no place)'}"
            f"{' | background' if claim.is_background else ''} | {claim.certainty:.2f} | {claim.report_id}"
        )
    return _finish(analysis)


def _control(args: argparse.Namespace) -> int:
    analysis = _analysis(args)
    if args.output:
        analysis.export(args.output, layer="control")
        return _finish(analysis, args.output)
    frame = analysis.to_gdf("control")
    if not args.all and len(frame):
        frame = frame[(frame["n_supporting"] + frame["n_contradicting"]) > 0]
    for row in frame.sort_values(["admin1", "name", "place_id"]).to_dict("records"):
        point = row.pop("geometry")
        if args.json:
            values = {k: (None if v != v else v) for k, v in row.items()}  # noqa: PLR0124 - NaN
            print(json.dumps({**values, "latitude": point.y, "longitude": point.x}, ensure_ascii=False))
        else:
            _show(
                f"{row['name']:<28} {row['admin1'] or '':<14} {row['holder'] or 'unknown':<12} {row['status']:<10} "
                f"{row['confidence']:.2f}  since {row['since'] or '?':<10}  "
                f"for {row['n_supporting']}, against {row['n_contradicting']}"
            )
    return _finish(analysis)


def _explain(args: argparse.Namespace) -> int:
    analysis = _analysis(args)
    explanation = analysis.explain(args.place, as_of=args.as_of)
    if args.json:
        print(json.dumps(explanation.to_dict(), ensure_ascii=False, indent=1))
    else:
        _show(str(explanation))
    status = _finish(analysis)
    return status if explanation.place is not None else EXIT_PARTIAL


def _geocode(args: argparse.Namespace) -> int:
    from geo.geocoder import GazetteerGeocoder

    geocoder = GazetteerGeocoder(gazetteer=_gazetteer(args))
    missing = 0
    for name in args.name:
        found = geocoder.geocode(name, exactly_one=False, limit=args.limit, country_codes=args.country) or []
        missing += not found
        if args.json:
            places = [
                {
                    "latitude": location.latitude,
                    "longitude": location.longitude,
                    "address": location.address,
                    **location.raw,
                }
                for location in found
            ]
            print(json.dumps({"query": name, "results": places}, ensure_ascii=False))
            continue
        if not found:
            _show(f"{name}: no place of this name is known")
        for rank, location in enumerate(found):
            raw = location.raw
            # Of some quarters only the town is known, and some points are worked out from their neighbours.
            doubt = f", within {raw['radius_km']:.0f} km" if raw["radius_km"] >= 1 else ""
            _show(
                f"{name if rank == 0 else '  or':<24} {location.latitude:>9.4f} {location.longitude:>9.4f}  "
                f"{location.address}  [{raw['rung']}, {raw['score']:.2f}, {raw['id']}{doubt}]"
            )
    return EXIT_PARTIAL if missing else EXIT_OK


def _reverse(args: argparse.Namespace) -> int:
    from geo.geocoder import GazetteerGeocoder

    if not (-90 <= args.latitude <= 90 and -180 <= args.longitude <= 180):
        message = (
            f"{args.latitude} {args.longitude}: give latitude (-90 to 90), then longitude (-180 to 180), in degrees"
        )
        raise InvalidQueryError(message)
    geocoder = GazetteerGeocoder(gazetteer=_gazetteer(args))
    found = geocoder.reverse((args.latitude, args.longitude), exactly_one=False, limit=args.limit) or []
    for location in found:
        if args.json:
            point = {"latitude": location.latitude, "longitude": location.longitude, "address": location.address}
            print(json.dumps({**point, **location.raw}, ensure_ascii=False))
        else:
            distance = location.raw.get("distance_km")
            away = f"{distance:.1f} km away" if distance is not None else ""
            _show(f"{location.address}  {away}  [{location.raw['id']}]")
    if not found:
        _show("no place is known near this point")
    return EXIT_OK if found else EXIT_PARTIAL


def _gazetteer_info(args: argparse.Namespace) -> int:
    from geo.gazetteer import Gazetteer

    info = Gazetteer.open(args.gazetteer).info()
    if args.json:
        print(json.dumps(info, ensure_ascii=False, indent=1))
    else:
        for name, value in info.items():
            _show(f"{name}: {value}")
    return EXIT_OK


def _gazetteer_build(args: argparse.Namespace) -> int:
    from geo.gazetteer import build_index

    counts = build_index(args.source, args.output, columns=_pairs(args.columns), country=args.country)
    _show(f"wrote {args.output}: {counts}")
    return EXIT_OK


def _gazetteer_install(args: argparse.Namespace) -> int:
    from geo.gazetteer import install

    path = install(args.country, out=args.output)
    _show(f"wrote {path}; use it with --gazetteer {path}")
    return EXIT_OK


def _help_of(parser: argparse.ArgumentParser) -> Any:  # noqa: ANN401
    def show(_: argparse.Namespace) -> int:
        parser.print_help()
        return EXIT_ERROR

    return show


def _pairs(text: str | None) -> dict[str, str] | None:
    if not text:
        return None
    pairs = {}
    for part in text.split(","):
        name, equals, column = part.partition("=")
        if not equals or not name.strip() or not column.strip():
            message = f"--columns {part!r}: write FIELD=COLUMN, for example text=article_content"
            raise InvalidQueryError(message)
        pairs[name.strip()] = column.strip()
    return pairs


def _bbox(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(x) for x in text.split(","))
    except ValueError as error:
        message = f"--bbox {text!r}: write west,south,east,north in degrees"
        raise InvalidQueryError(message) from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        message = f"--bbox {text!r}: west must be less than east, south less than north, within 180 and 90 degrees"
        raise InvalidQueryError(message)
    return west, south, east, north


if __name__ == "__main__":
    sys.exit(main())
