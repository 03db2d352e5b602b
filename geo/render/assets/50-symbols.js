/* Marks at places: holders, claims, strikes, sieges, cease-fires, arrows, regions, mentions. One canvas, one hit list. */

const hits = []; // what lies where, for the pointer: { x, y, r, kind, row }
const symbols = { layer: null, window: [0, 0], counts: null };
const CATEGORY = {
  capture: "gain", recapture: "gain", transfer: "gain", hold: "gain", repel: "fight", lose: "loss", withdraw: "loss",
  contest: "fight", attack: "fight", advance: "advance", besiege: "siege", strike: "strike", ceasefire: "truce",
};
const CATEGORY_LAYER = {
  gain: "claims", loss: "claims", fight: "claims", advance: "arrows", siege: "sieges", strike: "strikes", truce: "truces",
};
const CATEGORIES = Object.keys(CATEGORY_LAYER);

/** Does claim `i` pass the filters (all but the time window)? */
function passes(i) {
  if (claims.camp[i] >= 0 ? state.campsOff.has(shownAs(claims.camp[i])) : state.campsOff.has(-1)) return false;
  if (state.predicatesOff.has(claims.predicate[i])) return false;
  if (claims.certainty[i] < state.minCertainty) return false;
  if (state.source >= 0 && text.reportSource[text.sentenceReport[claims.sentence[i]]] !== state.source) return false;
  if (state.from !== null && claims.day[i] < state.from) return false;
  if (state.to !== null && (claims.day[i] === NO_DAY || claims.day[i] > state.to)) return false;
  return true;
}

