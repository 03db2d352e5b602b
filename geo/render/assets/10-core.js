/* Small tools: elements made without markup, days, text tables, one state that everything reads. */

const NO_DAY = -99999;
const byId = (id) => document.getElementById(id);

/** Make an element. Text is always set as text: no string of the data is ever parsed as markup. */
function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (key in node && key !== "list" && typeof value !== "string") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Read a data block: plain JSON, or deflated JSON in base64. */
async function readBlock(id) {
  const node = byId(id);
  if (!node) return null;
  let text = node.textContent;
  if (node.dataset.encoding === "deflate") {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    text = await new Response(stream).text();
  }
  return JSON.parse(text);
}

/** Undo the delta coding of a column. */
function undelta(values, scale = 1) {
  const out = scale === 1 ? new Int32Array(values.length) : new Float64Array(values.length);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    out[i] = sum / scale;
  }
  return out;
}

/* Days are counted from meta.first, in UTC, so that no time zone moves an event to another day. */
const MS_A_DAY = 86400000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LONG_MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];
const dateOf = (day) => new Date(meta.firstMs + day * MS_A_DAY);
const isoDay = (day) => (day === NO_DAY ? "" : dateOf(day).toISOString().slice(0, 10));
const dayOfIso = (iso) => {
  const ms = Date.parse(iso + "T00:00:00Z");
  return Number.isNaN(ms) ? null : Math.round((ms - meta.firstMs) / MS_A_DAY);
};
function longDay(day) {
  if (day === NO_DAY) return "undated";
  const d = dateOf(day);
  return `${d.getUTCDate()} ${LONG_MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}
function shortDay(day) {
  if (day === NO_DAY) return "undated";
  const d = dateOf(day);
  return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}
const plural = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || one + "s"}`;

/* Everything the page shows follows from this. */
const state = {
  day: 0,
  span: 14,
  layers: new Set(),
  campsOff: new Set(),
  predicatesOff: new Set(),
  minCertainty: 0,
  source: -1,
  from: null,
  to: null,
  selection: null,
  mode: "now",
  compareTo: 0,
  split: 0.5,
};

const listeners = {};
const on = (name, listener) => (listeners[name] = listeners[name] || []).push(listener);
const emit = (name, detail) => (listeners[name] || []).forEach((listener) => listener(detail));

let meta = null;
let places = null;
let claims = null;
let mentions = null;
let text = null;
let control = null;

/* Web Mercator in local units around the data: small numbers keep their precision inside a Path2D. */
const UNIT = 100000;
let originX = 0;
let originY = 0;
const mercatorX = (lon) => lon / 360 + 0.5;
function mercatorY(lat) {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}
const localX = (lon) => (mercatorX(lon) - originX) * UNIT;
const localY = (lat) => (mercatorY(lat) - originY) * UNIT;
const latOfLocal = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * (y / UNIT + originY)))) * 180) / Math.PI;
const lonOfLocal = (x) => (x / UNIT + originX - 0.5) * 360;

/** Trace delta-coded lines ([x0, y0, dx, dy, ...] in 1/scale degrees) into one path. */
function traceLines(lines, scale, close) {
  const path = new Path2D();
  for (const line of lines) {
    let x = 0;
    let y = 0;
    for (let i = 0; i < line.length; i += 2) {
      x += line[i];
      y += line[i + 1];
      if (i) path.lineTo(localX(x / scale), localY(y / scale));
      else path.moveTo(localX(x / scale), localY(y / scale));
    }
    if (close) path.closePath();
  }
  return path;
}

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
let palette = {};
let isDark = false;
function readTheme() {
  const asked = document.documentElement.dataset.theme;
  isDark = asked === "dark" || (asked !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  for (const name of [
    "sea", "land", "focus", "water", "river", "country", "province", "road", "ink", "halo", "front", "casing",
    "quiet", "accent", "symbol-edge",
  ]) {
    palette[name] = css("--" + name);
  }
}
const campColour = (row) => {
  const camp = meta.camps[row];
  return camp ? (isDark ? camp.dark : camp.colour) : palette.quiet;
};
/** The camp in whose colour a gain of `row` appears. */
const shownAs = (row) => (row < 0 ? -1 : meta.camps[row].asRow);
const campName = (row) => (row < 0 ? "unknown" : meta.camps[row].name);
