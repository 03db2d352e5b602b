/* Control: who holds each place on a day, drawn as cells, front line and band. */

const STATUS = ["assessed", "claimed", "contested", "stale", "unknown"];
const BESIEGED = 1;
const TRUCE = 2;
const BACKGROUND = 4; // known from the baseline only: no report speaks of the place

function readControl(block) {
  const n = block.place.length;
  const c = {
    n,
    place: undelta(block.place),
    start: undelta(block.start),
    day: Int32Array.from(block.day),
    holder: Int8Array.from(block.holder),
    status: Int8Array.from(block.status),
    confidence: Int8Array.from(block.confidence),
    second: Int8Array.from(block.second),
    flags: Int8Array.from(block.flags),
    rowOfPlace: new Map(),
    opposed: new Set(block.opposed.flatMap(([a, b]) => [a * 64 + b, b * 64 + a])),
    cells: null,
  };
  c.place.forEach((place, row) => c.rowOfPlace.set(place, row));
  if (block.cells) {
    const { scale, points } = block.cells;
    const rings = block.cells.rings.map((outlines) => outlines.map((ring) => undelta(ring)));
    const x = new Float64Array(points.length / 2);
    const y = new Float64Array(points.length / 2);
    let sx = 0;
    let sy = 0;
    for (let i = 0; i < x.length; i++) {
      sx += points[2 * i];
      sy += points[2 * i + 1];
      x[i] = localX(sx / scale);
      y[i] = localY(sy / scale);
    }
    c.cells = { x, y, rings, edges: sharedEdges(rings, x.length), bounds: boundsOf(rings, x, y), area: null };
  }
  return c;
}

/** West, north, east, south of each row's outlines; a row without outlines lies nowhere. */
function boundsOf(rings, x, y) {
  const out = new Float64Array(rings.length * 4);
  rings.forEach((outlines, row) => {
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of outlines) {
      for (const corner of ring) {
        if (x[corner] < west) west = x[corner];
        if (x[corner] > east) east = x[corner];
        if (y[corner] < north) north = y[corner];
        if (y[corner] > south) south = y[corner];
      }
    }
    out.set([west, north, east, south], row * 4);
  });
  return out;
}

/** Borders between cells: [left row, right row, [corner, corner]] for each pair of corners that two outlines share. */
function sharedEdges(rings, corners) {
  // For each corner, a chain of the borders that start at it; a corner has about three.
  const head = new Int32Array(corners).fill(-1);
  const next = [];
  const end = [];
  const owner = [];
  const edges = [];
  rings.forEach((outlines, row) => {
    for (const ring of outlines) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const low = Math.min(ring[i], ring[j]);
        const high = Math.max(ring[i], ring[j]);
        let at = head[low];
        while (at >= 0 && end[at] !== high) at = next[at];
        if (at >= 0) {
          if (owner[at] !== row) edges.push([owner[at], row, [ring[i], ring[j]]]);
        } else {
          end.push(high);
          owner.push(row);
          next.push(head[low]);
          head[low] = end.length - 1;
        }
      }
    }
  });
  return edges;
}

/** States of all places at the end of `day`: for each, the number of its run (-1: not yet known). */
function runsAt(day) {
  const out = new Int32Array(control.n).fill(-1);
  for (let row = 0; row < control.n; row++) {
    let low = control.start[row];
    let high = control.start[row + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (control.day[middle] <= day) low = middle + 1;
      else high = middle;
    }
    if (low > control.start[row]) out[row] = low - 1;
  }
  return out;
}

const areas = { day: null, runs: null, paths: {}, layer: null, front: null, otherDay: null, other: null };

/** What a run looks like: holder, status, second camp; -1 where nothing is to be drawn. */
function styleKey(run) {
  if (run < 0) return -1;
  const holder = shownAs(control.holder[run]);
  if (holder < 0) return -1;
  const background = backgroundOf(run);
  const status = control.status[run];
  const second = status === 2 ? shownAs(control.second[run]) + 1 : 0;
  return ((holder * 8 + status) * 4 + background) * 32 + second;
}
/** 0: reported. 1: baseline only. 2: baseline only, and by now less likely than not. */
function backgroundOf(run) {
  return control.flags[run] & BACKGROUND ? (control.confidence[run] < 50 ? 2 : 1) : 0;
}