/** Claims are sorted by day: the window is a slice. */
function lowerBound(values, wanted, end) {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
function windowOf(day) {
  if (!meta.dated) return [0, claims.n]; // nothing to place on an axis: all of it is shown
  const from = state.span ? day - state.span + 1 : NO_DAY + 1;
  return [lowerBound(claims.day, from, claims.dated), lowerBound(claims.day, day + 1, claims.dated)];
}

/** Count what the window shows, by place and category, by camp, by predicate. */
function countWindow() {
  const [from, to] = windowOf(state.day);
  const byPlace = new Map();
  const byCamp = new Int32Array(meta.camps.length + 1);
  const byPredicate = new Int32Array(text.lists.predicate.length);
  const byLayer = { claims: 0, arrows: 0, sieges: 0, strikes: 0, truces: 0 };
  const shown = [];
  let below = 0;
  for (let i = from; i < to; i++) {
    if (!passes(i)) {
      if (claims.certainty[i] < state.minCertainty) below++;
      continue;
    }
    shown.push(i);
    const camp = claims.camp[i] < 0 ? meta.camps.length : shownAs(claims.camp[i]);
    byCamp[camp]++;
    byPredicate[claims.predicate[i]]++;
    const category = claims.category[i];
    byLayer[CATEGORY_LAYER[CATEGORIES[category]]]++;
    // What is said of an area ("south-east of Idlib") stands in the middle of it, not at the town of that name.
    const region = claims.mention[i] >= 0 ? mentions.region[claims.mention[i]] : -1;
    const spot = region >= 0 ? places.n + region : claims.place[i];
    if (spot < 0 || claims.negated[i]) continue;
    const key = (spot * 8 + category) * 64 + camp;
    byPlace.set(key, (byPlace.get(key) || 0) + 1);
  }
  symbols.counts = { shown, byPlace, byCamp, byPredicate, byLayer, from, to, below };
}

function drawSymbols(context, view) {
  hits.length = 0;
  if (!claims) return;
  view.toPixels(context);
  if (state.layers.has("heat")) drawHeat(context, view);
  if (state.layers.has("regions")) drawRegions(context, view);
  if (state.layers.has("mentions")) drawMentions(context, view);
  if (state.layers.has("places")) drawHolders(context, view);
  if (state.layers.has("arrows")) drawArrows(context, view);
  drawClaims(context, view);
  drawSelection(context, view);
}

const onScreen = (view, x, y) => x > -20 && y > -20 && x < view.width + 20 && y < view.height + 20;

/** Places that reports speak of, in the shape and colour of their holder; rings for siege and truce. */
function drawHolders(context, view) {
  if (!control || !areas.runs) return;
  const r = view.zoom < 7 ? 2.4 : view.zoom < 8.5 ? 3.2 : view.zoom < 10 ? 4.2 : 5.5;
  context.lineWidth = 1;
  const pockets = []; // one ring for the villages of a pocket that only the baseline knows
  const divider = state.mode === "swipe" ? view.pad + state.split * (view.width - 2 * view.pad) : -Infinity;
  for (let row = 0; row < control.n; row++) {
    const left = view.x(places.x[control.place[row]]) < divider;
    const run = (left ? areas.other : areas.runs)[row];
    if (run < 0 || control.holder[run] < 0) continue;
    const background = control.flags[run] & BACKGROUND;
    if (background && !state.layers.has("background")) continue;
    const siege = control.flags[run] & BESIEGED && state.layers.has("sieges");
    if (background && view.zoom < 11 && !siege) continue;
    const holder = shownAs(control.holder[run]);
    if (state.campsOff.has(holder)) continue;
    const place = control.place[row];
    const x = view.x(places.x[place]);
    const y = view.y(places.y[place]);
    if (!onScreen(view, x, y)) continue;
    const size = background ? r * 0.6 : r;
    const hollow = control.status[run] === 1 || control.status[run] === 2;
    const key = `holder/${holder}/${size}/${hollow}/${background}`;
    sprite(context, key, x, y, size * 2 + 3, view.ratio, (c) => drawHolder(c, holder, size, hollow, background));
    if (siege && !(background && pockets.some(([px, py]) => Math.hypot(px - x, py - y) < 22))) {
      ring(context, x, y, r + 5, palette.ink, [3, 2]);
      if (background) pockets.push([x, y]);
    }
    if (control.flags[run] & TRUCE && state.layers.has("truces")) ring(context, x, y, r + 5, palette.accent, []);
    hits.push({ x, y, r: Math.max(size + 4, 9), kind: "place", row: place });
  }
}
function drawHolder(c, holder, size, hollow, background) {
  const colour = campColour(holder);
  shapePath(c, meta.camps[holder].shape, 0, 0, size);
  c.globalAlpha = background ? 0.6 : 1;
  c.fillStyle = hollow ? palette.casing : colour;
  c.fill();
  c.strokeStyle = hollow ? colour : edgeOf(holder);
  c.lineWidth = hollow ? 2 : 1;
  c.stroke();
}
function ring(context, x, y, r, colour, dash) {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = 1.8;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
  context.lineWidth = 1;
}

/** One mark for each place, kind of claim and camp in the window; marks at one place stand side by side. */
function drawClaims(context, view) {
  const { byPlace } = symbols.counts;
  const base = view.zoom < 7 ? 4 : view.zoom < 9 ? 5.2 : 6.5;
  const used = new Map();
  for (const [key, count] of byPlace) {
    const camp = key % 64;
    const category = CATEGORIES[(key >> 6) % 8];
    const place = Math.floor(key / 512);
    const region = place - places.n;
    if (!state.layers.has(CATEGORY_LAYER[category]) || (region < 0 && places.isArea(place))) continue;
    if (category === "advance" && region < 0) continue; // drawn as arrows
    const nth = used.get(place) || 0;
    used.set(place, nth + 1);
    if (nth > 5) continue;
    const r = Math.round(2 * base * Math.min(1.9, 1 + 0.22 * Math.log2(count))) / 2;
    const at = region >= 0 ? text.regions[region] : { x: places.x[place], y: places.y[place] };
    const x = view.x(at.x) + nth * (base * 2 + 3);
    const y = view.y(at.y) - (region >= 0 ? 0 : base * 2.2);
    if (!onScreen(view, x, y)) continue;
    if (region >= 0 && !nth) ring(context, x, y, r + 5, palette.quiet, [1.5, 3]);
    sprite(context, `${category}/${camp}/${r}`, x, y, r * 1.5 + 4, view.ratio, (c) => drawMark(c, category, camp, 0, 0, r));
    hits.push({ x, y, r: r + 3, kind: region >= 0 ? "region" : "place", row: region >= 0 ? region : place });
  }
}

/** Filled: takes or holds. Hollow: loses or leaves. Crossed: fighting. Star: strike. Broken ring: siege. Bars: truce. */
function drawMark(context, category, campRow, x, y, r) {
  const known = campRow < meta.camps.length;
  const colour = known ? campColour(campRow) : palette.quiet;
  const shape = known ? meta.camps[campRow].shape : "circle";
  const edge = edgeOf(campRow);
  context.lineJoin = "round";
  if (category === "gain" || category === "loss") {
    shapePath(context, shape, x, y, r);
    context.lineWidth = 3.4;
    context.strokeStyle = category === "gain" ? edge : palette.casing;
    context.stroke();
    context.fillStyle = category === "gain" ? colour : palette.casing;
    context.fill();
    context.lineWidth = category === "gain" ? 0.8 : 2.2;
    context.strokeStyle = category === "gain" ? palette.ink : colour;
    context.stroke();
  } else if (category === "fight") {
    for (const [width, ink] of [[5.2, palette.casing], [2.6, colour === "#f7f7f7" ? palette.ink : colour]]) {
      context.beginPath();
      context.moveTo(x - r, y - r);
      context.lineTo(x + r, y + r);
      context.moveTo(x + r, y - r);
      context.lineTo(x - r, y + r);
      context.lineCap = "round";
      context.lineWidth = width;
      context.strokeStyle = ink;
      context.stroke();
    }
  } else if (category === "strike") {
    context.beginPath();
    for (let i = 0; i < 16; i++) {
      const reach = i % 2 ? r * 0.55 : r * 1.35;
      const turn = (i * Math.PI) / 8;
      context[i ? "lineTo" : "moveTo"](x + Math.cos(turn) * reach, y + Math.sin(turn) * reach);
    }
    context.closePath();
    context.lineWidth = 3;
    context.strokeStyle = palette.casing;
    context.stroke();
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 0.9;
    context.strokeStyle = palette.ink;
    context.stroke();
  } else if (category === "siege") {
    ring(context, x, y, r * 1.15, palette.casing, []);
    ring(context, x, y, r * 1.15, colour, [4, 2.5]);
  } else if (category === "truce") {
    context.fillStyle = palette.casing;
    context.fillRect(x - r, y - r, 2 * r, 2 * r);
    context.fillStyle = palette.accent;
    context.fillRect(x - r * 0.65, y - r * 0.8, r * 0.45, r * 1.6);
    context.fillRect(x + r * 0.2, y - r * 0.8, r * 0.45, r * 1.6);
  } else if (category === "advance") {
    context.beginPath();
    context.moveTo(x - r * 1.4, y);
    context.lineTo(x + r * 0.4, y);
    context.lineWidth = 2.6;
    context.strokeStyle = colour;
    context.stroke();
    context.beginPath();
    polygon(context, [[1.4, 0], [0.2, -0.8], [0.2, 0.8]], x, y, r);
    context.fillStyle = colour;
    context.fill();
  }
  context.lineWidth = 1;
  context.lineCap = "butt";
}

const MOST_ARROWS = 200;
/** Arrows of the window: a curved shaft with an edge, towards the place that was reached for. */
function drawArrows(context, view) {
  let drawn = 0;
  // by day: the latest ones, where there are too many to tell apart
  for (let i = text.arrows.length - 1; i >= 0 && drawn < MOST_ARROWS; i--) {
    const arrow = text.arrows[i];
    if (arrow.day > state.day) continue;
    if (state.span && arrow.day <= state.day - state.span) break;
    const camp = shownAs(arrow.camp);
    if (state.campsOff.has(camp)) continue;
    const x0 = view.x(arrow.x[0]);
    const y0 = view.y(arrow.y[0]);
    const x1 = view.x(arrow.x[1]);
    const y1 = view.y(arrow.y[1]);
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length < 10 || !(onScreen(view, x0, y0) || onScreen(view, x1, y1))) continue;
    drawn++;
    const ux = (x1 - x0) / length;
    const uy = (y1 - y0) / length;
    const bend = Math.min(length * 0.18, 26);
    const cx = (x0 + x1) / 2 - uy * bend;
    const cy = (y0 + y1) / 2 + ux * bend;
    const tx = x1 - cx;
    const ty = y1 - cy;
    const t = Math.hypot(tx, ty);
    const head = Math.min(13, Math.max(7, length * 0.3));
    const bx = x1 - (tx / t) * head;
    const by = y1 - (ty / t) * head;
    const colour = camp < 0 ? palette.ink : campColour(camp);
    for (const [extra, ink] of [[2.6, palette.casing], [0, colour]]) {
      context.strokeStyle = context.fillStyle = ink;
      context.lineCap = "butt";
      context.lineWidth = 3.4 + extra;
      context.beginPath();
      context.moveTo(x0, y0);
      context.quadraticCurveTo(cx, cy, bx, by);
      context.stroke();
      context.beginPath();
      const wing = head * 0.55 + extra / 2;
      context.moveTo(x1 + (tx / t) * (extra / 2), y1 + (ty / t) * (extra / 2));
      context.lineTo(bx - (ty / t) * wing, by + (tx / t) * wing);
      context.lineTo(bx + (ty / t) * wing, by - (tx / t) * wing);
      context.closePath();
      context.fill();
    }
    hits.push({ x: (bx + cx) / 2, y: (by + cy) / 2, r: 12, kind: "arrow", row: i });
    if (arrow.place >= 0) hits.push({ x: x1, y: y1, r: 9, kind: "place", row: arrow.place });
  }
  context.lineWidth = 1;
}

