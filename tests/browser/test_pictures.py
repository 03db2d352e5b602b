"""Screenshots at three sizes, light and dark, compared with what they must show, within a tolerance.

Fonts and anti-aliasing differ from machine to machine, so whole pictures are not compared: the ground at known places must
have the colour of its camp over that of the land, the front must be a line of its own colour, the title must be dark on
light or light on dark.
"""

from __future__ import annotations

import io

import pytest

pytestmark = pytest.mark.browser

TOLERANCE = 26  # of 255 in each channel
THEMES = {
    # land, red, blue, front line, page
    False: ("#ebe7dd", "#c0392b", "#35a79c", "#15181c", "#ffffff"),
    True: ("#50555a", "#e05a4a", "#4cc2b6", "#ffffff", "#1b1e21"),
}
ASSESSED, BACKGROUND = 0.62, 0.24
SPOTS = """(ids) => ids.map((id) => {
  const row = frontline.places.id.indexOf(id);
  const point = frontline.map.latLngToContainerPoint([frontline.places.lat[row] + 0.02, frontline.places.lon[row] + 0.027]);
  const box = frontline.map.getContainer().getBoundingClientRect();
  return [Math.round(box.left + point.x), Math.round(box.top + point.y)];
})"""


def rgb(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def over(land, camp, alpha):
    return [round(a * alpha + b * (1 - alpha)) for a, b in zip(rgb(camp), rgb(land), strict=True)]


def differs(seen, wanted):
    return max(abs(a - b) for a, b in zip(seen, wanted, strict=True))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [(1400, 800), (1024, 700), (360, 740)])
def test_picture_shows_ground_front_and_title(open_page, sample_file, size, dark):
    image = pytest.importorskip("PIL.Image")
    land, red, blue, front, page_colour = THEMES[dark]
    with open_page(sample_file, size=size, dark=dark) as opened:
        page = opened.page
        # Only the ground: what lies over it is tested elsewhere.
        for layer in ("places", "claims", "arrows", "sieges", "strikes", "labels", "rivers", "roads", "provinces"):
            page.evaluate("(id) => frontline.state.layers.delete(id)", layer)
        page.evaluate("frontline.emit('layers')")
        spots = page.evaluate(SPOTS, ["test:3-1", "test:3-4", "test:0-1", "test:0-4"])
        edge = page.evaluate(SPOTS, ["test:3-2", "test:3-3"])
        title = page.evaluate("""() => {
          const box = document.getElementById('fl-h1').getBoundingClientRect();
          return [box.left, box.top, box.right, box.bottom].map(Math.round);
        }""")
        picture = image.open(io.BytesIO(page.screenshot())).convert("RGB")
    wanted = [over(land, camp, alpha) for alpha in (ASSESSED, BACKGROUND) for camp in (red, blue)]
    for spot, colour in zip(spots, wanted, strict=True):
        assert differs(picture.getpixel(tuple(spot)), colour) <= TOLERANCE, (
            spot,
            picture.getpixel(tuple(spot)),
            colour,
        )
    (x0, y), (x1, _) = edge
    crossing = [picture.getpixel((x, y)) for x in range(x0, x1)]
    assert min(differs(pixel, rgb(front)) for pixel in crossing) <= 40, "the front lies between the two camps"
    head = picture.crop(title)
    paper = sum(n for n, pixel in head.getcolors(maxcolors=10**6) if differs(pixel, rgb(page_colour)) <= 20)
    assert 0.5 < paper / (head.width * head.height) < 0.99, "a title on plain ground"