/** Part of the world that a view's canvas covers, in local units: [west, north, east, south]. */
const boxOf = (view) => [-view.dx / view.scale, -view.dy / view.scale, (view.width - view.dx) / view.scale, (view.height - view.dy) / view.scale];

/** Cells and front of some states, as far as they can be seen; made anew when the states or the view change. */
function visiblePaths(runs, view, slot) {
  const box = boxOf(view);
  const old = areas.paths[slot];
  if (old && old.runs === runs && old.box.every((side, i) => side === box[i])) return old;
  return (areas.paths[slot] = { runs, box, groups: groupCells(runs, box), fronts: frontLines(runs, box) });
}

function groupCells(runs, box) {
  const groups = new Map();
  const { x, y, rings, bounds } = control.cells;
  const [west, north, east, south] = box;
  for (let row = 0, b = 0; row < control.n; row++, b += 4) {
    if (bounds[b] > east || bounds[b + 1] > south || bounds[b + 2] < west || bounds[b + 3] < north) continue;
    const key = styleKey(runs[row]);
    if (key < 0) continue;
    let path = groups.get(key);
    if (!path) groups.set(key, (path = new Path2D()));
    for (const ring of rings[row]) {
      path.moveTo(x[ring[0]], y[ring[0]]);
      for (let i = 1; i < ring.length; i++) path.lineTo(x[ring[i]], y[ring[i]]);
    }
  }
  return groups;
}

function sameRuns(a, b) {
  if (!a || !b) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Bring areas and front to the day shown; cheap when nothing changed since the last one. */
function updateAreas() {
  if (!control) return false;
  const runs = runsAt(state.day);
  let changed = false;
  if (!sameRuns(runs, areas.runs)) {
    areas.runs = runs;
    changed = true;
  }
  if (state.mode !== "now" && areas.otherDay !== state.compareTo) {
    areas.otherDay = state.compareTo;
    areas.other = runsAt(state.compareTo);
    changed = true;
  }
  return changed;
}

/** Edges between cells of different holders, joined to long lines: assessed on both sides, claimed, background. */
function frontLines(runs, box) {
  const out = { assessed: [], claimed: [], background: [] };
  const { x, y, edges } = control.cells;
  const chosen = { assessed: [], claimed: [], background: [] };
  const margin = (box[2] - box[0]) / 10;
  const [west, north, east, south] = [box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin];
  for (const edge of edges) {
    const at = edge[2][0];
    if (x[at] < west || x[at] > east || y[at] < north || y[at] > south) continue;
    const a = runs[edge[0]];
    const b = runs[edge[1]];
    if (a < 0 || b < 0) continue;
    const left = shownAs(control.holder[a]);
    const right = shownAs(control.holder[b]);
    if (!control.opposed.has(left * 64 + right)) continue;
    const known = !(control.flags[a] & BACKGROUND) || !(control.flags[b] & BACKGROUND);
    const sure = [a, b].every((run) => control.status[run] === 0 || control.flags[run] & BACKGROUND);
    chosen[known ? (sure ? "assessed" : "claimed") : "background"].push(edge[2]);
  }
  for (const kind of Object.keys(chosen)) {
    const path = new Path2D();
    for (const line of joinLines(chosen[kind])) {
      line.forEach((vertex, i) => path[i ? "lineTo" : "moveTo"](x[vertex], y[vertex]));
    }
    out[kind] = path;
  }
  return out;
}

/** Join edges (pairs of vertex numbers) that share an end, so that dashes run on and corners are round. */
function joinLines(chains) {
  const ends = new Map();
  const put = (vertex, chain) => {
    if (!ends.has(vertex)) ends.set(vertex, []);
    ends.get(vertex).push(chain);
  };
  chains.forEach((chain) => {
    put(chain[0], chain);
    put(chain[chain.length - 1], chain);
  });
  const used = new Set();
  const lines = [];
  for (const first of chains) {
    if (used.has(first)) continue;
    used.add(first);
    const line = first.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (;;) {
        const tip = line[line.length - 1];
        const next = ends.get(tip).find((chain) => !used.has(chain));
        if (!next) break;
        used.add(next);
        line.push(next[0] === tip ? next[1] : next[0]);
      }
      line.reverse();
    }
    lines.push(line);
  }
  return lines;
}

