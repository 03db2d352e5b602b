/* The base map: land and water, lines, names. Drawn before the data is unpacked. */

const base = { paths: {}, labels: [], layer: null, labelLayer: null };

function startBasemap(block) {
  if (block) {
    const closed = new Set(["land", "focus", "water"]);
    for (const [name, items] of Object.entries(block.layers)) {
      const lines = closed.has(name) ? items.flat() : items;
      base.paths[name] = traceLines(lines, block.scale, closed.has(name));
    }
    // Nobody holds the sea: it is drawn over the control areas, as all that is not land.
    base.paths.sea = new Path2D();
    base.paths.sea.rect(-UNIT, -UNIT, 2 * UNIT, 2 * UNIT);
    if (base.paths.land) base.paths.sea.addPath(base.paths.land);
    base.labels = block.labels.map((label) => ({ ...label, x: localX(label.lon), y: localY(label.lat) }));
    base.labels.sort((a, b) => a.rank - b.rank || a.zoom - b.zoom);
  }
  base.layer = new CanvasLayer("fl-base", drawBasemap).addTo(map);
  base.lines = new CanvasLayer("fl-lines", drawBaseLines).addTo(map);
}

function drawBasemap(context, view) {
  if (meta.tiles) return;
  const paths = base.paths;
  view.toPixels(context);
  context.fillStyle = palette.sea;
  context.fillRect(0, 0, view.width, view.height);
  view.toLocal(context);
  const fill = (name, colour) => {
    if (!paths[name]) return;
    context.fillStyle = colour;
    context.fill(paths[name], "evenodd");
  };
  fill("land", palette.land);
  fill("focus", palette.focus);
}

/** Lines lie over the control areas, so that rivers and borders stay readable. */
function drawBaseLines(context, view) {
  if (meta.tiles) return;
  const paths = base.paths;
  view.toLocal(context);
  context.lineJoin = "round";
  const pixel = 1 / view.scale;
  const stroke = (name, colour, width, dash) => {
    if (!paths[name]) return;
    context.strokeStyle = colour;
    context.lineWidth = width * pixel;
    context.setLineDash((dash || []).map((length) => length * pixel));
    context.stroke(paths[name]);
    context.setLineDash([]);
  };
  for (const name of ["sea", "water"]) {
    if (!paths[name]) continue;
    context.fillStyle = palette[name];
    context.fill(paths[name], "evenodd");
  }
  if (state.layers.has("rivers")) stroke("rivers", palette.river, view.zoom < 8 ? 0.9 : 1.5);
  if (state.layers.has("roads") && view.zoom >= 7) stroke("roads", palette.road, view.zoom < 9 ? 1 : 2);
  if (state.layers.has("provinces")) {
    if (view.zoom >= 6) stroke("borders1_abroad", palette.province, 0.5, [2, 3]);
    stroke("borders1", palette.province, 0.9, [4, 3]);
  }
  stroke("borders0", palette.country, view.zoom < 7 ? 1.2 : 1.6);
}

/* Names: drawn in order of rank, each where no earlier one lies. */
const LABEL_STYLES = {
  country: { font: 600, size: 13, spacing: 3, upper: true, alpha: 0.6 },
  sea: { font: "italic 400", size: 13, spacing: 2, alpha: 0.65, colour: "river" },
  water: { font: "italic 400", size: 11, spacing: 1, alpha: 0.75, colour: "river" },
  river: { font: "italic 400", size: 11, spacing: 0.5, alpha: 0.85, colour: "river" },
  governorate: { font: 500, size: 11, spacing: 1.4, upper: true, alpha: 0.55 },
  desert: { font: "italic 400", size: 12, spacing: 1, alpha: 0.5 },
  city: { font: 700, size: 14, dot: 3 },
  town: { font: 600, size: 12, dot: 2.4 },
  village: { font: 400, size: 11, dot: 1.8 },
};
const FONT = '"Noto Sans", system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
const drawnLabels = [];

