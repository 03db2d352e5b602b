"""Gazetteers of one's own: good files, half files, wrong files, and servers that misbehave."""

from __future__ import annotations

import io
import json
import socketserver
import threading
import zipfile
from http.server import BaseHTTPRequestHandler

import pytest

from geo.errors import DataNotFoundError, GazetteerError, InvalidQueryError
from geo.gazetteer import Gazetteer, build_index, install


def geonames_line(number, name, latitude, longitude, code="PPL", country="SY", admin="12", people=100, others=""):
    cells = [number, name, name, others, latitude, longitude, "A" if code == "ADM1" else "P", code, country, "", admin,
             "", "", "", people, "", 300, "Asia/Damascus", "2020-01-01"]  # fmt: skip
    return "\t".join(str(c) for c in cells)


DUMP = "\n".join([
    geonames_line(169387, "Idlib", 35.85, 36.68, "ADM1"),
    geonames_line(164816, "Sarāqib", 35.864, 36.806, people=30000, others="Saraqeb,سراقب"),
    geonames_line(169389, "Idlib", 35.93, 36.63, people=128840),
]) + "\n"  # fmt: skip


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "out.gaz"
    path.write_bytes(b"the old index")
    return path


def zipped(name, text):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr(name, text)
    return buffer.getvalue()


def test_geonames_dump(tmp_path):
    (tmp_path / "SY.zip").write_bytes(zipped("SY.txt", DUMP))
    counts = build_index(tmp_path / "SY.zip", tmp_path / "sy.gaz", country="sy", version="2026-01-02")
    assert counts["places"] == 3
    gaz = Gazetteer.open(tmp_path / "sy.gaz")
    assert gaz.candidates("Saraqeb")[0].place.admin1 == "Idlib"
    assert gaz.get("gn:164816").source == "geonames 2026-01-02"
    assert "2026-01-02" in str(gaz.info()["source geonames"])


def test_ocha_table_and_column_map(tmp_path):
    head = "ADM4_EN,ADM4_PCODE,ADM4_AR,LAT,LON,ADM0_PCODE,ADM1_EN\n"
    (tmp_path / "cod.csv").write_text(
        head + "Saraqab,C3986,سراقب,35.86,36.80,SY,Idleb\nNoPoint,C1,,,,SY,Idleb\n", encoding="utf-8"
    )
    counts = build_index(tmp_path / "cod.csv", tmp_path / "c.gaz")
    assert (counts["places"], counts["skipped"]) == (1, 1)
    place = Gazetteer.open(tmp_path / "c.gaz").candidates("سراقب")[0].place
    assert (place.id, place.admin1, place.country_code) == ("cod:C3986", "Idleb", "SY")
    (tmp_path / "odd.csv").write_text("NOM;NORD;EST\nSaraqib;35,86;36,80\n", encoding="utf-8")
    columns = {"name": "NOM", "latitude": "NORD", "longitude": "EST"}
    build_index([tmp_path / "odd.csv"], tmp_path / "o.gaz", columns=columns, country="SY")
    assert Gazetteer.open(tmp_path / "o.gaz").candidates("Saraqib")[0].place.latitude == 35.86


