/* The time axis: one range input for every layer, bars of claims a day, play. */

const THUMB = 9; // half the width of the slider's thumb: the bars line up with it
const FOOT = 15; // height of the scale under the bars
const timeline = { bins: null, timer: null, mostPerBin: 1 };

function startTime() {
  const range = byId("fl-range");
  range.max = String(meta.days);
  range.value = String(state.day);
  range.addEventListener("input", () => setDay(Number(range.value)));
  byId("fl-play").addEventListener("click", togglePlay);
  byId("fl-back").addEventListener("click", () => setDay(state.day - 1));
  byId("fl-next").addEventListener("click", () => setDay(state.day + 1));
  byId("fl-span").addEventListener("change", (event) => {
    state.span = Number(event.target.value);
    emit("filter");
  });
  byId("fl-bars").addEventListener("click", (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    setDay(Math.round(((event.clientX - box.left - THUMB) / (box.width - 2 * THUMB)) * meta.days));
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea, button, a, [role=tab], .leaflet-container")) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowLeft" || event.key === ",") setDay(state.day - (event.shiftKey ? 7 : 1));
    else if (event.key === "ArrowRight" || event.key === ".") setDay(state.day + (event.shiftKey ? 7 : 1));
    else if (event.key === " ") {
      event.preventDefault();
      togglePlay();
    }
  });
  new ResizeObserver(drawBars).observe(byId("fl-bars"));
}

function setDay(day) {
  day = Math.max(0, Math.min(meta.days, Math.round(day)));
  if (day === state.day) return;
  state.day = day;
  emit("time");
}

function togglePlay() {
  const button = byId("fl-play");
  const stop = () => {
    clearInterval(timeline.timer);
    timeline.timer = null;
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-label", "Play");
    button.textContent = "▶";
  };
  if (timeline.timer) return stop();
  if (state.day >= meta.days) setDay(0);
  button.setAttribute("aria-pressed", "true");
  button.setAttribute("aria-label", "Pause");
  button.textContent = "❚❚";
  const step = Math.max(1, Math.round(meta.days / 240));
  timeline.timer = setInterval(() => {
    if (state.day >= meta.days) stop();
    else setDay(state.day + step);
  }, 180);
}

/** Bars of claims, stacked by camp; a bar is one day, or several where the axis is long. */
function countBars() {
  const width = Math.max(60, byId("fl-bars").clientWidth - 2 * THUMB);
  const days = Math.max(1, Math.ceil((meta.days + 1) / (width / 3)));
  const n = Math.ceil((meta.days + 1) / days);
  const camps = meta.camps.length + 1;
  const bins = new Int32Array(n * camps);
  for (let i = 0; i < claims.dated; i++) {
    const day = claims.day[i];
    if (day < 0 || day > meta.days || !passes(i)) continue;
    bins[Math.floor(day / days) * camps + (claims.camp[i] < 0 ? camps - 1 : shownAs(claims.camp[i]))]++;
  }
  const totals = new Int32Array(n);
  for (let i = 0; i < bins.length; i++) totals[Math.floor(i / camps)] += bins[i];
  timeline.bins = { bins, totals, days, n, camps, most: Math.max(1, ...totals) };
}

function drawBars() {
  const canvas = byId("fl-bars");
  if (!claims || !canvas.clientWidth) return;
  countBars();
  timeline.picture = paintBars(canvas);
  paintCursor();
}

/** The chosen day and its window, under and over the bars. */
function paintCursor() {
  const canvas = byId("fl-bars");
  const { picture, width, height, ratio } = timeline;
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const at = (day) => THUMB + (meta.days ? day / meta.days : 0.5) * (width - 2 * THUMB);
  if (state.span) {
    context.fillStyle = withAlpha(palette.accent, 0.16);
    const left = Math.max(THUMB, at(state.day - state.span + 0.5));
    context.fillRect(left, 0, at(state.day + 0.5) - left, height - FOOT);
  }
  context.drawImage(picture, 0, 0, width, height);
  context.fillStyle = palette.ink;
  context.fillRect(at(state.day) - 0.75, 0, 1.5, height - FOOT);
}

function paintBars(shown) {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  const width = shown.clientWidth;
  const height = shown.clientHeight;
  Object.assign(timeline, { width, height, ratio });
  const canvas = document.createElement("canvas");
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  const { bins, totals, days, n, camps, most } = timeline.bins;
  const inner = width - 2 * THUMB;
  const at = (day) => THUMB + (meta.days ? day / meta.days : 0.5) * inner;
  const foot = height - FOOT;
  const wide = Math.max(1.2, (inner / Math.max(1, meta.days)) * days - 0.8);
  for (let bin = 0; bin < n; bin++) {
    if (!totals[bin]) continue;
    const x = at(bin * days + (days - 1) / 2) - Math.min(wide, 14) / 2;
    let y = foot;
    for (let camp = 0; camp < camps; camp++) {
      const count = bins[bin * camps + camp];
      if (!count) continue;
      const tall = (count / most) * (foot - 3);
      context.fillStyle = camp === camps - 1 ? palette.quiet : campColour(camp);
      context.fillRect(x, y - tall, Math.min(wide, 14), tall);
      // A camp as light or dark as the page needs an edge to be seen.
      const light = camp === camps - 1 ? 0.5 : luminance(campColour(camp));
      if (isDark ? light < 0.15 : light > 0.85) {
        context.strokeStyle = "#888c";
        context.strokeRect(x + 0.5, y - tall + 0.5, Math.min(wide, 14) - 1, tall - 1);
      }
      y -= tall;
    }
  }
  // scale: months, or years where months are too close
  context.fillStyle = palette.ink;
  context.globalAlpha = 0.75;
  context.font = `11px ${FONT}`;
  context.textBaseline = "bottom";
  const first = dateOf(0);
  const perMonth = (inner / Math.max(1, meta.days)) * 30.4;
  const everyMonths = perMonth > 46 ? 1 : perMonth > 16 ? 3 : perMonth > 4 ? 12 : 60;
  let last = -99;
  for (let m = first.getUTCMonth(); ; m++) {
    const tick = new Date(Date.UTC(first.getUTCFullYear(), m, 1));
    const day = Math.round((tick - meta.firstMs) / MS_A_DAY);
    if (day > meta.days) break;
    if (day < 0 || m % everyMonths) continue;
    const x = at(day);
    const label = everyMonths >= 12 ? String(tick.getUTCFullYear())
      : MONTHS[tick.getUTCMonth()] + (tick.getUTCMonth() === 0 || last < 0 ? " " + tick.getUTCFullYear() : "");
    context.fillRect(x, foot, 1, 4);
    if (x > last && x + context.measureText(label).width < width) {
      context.fillText(label, x + 3, height);
      last = x + context.measureText(label).width + 10;
    }
  }
  return canvas;
}

const dayWords = () => (meta.dated ? longDay(state.day) : "undated reports");
function showDay() {
  const range = byId("fl-range");
  range.value = String(state.day);
  range.setAttribute("aria-valuetext", longDay(state.day));
  for (const node of document.querySelectorAll(".fl-day")) {
    node.textContent = dayWords();
    node.setAttribute("datetime", isoDay(state.day));
  }
  if (timeline.picture) paintCursor();
}