function drawLabels(context, view) {
  drawnLabels.length = 0;
  view.toPixels(context);
  if (!state.layers.has("labels")) return;
  const taken = [];
  const free = (box) => {
    for (const other of taken) {
      if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
    }
    return true;
  };
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const arabic = state.layers.has("arabic");
  for (const label of labelOrder()) {
    if (view.zoom < label.zoom) continue;
    if (label.kind === "governorate" && view.zoom > 9) continue;
    const x = view.x(label.x);
    const y = view.y(label.y);
    if (x < -60 || y < -20 || x > view.width + 60 || y > view.height + 20) continue;
    const style = LABEL_STYLES[label.kind] || LABEL_STYLES.village;
    const abroad = label.abroad && style.dot;
    context.font = `${style.font} ${style.size}px ${FONT}`;
    if ("letterSpacing" in context) context.letterSpacing = (style.spacing || 0) + "px";
    const name = style.upper ? label.en.toUpperCase() : label.en;
    const width = context.measureText(name).width;
    const second = arabic && label.ar && (view.zoom >= label.zoom + 1 || style.upper) ? label.ar : "";
    const half = style.size * 0.62;
    const foot = y + half + (second ? style.size + 2 : 0);
    let left = style.dot ? x + style.dot + 4 : x - width / 2;
    let box = [left - (style.dot ? 10 : 2), y - half, left + width + 3, foot];
    let before = false; // the name stands to the left of its dot, where there is no room on the right
    if (!free(box)) {
      if (!style.dot) continue;
      before = true;
      left = x - style.dot - 4 - width;
      box = [left - 3, y - half, x + style.dot + 2, foot];
      if (!free(box)) continue;
    }
    taken.push(box);
    drawnLabels.push(label);
    context.globalAlpha = abroad ? 0.6 : style.alpha || 1;
    context.strokeStyle = palette.halo;
    context.fillStyle = style.colour ? palette[style.colour] : palette.ink;
    context.textAlign = "left";
    context.lineWidth = 3.2;
    if (style.dot) {
      context.beginPath();
      context.arc(x, y, style.dot, 0, 2 * Math.PI);
      context.stroke();
      context.fill();
    }
    context.strokeText(name, left, y);
    context.fillText(name, left, y);
    if (second) {
      context.font = `400 ${style.size - 1}px "Noto Naskh Arabic", "Noto Sans Arabic", ${FONT}`;
      if ("letterSpacing" in context) context.letterSpacing = "0px";
      context.textAlign = before ? "right" : style.dot ? "left" : "center";
      const at = before ? left + width : style.dot ? left : x;
      context.strokeText(second, at, y + style.size + 1);
      context.fillText(second, at, y + style.size + 1);
    }
    context.globalAlpha = 1;
  }
  if ("letterSpacing" in context) context.letterSpacing = "0px";
}

const AREA_LABELS = new Set(["country", "sea", "governorate", "city"]);
let labelCache = null;
/** Names in the order in which they take their room: great ones, what reports speak of most, the rest of both. */
function labelOrder() {
  if (!places || !claims) return base.labels;
  if (labelCache) return labelCache;
  const great = base.labels.filter((label) => AREA_LABELS.has(label.kind));
  const known = new Map();
  for (const label of base.labels) if (LABEL_STYLES[label.kind]?.dot) known.set(label.en.toLowerCase(), label);
  const count = new Map();
  for (let i = 0; i < claims.n; i++) {
    const row = claims.place[i];
    if (row >= 0 && !places.isArea(row)) count.set(row, (count.get(row) || 0) + 1);
  }
  const said = [...count].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([row, n], order) => {
    const zoom = order < 12 ? 6.5 : order < 40 || n > 5 ? 8.5 : 9.5;
    const label = known.get(places.name[row].toLowerCase());
    const near = label && Math.abs(label.lat - places.lat[row]) + Math.abs(label.lon - places.lon[row]) < 0.2;
    return near
      ? { ...label, zoom: Math.min(label.zoom, zoom), of: label }
      : { en: places.name[row], ar: "", kind: "village", zoom, x: places.x[row], y: places.y[row] };
  });
  const replaced = new Set(said.map((label) => label.of));
  const rest = base.labels.filter((label) => !AREA_LABELS.has(label.kind));
  labelCache = [...great, ...said.slice(0, 12), ...rest, ...said.slice(12)].filter((label) => !replaced.has(label));
  return labelCache;
}