def test_geojson_keeps_shapes(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]]}
    features = [
        {"type": "Feature", "properties": {"ADM2_EN": "Ariha", "ADM2_PCODE": "SY0705"}, "geometry": square},
        {
            "type": "Feature",
            "properties": {"name": "Point"},
            "geometry": {"type": "Point", "coordinates": [36.5, 35.5]},
        },
        {"type": "Feature", "properties": {}, "geometry": None},
    ]
    (tmp_path / "d.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    counts = build_index(tmp_path / "d.geojson", tmp_path / "d.gaz", country="SY")
    assert (counts["places"], counts["skipped"]) == (2, 1)
    gaz = Gazetteer.open(tmp_path / "d.gaz")
    assert gaz.area("d:SY0705").area == pytest.approx(1.0)
    assert [p.name for p in gaz.contains(35.5, 36.5)] == ["Ariha"]
    assert gaz.contains(10, 10) == ()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("half.txt", DUMP[:-60], "line 3: .* fields instead of 19"),
        ("SY.txt", DUMP.replace("\tSY\t", "\tIQ\t"), "IQ, not in SY"),
        ("degrees.txt", DUMP.replace("35.93", "95.93"), "line 3: latitude '95.93'"),
        ("renamed.csv", "Nom,Latitude,Longitude\nIdlib,35.9,36.6\n", "line 1: no column for name"),
        ("cut.csv", "name,lat,lon\nIdlib,35.9,36.6\nSaraqib,35", "line 3: 2 fields instead of 3"),
        ("quote.csv", 'name,lat,lon\n"Idlib,35.9,36.6\n', "line"),
        ("text.csv", "name,lat,lon\nIdlib,north,36.6\n", "line 2: latitude 'north'"),
        ("twice.csv", "id,name,lat,lon\n1,A,1,1\n1,B,2,2\n", "line 3: the id '1' stands twice"),
        ("empty.csv", "", "no column for name"),
        ("head.csv", "name,lat,lon\n", "no place in it"),
        ("cut.geojson", '{"type": "FeatureCollection", "features": [{"type"', "line 1: .*cut off"),
        ("other.json", '{"hello": 1}', "not a GeoJSON"),
        ("list.geojson", '{"type": "FeatureCollection", "features": [1]}', "feature 1"),
        ("bad.geojson", '{"type":"Feature","properties":{"name":"X"},"geometry":{"type":"Polygon","coordinates":[[1]]}}', "feature 1"),
        ("nul.csv", "name,lat,lon\nA\0,1,1\n", "line 2: not a text file"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_and_the_old_index_stays(tmp_path, old, name, text, says):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=says) as caught:
        build_index(tmp_path / name, old, country="SY")
    assert name in str(caught.value)
    assert old.read_bytes() == b"the old index"


def test_other_refusals(tmp_path, old):
    with pytest.raises(DataNotFoundError):
        build_index(tmp_path / "none.csv", old)
    with pytest.raises(GazetteerError, match="no source"):
        build_index([], old)
    (tmp_path / "a.csv").write_bytes("name,lat,lon\nDüsseldorf,51,6\n".encode("latin-1"))
    with pytest.raises(GazetteerError, match="line 2: not UTF-8"):
        build_index(tmp_path / "a.csv", old)
    (tmp_path / "b.zip").write_bytes(zipped("SY.txt", DUMP)[:-30])
    with pytest.raises(GazetteerError, match="zip"):
        build_index(tmp_path / "b.zip", old)
    (tmp_path / "c.csv").write_text("name,lat,lon\nA,1,1\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="no column 'X'"):
        build_index(tmp_path / "c.csv", old, columns={"name": "X"})
    with pytest.raises(GazetteerError, match="unknown field"):
        build_index(tmp_path / "c.csv", old, columns={"nome": "name"})
    assert old.read_bytes() == b"the old index"


def test_whos_on_first(shared, tmp_path):
    counts = build_index(shared / "gazetteer" / "wof_sy_places.tsv", tmp_path / "w.gaz", country="SY")
    gaz = Gazetteer.open(tmp_path / "w.gaz")
    localities = sum(gaz.features[f] == "P.PPL" for f in gaz.feature)
    assert counts["places"] > 10_000
    assert 10_000 < localities <= 10_575
    assert any(abs(c.place.latitude - 35.86) < 0.05 for c in gaz.candidates("سراقب"))


# ---------------------------------------------------------------------------------------------------- network
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = zipped("SY.txt", DUMP)
        kind = self.path.split("/")[1]
        if kind == "missing":
            self.send_error(404)
            return
        if kind == "wrong":
            body = zipped("IQ.txt", DUMP.replace("\tSY\t", "\tIQ\t"))
        if kind == "page":
            body = b"<html>maintenance</html>"
        self.send_response(200)
        self.send_header("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT")
        if kind != "drip":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if kind == "hang":
            self.server.stop.wait(20)
        elif kind == "drip":
            while not self.server.stop.wait(0.02):
                try:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                except OSError:
                    return
        else:
            self.wfile.write(body[: len(body) // 2] if kind == "breaks" else body)

    def log_message(self, *args):
        pass


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    allow_reuse_address = True


@pytest.fixture(scope="module")
def server():
    with Server(("127.0.0.1", 0), Handler) as running:
        running.stop = threading.Event()
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.stop.set()
        running.shutdown()
        thread.join()


def test_install(server, tmp_path):
    path = install("sy", out=tmp_path / "sy.gaz", url_base=f"{server}/good")
    gaz = Gazetteer.open(path)
    assert gaz.candidates("Saraqib")[0].place.id == "gn:164816"
    assert "2026-01-02" in gaz.version


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("missing", "404"),
        ("wrong", "IQ, not in SY"),
        ("page", "zip"),
        ("breaks", "broke off|IncompleteRead|failed"),
        ("hang", "timed out"),
        ("drip", "not finished"),
    ],
)
def test_a_bad_server_leaves_the_old_index(server, old, kind, says):
    with pytest.raises(GazetteerError, match=says) as caught:
        install("SY", out=old, url_base=f"{server}/{kind}", timeout_s=0.5, deadline_s=1.0)
    assert "SY.zip" in str(caught.value)
    assert old.read_bytes() == b"the old index"
    assert [p.name for p in old.parent.iterdir()] == ["out.gaz"]


@pytest.mark.parametrize("country", ["", "SYR", "../x", None, "1A"])
def test_install_wants_a_country_code(country, old):
    with pytest.raises(InvalidQueryError):
        install(country, out=old)


def test_install_fetches_http_only(old):
    with pytest.raises(InvalidQueryError):
        install("SY", out=old, url_base="file:///etc")
    with pytest.raises(GazetteerError):
        install("SY", out=old, url_base="http://127.0.0.1:9", timeout_s=0.5)
