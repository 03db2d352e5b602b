/* Drawing: a canvas layer that follows the map, the shapes of the camps, the hatches. */

/** A canvas over the map; `draw(context, view)` is called with the transform of local units already set. */
const CanvasLayer = L.Layer.extend({
  initialize(pane, draw) {
    this._paneName = pane;
    this._draw = draw;
  },
  onAdd(map) {
    this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated fl-canvas", map.getPane(this._paneName));
    this._canvas.setAttribute("aria-hidden", "true");
    this._context = this._canvas.getContext("2d");
    this.reset();
  },
  onRemove() {
    this._canvas.remove();
  },
  getEvents() {
    return { moveend: this.reset, resize: this.reset, zoomanim: this._animate };
  },
  reset() {
    const size = this._map.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const pad = 80;
    const width = size.x + 2 * pad;
    const height = size.y + 2 * pad;
    const corner = this._map.containerPointToLayerPoint([-pad, -pad]).round();
    this._corner = corner;
    this._zoom = this._map.getZoom();
    this._centre = this._map.getCenter();
    L.DomUtil.setPosition(this._canvas, corner);
    if (this._canvas.width !== Math.round(width * ratio) || this._canvas.height !== Math.round(height * ratio)) {
      this._canvas.width = Math.round(width * ratio);
      this._canvas.height = Math.round(height * ratio);
      this._canvas.style.width = width + "px";
      this._canvas.style.height = height + "px";
    }
    const pixelOrigin = this._map.getPixelOrigin();
    const world = 256 * 2 ** this._zoom;
    const scale = world / UNIT;
    const view = {
      zoom: this._zoom,
      width,
      height,
      pad,
      ratio,
      scale,
      dx: originX * world - pixelOrigin.x - corner.x,
      dy: originY * world - pixelOrigin.y - corner.y,
      x(local) {
        return local * this.scale + this.dx;
      },
      y(local) {
        return local * this.scale + this.dy;
      },
      /** Switch the context to local units (for paths) ... */
      toLocal(context) {
        const k = this.scale * this.ratio;
        context.setTransform(k, 0, 0, k, this.dx * this.ratio, this.dy * this.ratio);
      },
      /** ... or to pixels of the canvas (for symbols and text). */
      toPixels(context) {
        context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      },
    };
    this.view = view;
    this.redraw();
  },
  redraw() {
    if (!this._map || !this.view) return;
    const context = this._context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this._canvas.width, this._canvas.height);
    this._draw(context, this.view);
  },
  _animate(event) {
    const scale = this._map.getZoomScale(event.zoom, this._zoom);
    const offset = this._map._latLngBoundsToNewLayerBounds(
      L.latLngBounds(this._map.layerPointToLatLng(this._corner), this._map.layerPointToLatLng(this._corner)),
      event.zoom,
      event.center,
    ).min;
    L.DomUtil.setTransform(this._canvas, offset, scale);
  },
});

/** Outline of a camp's shape around (x, y); areas are alike for all shapes. */
function shapePath(context, shape, x, y, r) {
  context.beginPath();
  if (shape === "square") {
    context.rect(x - r * 0.9, y - r * 0.9, 1.8 * r, 1.8 * r);
  } else if (shape === "triangle") {
    polygon(context, [[0, -1.3], [1.2, 0.9], [-1.2, 0.9]], x, y, r);
  } else if (shape === "diamond") {
    polygon(context, [[0, -1.35], [1.35, 0], [0, 1.35], [-1.35, 0]], x, y, r);
  } else if (shape === "plus") {
    polygon(
      context,
      [[-0.3, -1.3], [0.3, -1.3], [0.3, -0.3], [1.3, -0.3], [1.3, 0.3], [0.3, 0.3], [0.3, 1.3], [-0.3, 1.3],
        [-0.3, 0.3], [-1.3, 0.3], [-1.3, -0.3], [-0.3, -0.3]],
      x, y, r,
    );
  } else if (shape === "cross") {
    const a = 1.3;
    const b = 0.48;
    polygon(
      context,
      [[-b, -a], [b, -a], [b, -b], [a, -b], [a, b], [b, b], [b, a], [-b, a], [-b, b], [-a, b], [-a, -b], [-b, -b]],
      x, y, r,
    );
  } else if (shape === "pentagon" || shape === "star" || shape === "hexagon") {
    const n = shape === "hexagon" ? 6 : 5;
    const points = [];
    for (let i = 0; i < (shape === "star" ? 2 * n : n); i++) {
      const turn = (i * 2 * Math.PI) / (shape === "star" ? 2 * n : n) - Math.PI / 2;
      const reach = shape === "star" && i % 2 ? 0.55 : 1.25;
      points.push([Math.cos(turn) * reach, Math.sin(turn) * reach]);
    }
    polygon(context, points, x, y, r);
  } else {
    context.arc(x, y, r * 1.05, 0, 2 * Math.PI);
  }
}
function polygon(context, points, x, y, r) {
  points.forEach(([px, py], i) => context[i ? "lineTo" : "moveTo"](x + px * r, y + py * r));
  context.closePath();
}

