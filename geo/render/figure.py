"""A folium figure that needs no network and lets nothing run but what this package placed in it.

folium links its libraries from content networks, and compiles rendered text a second time as a template. Here every
link is replaced by the library's own text (from the package `folium-offline`), everything of ours is emitted
verbatim, and a Content-Security-Policy names the hash of each script and style that was put in on purpose. Whatever
is unknown stops the build.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

from branca.element import CssLink, Element, Figure, JavascriptLink

from geo.errors import RenderError, UnsafeOutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["OfflineFigure", "Verbatim", "stable_ids"]

#: Libraries that folium always links, kept only if the page's scripts or markup use them.
OPTIONAL_ASSETS: Final = {
    "jquery": r"\$\(|jQuery",
    "bootstrap": r"data-bs-|bootstrap\.",
    "bootstrap_css": r"data-bs-|class=\"(?:btn|modal|row)\b",
    "awesome_markers": r"AwesomeMarkers",
    "awesome_markers_css": r"AwesomeMarkers",
    "awesome_markers_font_css": r"AwesomeMarkers|fa-",
    "awesome_rotate_css": r"AwesomeMarkers",
    "glyphicons_css": r"AwesomeMarkers|glyphicon",
}
#: Addresses that may stand in a script because they name an XML vocabulary and are never fetched.
ALLOWED_URLS: Final = ("http://www.w3.org/",)

_URL = re.compile(r"(?:https?:)?//[A-Za-z0-9.\-]+\.[A-Za-z]{2,}[^\s\"'`)<>]*")
_CSS_URL = re.compile(r"url\(\s*(['\"]?)(?!data:|#)[^'\")]*\1\s*\)")
_INLINE = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1>", flags=re.DOTALL | re.IGNORECASE)
_JSON_BLOCK = re.compile(r"<script type=\"application/json\"[^>]*>[^<]*</script>")
_VIEWPORT = re.compile(r"<meta name=\"viewport\"[^>]*>", flags=re.DOTALL)
_FAVICON = "data:,"  # keeps browsers from asking a server for an icon


class Verbatim(Element):
    """An element emitted as it stands: branca's own `Element` would compile its text as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_kwargs: Any) -> str:  # noqa: ANN401
        """Return the text."""
        return self.text


@cache
def _assets() -> dict[str, str]:
    from offlinefolium.elements import _res

    return dict(_res)


def _asset(url: str) -> str:
    try:
        return _assets()[url]
    except KeyError:
        message = (
            f"no offline copy of {url}: this layer cannot be part of an offline map. "
            "Use another layer, or install a folium-offline that carries it."
        )
        raise RenderError(message) from None


def _clean_script(text: str) -> str:
    text = re.sub(r"(?m)^//[#@] ?sourceMappingURL=.*$", "", text)
    return re.sub(r"</(script)", r"<\\/\1", text, flags=re.IGNORECASE)


def _clean_style(text: str) -> str:
    text = re.sub(r"@import[^;]+;", "", text)
    return _CSS_URL.sub("none", text)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def stable_ids(root: Element) -> None:
    """Replace folium's random element ids by running numbers, so that the same map gives the same bytes."""
    for number, element in enumerate(_walk(root)):
        element._id = f"{number:032x}"  # noqa: SLF001 - branca offers no other way


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():  # noqa: SLF001
        yield from _walk(child)


class OfflineFigure(Figure):
    """A `branca.element.Figure` whose `render` gives one self-contained, fail-closed page.

    Parameters
    ----------
    page_title : str
        For the ``title`` element; escaped here, seen by no template.
    image_hosts : tuple of str
        Origins that pictures may come from, for online tiles (``https://tile.example.org``). Empty: none.
    attributes : str
        Attributes of the ``html`` element, of our own making.
    """

    def __init__(self, page_title: str = "", image_hosts: tuple[str, ...] = (), attributes: str = 'lang="en"') -> None:
        super().__init__()
        self.page_title = page_title
        self.image_hosts = image_hosts
        self.attributes = attributes

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401
        """Render the page.

        Returns
        -------
        str

        Raises
        ------
        RenderError
            If a library has no offline copy.
        UnsafeOutputError
            If an unknown external address, or the end of a script element, would get into the page.
        """
        for child in list(self._children.values()):
            child.render(**kwargs)
        body = self.html.render(**kwargs)
        script = "\n" + self.script.render(**kwargs) + "\n"
        self._check_script(script, "the script of a layer")
        scripts, styles, head = [_hash(script)], [], []
        visible = _JSON_BLOCK.sub("", body)
        for name, element in self.header._children.items():  # noqa: SLF001
            if isinstance(element, JavascriptLink | CssLink):
                if name in OPTIONAL_ASSETS and not re.search(OPTIONAL_ASSETS[name], script + visible):
                    continue
                text = _asset(element.url)
                if isinstance(element, JavascriptLink):
                    text = _clean_script(text)
                    scripts.append(_hash(text))
                    head.append(f"<script>{text}</script>")
                else:
                    text = _clean_style(text)
                    styles.append(_hash(text))
                    head.append(f"<style>{text}</style>")
            else:
                text = _VIEWPORT.sub("", element.render(**kwargs))
                self._collect(text, scripts, styles)
                head.append(text.strip())
        self._collect(visible, scripts, styles)
        images = " ".join(["data:", "blob:", *self.image_hosts])
        policy = (
            f"default-src 'none'; script-src {' '.join(dict.fromkeys(scripts))}; "
            f"style-src {' '.join(dict.fromkeys(styles)) or chr(39) + 'none' + chr(39)}; img-src {images}; "
            "base-uri 'none'; form-action 'none'"
        )
        return (
            f"<!DOCTYPE html>\n<html {self.attributes}>\n<head>\n"
            f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="referrer" content="no-referrer">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<link rel="icon" href="{_FAVICON}">\n<title>{escape(self.page_title)}</title>\n'
            + "\n".join(piece for piece in head if piece)
            + f"\n</head>\n<body>\n{body}\n<script>{script}</script>\n</body>\n</html>\n"
        )

    def _collect(self, markup: str, scripts: list[str], styles: list[str]) -> None:
        """Hash the inline pieces of rendered markup, after looking for what must not be there."""
        rest = _INLINE.sub("", markup)
        if re.search(
            r"<\s*/?\s*script|<\s*iframe|<\s*object|<\s*embed|\son[a-z]+\s*=|javascript:", rest, re.IGNORECASE
        ):
            message = "markup of a layer contains a script, frame or event handler: text must not pass through folium"
            raise UnsafeOutputError(message)
        self._check_urls(rest, "markup of a layer")
        for match in _INLINE.finditer(markup):
            text = match.group(2)
            if match.group(1).lower() == "script":
                self._check_script(text, "an inline script")
                scripts.append(_hash(text))
            else:
                if _CSS_URL.search(text) or "@import" in text:
                    message = "a style sheet of a layer loads something from outside"
                    raise UnsafeOutputError(message)
                styles.append(_hash(text))

    def _check_script(self, text: str, what: str) -> None:
        if re.search(r"</script|<!--", text, re.IGNORECASE):
            message = f"{what} contains a script end tag or a comment start: text must not pass through folium"
            raise UnsafeOutputError(message)
        self._check_urls(text, what)

    def _check_urls(self, text: str, what: str) -> None:
        for match in _URL.finditer(text):
            url = match.group()
            if not url.startswith((*ALLOWED_URLS, *self.image_hosts)):
                message = f"{what} refers to {url[:80]}: an offline map loads nothing. Ask for online tiles by name."
                raise UnsafeOutputError(message)