const ALPHA = { assessed: 0.62, claimed: 0.2, stale: 0.26, background: 0.24 };

function drawAreas(context, view) {
  if (!control || !control.cells) return;
  if (state.mode === "swipe") {
    const at = view.pad + state.split * (view.width - 2 * view.pad);
    clipped(context, view, 0, at, () => drawCells(context, view, visiblePaths(areas.other, view, "other").groups));
    clipped(context, view, at, view.width, () => drawCells(context, view, visiblePaths(areas.runs, view, "now").groups));
  } else if (state.mode === "difference") {
    drawDifference(context, view);
  } else {
    drawCells(context, view, visiblePaths(areas.runs, view, "now").groups);
  }
}
function clipped(context, view, left, right, draw) {
  context.save();
  view.toPixels(context);
  context.beginPath();
  context.rect(left, 0, right - left, view.height);
  context.clip();
  draw();
  context.restore();
}

function drawCells(context, view, groups) {
  view.toLocal(context);
  const keys = [...groups.keys()].sort((a, b) => a - b);
  for (const key of keys) {
    const second = (key % 32) - 1;
    const background = (key >> 5) & 3;
    const status = STATUS[(key >> 7) % 8];
    const holder = key >> 10;
    if (state.campsOff.has(holder)) continue;
    if (background && !state.layers.has("background")) continue;
    if (!background && !state.layers.has("areas")) continue;
    context.fillStyle = cellFill(context, view, holder, second, status, background);
    context.fill(groups.get(key), "nonzero");
  }
}

const luminance = (colour) => {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
/** A camp as light or as dark as the land itself needs more of its colour to be seen. */
const standsOut = (colour) => Math.abs(luminance(colour) - luminance(palette.focus)) > 0.26 || saturation(colour) > 0.3;
function saturation(colour) {
  const channels = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255);
  return Math.max(...channels) - Math.min(...channels);
}

/** Solid: assessed. Hatched: claimed. Two colours: contested. Faded: stale. Pale: baseline only. */
function cellFill(context, view, holder, second, status, background) {
  const colour = campColour(holder);
  const plain = standsOut(colour);
  if (background) {
    const alpha = plain ? (saturation(colour) > 0.3 ? ALPHA.background : 0.4) : 0.62;
    return withAlpha(colour, background === 2 ? alpha * 0.45 : alpha);
  }
  if (status === "assessed") return withAlpha(colour, plain ? ALPHA.assessed : 0.95);
  if (status === "contested") {
    const other = second >= 0 && second !== holder ? campColour(second) : palette.quiet;
    return pinPattern(stripes(context, withAlpha(colour, 0.85), withAlpha(other, 0.85), "diagonal", 5, 5, view.ratio), view);
  }
  if (status === "claimed") {
    const { hatch } = meta.camps[holder];
    // White on white is no hatch: where a camp has an edge colour its lines take that.
    const edge = (isDark ? meta.camps[holder].edgeDark : meta.camps[holder].edge) || colour;
    const back = withAlpha(colour, edge === colour ? ALPHA.claimed : 0.75);
    const lines = hatch === "none" ? "diagonal" : hatch;
    return pinPattern(stripes(context, withAlpha(edge, 0.8), back, lines, 1.6, 4.4, view.ratio), view);
  }
  return withAlpha(colour, plain ? ALPHA.stale : 0.75);
}

function drawFront(context, view) {
  if (!control || !control.cells || !areas.runs) return;
  const now = visiblePaths(areas.runs, view, "now").fronts;
  const other = state.mode !== "now" && areas.other ? visiblePaths(areas.other, view, "other").fronts : null;
  if (state.mode === "swipe") {
    const at = view.pad + state.split * (view.width - 2 * view.pad);
    clipped(context, view, 0, at, () => strokeFront(context, view, other));
    clipped(context, view, at, view.width, () => strokeFront(context, view, now));
  } else {
    if (state.mode === "difference") strokeFront(context, view, other, true);
    strokeFront(context, view, now);
  }
  drawBand(context, view);
}