/** Mentions up to the day, in its window, counted by place. */
function countMentions() {
  const out = new Map();
  const from = state.span ? state.day - state.span + 1 : -Infinity;
  for (let i = 0; i < mentions.n; i++) {
    const day = text.reportDay[mentions.report[i]];
    if (day > state.day || day < from || mentions.place[i] < 0) continue;
    out.set(mentions.place[i], (out.get(mentions.place[i]) || 0) + 1);
  }
  return out;
}
function drawMentions(context, view) {
  context.font = `600 10px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const [place, count] of countMentions()) {
    const x = view.x(places.x[place]);
    const y = view.y(places.y[place]);
    if (!onScreen(view, x, y)) continue;
    const r = Math.min(16, 4 + 2 * Math.sqrt(count));
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = withAlpha(palette.accent, 0.22);
    context.fill();
    context.strokeStyle = palette.accent;
    context.stroke();
    if (r > 7) {
      context.fillStyle = palette.ink;
      context.fillText(String(count), x, y);
    }
    hits.push({ x, y, r, kind: "place", row: place });
  }
}
function drawHeat(context, view) {
  context.save();
  context.globalCompositeOperation = "lighter";
  const reach = 18 + Math.max(0, view.zoom - 6) * 10;
  for (const [place, count] of countMentions()) {
    const x = view.x(places.x[place]);
    const y = view.y(places.y[place]);
    if (!onScreen(view, x, y)) continue;
    const r = reach * (1 + 0.15 * Math.log2(count));
    const glow = context.createRadialGradient(x, y, 0, x, y, r);
    glow.addColorStop(0, withAlpha("#e8590c", Math.min(0.75, 0.18 + 0.06 * count)));
    glow.addColorStop(1, withAlpha("#e8590c", 0));
    context.fillStyle = glow;
    context.fillRect(x - r, y - r, 2 * r, 2 * r);
  }
  context.restore();
}

/** Areas named in words, if a mention of them falls into the window. */
function drawRegions(context, view) {
  const from = state.span ? state.day - state.span + 1 : -Infinity;
  const live = new Map();
  for (let i = 0; i < mentions.n; i++) {
    const day = text.reportDay[mentions.report[i]];
    if (mentions.region[i] < 0 || day > state.day || day < from) continue;
    live.set(mentions.region[i], (live.get(mentions.region[i]) || 0) + 1);
  }
  for (const [row, count] of live) {
    const region = text.regions[row];
    view.toLocal(context);
    context.fillStyle = withAlpha(palette.accent, 0.07);
    context.fill(region.path, "evenodd");
    context.strokeStyle = palette.accent;
    context.lineWidth = 1.4 / view.scale;
    context.setLineDash([2 / view.scale, 3 / view.scale]);
    context.stroke(region.path);
    context.setLineDash([]);
    view.toPixels(context);
    const x = view.x(region.x);
    const y = view.y(region.y);
    context.font = `italic 500 11px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = palette.halo;
    context.fillStyle = palette.accent;
    const label = count > 1 ? `${region.name} (${count})` : region.name;
    context.strokeText(label, x, y);
    context.fillText(label, x, y);
    hits.push({ x, y, r: 16, kind: "region", row });
  }
  context.lineWidth = 1;
}

function drawSelection(context, view) {
  const chosen = state.selection;
  if (!chosen || chosen.kind !== "place") return;
  const x = view.x(places.x[chosen.row]);
  const y = view.y(places.y[chosen.row]);
  ring(context, x, y, 14, palette.casing, []);
  context.lineWidth = 1;
  context.beginPath();
  context.arc(x, y, 14, 0, 2 * Math.PI);
  context.strokeStyle = palette.accent;
  context.lineWidth = 3;
  context.stroke();
  context.lineWidth = 1;
}