/** Edge of a camp's shape: its own, else dark on light colours and light on dark ones. */
function edgeOf(row) {
  const camp = meta.camps[row];
  const own = camp && (isDark ? camp.edgeDark : camp.edge);
  if (own) return own;
  const colour = camp ? campColour(row) : "#888888";
  const light = luminance(colour);
  if (isDark) return light > 0.5 ? "#000000" : "#ffffff";
  return light > 0.8 ? "#222222" : "#ffffff";
}

/** Small drawings that return often are made once: `draw(context)` around the middle of a square of `reach` pixels. */
const spriteCache = new Map();
function sprite(context, key, x, y, reach, ratio, draw) {
  key = `${key}/${ratio}`;
  let picture = spriteCache.get(key);
  if (!picture) {
    picture = document.createElement("canvas");
    picture.width = picture.height = Math.ceil(2 * reach * ratio);
    const own = picture.getContext("2d");
    own.setTransform(ratio, 0, 0, ratio, picture.width / 2, picture.height / 2);
    draw(own);
    spriteCache.set(key, picture);
  }
  const size = picture.width / ratio;
  context.drawImage(picture, x - size / 2, y - size / 2, size, size);
}

const patternCache = new Map();
/** Seamless hatch of `front` on `back`, in device pixels, by the name of its direction. */
function stripes(context, front, back, hatch, weight, gap, ratio) {
  const key = [front, back, hatch, weight, gap, ratio].join();
  let tile = patternCache.get(key);
  if (!tile) {
    const slanted = hatch === "diagonal" || hatch === "anti-diagonal";
    const size = Math.max(2, Math.round((weight + gap) * ratio * (slanted ? Math.SQRT2 : 1)));
    tile = document.createElement("canvas");
    tile.width = tile.height = size;
    const c = tile.getContext("2d");
    if (back) {
      c.fillStyle = back;
      c.fillRect(0, 0, size, size);
    }
    c.strokeStyle = c.fillStyle = front;
    c.lineWidth = weight * ratio;
    c.beginPath();
    const line = (x0, y0, x1, y1) => {
      c.moveTo(x0, y0);
      c.lineTo(x1, y1);
    };
    if (hatch === "horizontal" || hatch === "cross") line(0, size / 2, size, size / 2);
    if (hatch === "vertical" || hatch === "cross") line(size / 2, 0, size / 2, size);
    if (slanted) {
      for (const shift of [-size, 0, size]) {
        if (hatch === "diagonal") line(shift - 2, size + 2, shift + size + 2, -2);
        else line(shift - 2, -2, shift + size + 2, size + 2);
      }
    }
    c.stroke();
    if (hatch === "dots") {
      c.beginPath();
      c.arc(size / 2, size / 2, weight * ratio * 0.9, 0, 2 * Math.PI);
      c.fill();
    }
    patternCache.set(key, tile);
  }
  return context.createPattern(tile, "repeat");
}
/** Keep a pattern's stripes at their size on the screen while the context is in local units. */
function pinPattern(pattern, view) {
  const k = view.scale * view.ratio;
  pattern.setTransform(new DOMMatrix([1 / k, 0, 0, 1 / k, -view.dx / view.scale, -view.dy / view.scale]));
  return pattern;
}
function withAlpha(colour, alpha) {
  return colour + Math.round(alpha * 255).toString(16).padStart(2, "0");
}