function strokeFront(context, view, fronts, past) {
  if (!state.layers.has("front") || !fronts) return;
  view.toLocal(context);
  const pixel = 1 / view.scale;
  const heavy = view.zoom < 7 ? 0.8 : 1;
  context.lineJoin = context.lineCap = "round";
  const stroke = (path, colour, width, dash, alpha) => {
    context.globalAlpha = alpha * (past ? 0.4 : 1);
    context.strokeStyle = colour;
    context.lineWidth = width * heavy * pixel;
    context.setLineDash(dash.map((length) => length * pixel));
    context.stroke(path);
    context.setLineDash([]);
    context.globalAlpha = 1;
  };
  if (state.layers.has("background")) stroke(fronts.background, palette.front, 1.5, [1, 3.5], 0.8);
  stroke(fronts.claimed, palette.casing, 5, [], 0.75);
  stroke(fronts.assessed, palette.casing, 5.5, [], 0.9);
  context.lineCap = "butt";
  stroke(fronts.claimed, palette.front, 2.2, [7, 5], 1);
  context.lineCap = "round";
  stroke(fronts.assessed, palette.front, 2.8, [], 1);
}

/* Band: places that are nearer to the other side than nine to one, along the front (see the About panel). */
function drawBand(context, view) {
  if (!state.layers.has("band") || state.mode !== "now") return;
  if (!areas.band || areas.bandRuns !== areas.runs) {
    areas.bandRuns = areas.runs;
    areas.band = bandPath(areas.runs);
  }
  view.toLocal(context);
  context.fillStyle = pinPattern(stripes(context, withAlpha(palette.front, 0.5), null, "vertical", 1, 5, view.ratio), view);
  context.fill(areas.band, "nonzero");
}
function bandPath(runs) {
  const { x, y, rings, edges } = control.cells;
  const near = new Set();
  for (const edge of edges) {
    const a = runs[edge[0]];
    const b = runs[edge[1]];
    if (a < 0 || b < 0 || control.holder[a] < 0 || control.holder[b] < 0) continue;
    if (!control.opposed.has(shownAs(control.holder[a]) * 64 + shownAs(control.holder[b]))) continue;
    for (const [row, run] of [[edge[0], a], [edge[1], b]]) {
      const unsure = control.confidence[run] < 90 && !(control.flags[run] & BACKGROUND);
      if (unsure) near.add(row);
    }
  }
  const path = new Path2D();
  for (const row of near) {
    for (const ring of rings[row]) {
      ring.forEach((vertex, i) => path[i ? "lineTo" : "moveTo"](x[vertex], y[vertex]));
      path.closePath();
    }
  }
  return path;
}

/** The place whose cell holds a point (local units), or -1. */
function cellAt(px, py) {
  if (!control || !control.cells) return -1;
  const { x, y, rings } = control.cells;
  for (let row = 0; row < control.n; row++) {
    let inside = false;
    for (const ring of rings[row]) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const a = ring[i];
        const b = ring[j];
        if (y[a] > py !== y[b] > py && px < ((x[b] - x[a]) * (py - y[a])) / (y[b] - y[a]) + x[a]) inside = !inside;
      }
    }
    if (inside) return row;
  }
  return -1;
}

/** Area of each cell in km2, from its outline on the sphere of equal area (radius 6371.007 km). */
function cellAreas() {
  const { x, y, rings } = control.cells;
  if (control.cells.area) return control.cells.area;
  const out = new Float64Array(control.n);
  const radians = Math.PI / 180;
  for (let row = 0; row < control.n; row++) {
    for (const ring of rings[row]) {
      let sum = 0;
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const dlon = (lonOfLocal(x[ring[i]]) - lonOfLocal(x[ring[j]])) * radians;
        sum += dlon * (Math.sin(latOfLocal(y[ring[i]]) * radians) + Math.sin(latOfLocal(y[ring[j]]) * radians));
      }
      out[row] += Math.abs(sum / 2) * 6371.007 ** 2;
    }
  }
  return (control.cells.area = out);
}
