/* Start: base map first, then the data, then everything that listens. */

function tabIsOpen(name) {
  return !byId("fl-pane-" + name).hidden;
}
function openTab(name, reveal) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const chosen = tab.id === "fl-tab-" + name;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = !chosen;
  }
  document.body.classList.toggle("fl-wide", name === "table");
  if (reveal) showSide(true);
  if (name === "table") showTable();
  if (name === "change") showChange();
}
function showSide(open) {
  document.body.classList.toggle("fl-side-open", open);
  byId("fl-open").setAttribute("aria-expanded", String(open));
}

function startFrame() {
  document.title = meta.title;
  byId("fl-h1").textContent = meta.title;
  byId("fl-basis").textContent = ` · ${plural(text.reports.length, "report")}, ${plural(claims.n, "claim")}`;
  if (!control) byId("fl-lead").textContent = meta.dated ? "What reports say up to" : "What is said in";
  document.body.classList.toggle("fl-one-day", meta.days === 0);
  document.body.classList.toggle("fl-no-day", !meta.dated);
  const tabs = [...document.querySelectorAll("[role=tab]")];
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => openTab(tab.id.slice("fl-tab-".length), true));
    tab.addEventListener("keydown", (event) => {
      const next = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      const target = tabs[(next + tabs.length) % tabs.length];
      target.focus();
      openTab(target.id.slice("fl-tab-".length), true);
    });
  });
  byId("fl-open").addEventListener("click", () => showSide(!document.body.classList.contains("fl-side-open")));
  byId("fl-close").addEventListener("click", () => {
    showSide(false);
    byId("fl-open").focus();
  });
  byId("fl-theme").addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark ? "light" : "dark";
    emit("theme");
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => emit("theme"));
  const box = map.getContainer();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Map. The panels give the same content as text.");
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(box);
}

/* Pointer: the nearest mark, else the cell under it. */
function targetAt(event) {
  const view = areas.layer.view;
  const point = map.latLngToContainerPoint(event.latlng);
  const px = point.x + view.pad;
  const py = point.y + view.pad;
  const offset = map.containerPointToLayerPoint([0, 0]).subtract(areas.layer._corner);
  const x = px - view.pad + offset.x;
  const y = py - view.pad + offset.y;
  let best = null;
  let least = Infinity;
  for (let k = hits.length - 1; k >= 0; k--) {
    const hit = hits[k];
    const distance = Math.hypot(hit.x - x, hit.y - y);
    if (distance <= hit.r && distance < least) {
      best = hit;
      least = distance;
    }
  }
  if (best) return best;
  if (!control || !control.cells || !(state.layers.has("areas") || state.layers.has("background"))) return null;
  const cell = cellAt((x - view.dx) / view.scale, (y - view.dy) / view.scale);
  if (cell < 0 || areas.runs[cell] < 0 || control.holder[areas.runs[cell]] < 0) return null;
  return { kind: "place", row: control.place[cell], cell };
}
function startPointer() {
  map.on("click", (event) => {
    const target = targetAt(event);
    if (target) select(target.kind, target.row);
  });
  const tip = byId("fl-tip");
  let waiting = false;
  map.on("mousemove", (event) => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const target = targetAt(event);
      map.getContainer().style.cursor = target ? "pointer" : "";
      tip.hidden = !target;
      if (!target) return;
      tip.textContent = tipText(target);
      const box = map.getContainer().getBoundingClientRect();
      tip.style.left = Math.min(event.containerPoint.x + 14, box.width - tip.offsetWidth - 6) + box.left + "px";
      tip.style.top = Math.min(event.containerPoint.y + 16, box.height - tip.offsetHeight - 6) + box.top + "px";
    });
  });
  map.on("mouseout movestart", () => (tip.hidden = true));
}
function tipText(target) {
  if (target.kind === "region") return text.regions[target.row].name;
  if (target.kind === "arrow") return `${text.arrows[target.row].name}, ${shortDay(text.arrows[target.row].day)}`;
  const name = places.name[target.row];
  const at = control ? control.rowOfPlace.get(target.row) : undefined;
  const run = at === undefined || !areas.runs ? -1 : areas.runs[at];
  if (run < 0 || control.holder[run] < 0) return name;
  const status = control.flags[run] & BACKGROUND ? "background" : STATUS[control.status[run]];
  return `${name}: ${campName(shownAs(control.holder[run]))} (${status})`;
}

function readText(block) {
  const c = block.claims.columns;
  const ids = c.id;
  claims = { n: ids.length, id: ids };
  for (const [name, column] of Object.entries(c)) {
    if (name === "id") continue;
    claims[name] = ["from", "day", "published", "sentence", "mention"].includes(name) ? undelta(column) : Int32Array.from(column);
  }
  claims.dated = claims.n;
  while (claims.dated > 0 && claims.day[claims.dated - 1] === NO_DAY) claims.dated--;
  const categories = block.lists.predicate.map((name) => CATEGORIES.indexOf(CATEGORY[name]));
  claims.category = Int8Array.from(claims.predicate, (row) => categories[row]);
  const sentenceReport = undelta(block.sentences.report);
  mentions = { n: block.mentions.columns.sentence.length };
  for (const [name, column] of Object.entries(block.mentions.columns)) {
    mentions[name] = name === "sentence" ? undelta(column) : Int32Array.from(column);
  }
  mentions.report = mentions.sentence.map((sentence) => sentenceReport[sentence]);
  // -2: as the claim's mention has it
  for (const [own, theirs] of [["place", "place"], ["placeText", "text"], ["placeAt", "offset"], ["placeLength", "length"]]) {
    claims[own].forEach((value, i) => {
      if (value === -2) claims[own][i] = mentions[theirs][claims.mention[i]];
    });
  }
  text = {
    words: block.words,
    lists: block.lists,
    reports: block.reports,
    sentences: block.sentences.text,
    sentenceReport,
    reportDay: Int32Array.from(block.reports, (row) => row[3]),
    reportSource: block.reports.map((row) => row[2]),
    terms: block.claims.terms,
    choices: block.mentions.choices,
    skipped: block.mentions.skipped,
    regions: block.regions.map((region) => ({
      ...region, path: traceLines(region.rings, 1000, true), y: localY(region.at[0]), x: localX(region.at[1]),
    })),
    arrows: (block.arrows || []).map((arrow) => ({
      ...arrow, x: [localX(arrow.line[1]), localX(arrow.line[3])], y: [localY(arrow.line[0]), localY(arrow.line[2])],
    })),
  };
}
function readPlaces(block) {
  const lat = undelta(block.lat, 10000);
  const lon = undelta(block.lon, 10000);
  const areaCodes = new Set(block.words.map((word, row) => [word, row]).filter(([word]) => /^(A|L|R)\//.test(word)).map(([, row]) => row));
  places = {
    n: lat.length, id: block.id, name: block.name, lat, lon,
    x: Float64Array.from(lon, localX), y: Float64Array.from(lat, localY),
    code: (row) => block.words[block.code[row]],
    admin: (row) => block.words[block.admin[row]],
    country: (row) => block.words[block.country[row]],
    source: (row) => block.words[block.source[row]],
    isArea: (row) => areaCodes.has(block.code[row]),
  };
}

function refresh() {
  updateAreas();
  countWindow();
  areas.layer.redraw();
  areas.front.redraw();
  symbols.layer.redraw();
  showCounts();
}
function wire() {
  on("time", () => {
    const changed = updateAreas();
    countWindow();
    if (changed) {
      areas.layer.redraw();
      areas.front.redraw();
    }
    symbols.layer.redraw();
    showCounts();
    showDay();
    later();
  });
  // What is read rather than watched follows when the slider rests.
  let timer = null;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(settle, 60);
  };
  const settle = () => {
    showFilters();
    showTable();
    showChange();
    if (state.selection && tabIsOpen("evidence")) showEvidence();
    writeAddress();
  };
  on("filter", () => {
    tablePage = 0;
    refresh();
    drawBars();
    settle();
  });
  on("layers", () => {
    base.lines.redraw();
    base.labelLayer.redraw();
    refresh();
    writeAddress();
  });
  on("mode", () => {
    refresh();
    showChange();
    writeAddress();
  });
  on("selection", () => {
    symbols.layer.redraw();
    writeAddress();
  });
  on("theme", () => {
    readTheme();
    patternCache.clear();
    spriteCache.clear();
    for (const layer of [base.layer, base.lines, base.labelLayer]) layer.redraw();
    byId("fl-camps").textContent = "";
    byId("fl-layers").textContent = "";
    byId("fl-status-key").textContent = "";
    byId("fl-predicates").textContent = "";
    legend.camps.length = legend.predicates.length = 0;
    drawLegend();
    refresh();
    drawBars();
    settle();
  });
  map.on("moveend", writeAddressSoon);
  window.addEventListener("hashchange", () => {
    const before = state.selection;
    state.campsOff.clear();
    state.predicatesOff.clear();
    readAddress();
    emit("filter");
    showDay();
    emit("mode");
    if (state.selection && state.selection !== before) select("place", state.selection.row);
  });
}

async function start() {
  meta = await readBlock("fl-meta");
  meta.firstMs = Date.parse(meta.first + "T00:00:00Z");
  originX = mercatorX(meta.origin[1]);
  originY = mercatorY(meta.origin[0]);
  if (!meta.arabic) DEFAULT_LAYERS.splice(DEFAULT_LAYERS.indexOf("arabic"), 1);
  if (!meta.claims) DEFAULT_LAYERS.push("mentions");
  DEFAULT_LAYERS.forEach((id) => state.layers.add(id));
  Object.assign(state, { day: meta.day, span: meta.span, minCertainty: meta.threshold, compareTo: 0 });
  readTheme();
  map.attributionControl.setPrefix(false);
  for (const line of meta.attribution) map.attributionControl.addAttribution(escapeMarkup(line));
  map.fitBounds(meta.bounds, { animate: false, padding: [10, 10] });
  // All are unpacked at the same time; the base map does not wait for the others.
  const [baseBlock, ...blocks] = ["fl-base", "fl-places", "fl-text", "fl-control"].map(readBlock);
  startBasemap(await baseBlock);
  const [placeBlock, textBlock, controlBlock] = await Promise.all(blocks);
  readPlaces(placeBlock);
  readText(textBlock);
  control = controlBlock ? readControl(controlBlock) : null;
  readAddress();
  areas.layer = new CanvasLayer("fl-areas", drawAreas);
  areas.front = new CanvasLayer("fl-front", drawFront);
  symbols.layer = new CanvasLayer("fl-symbols", drawSymbols);
  updateAreas();
  countWindow();
  for (const layer of [areas.layer, areas.front, symbols.layer]) layer.addTo(map);
  byId("fl-h1").textContent = meta.title;
  // The map is shown before its names and panels are made. A page in the background gets no frames: wait for none long.
  await Promise.race([new Promise((done) => requestAnimationFrame(() => setTimeout(done))), new Promise((done) => setTimeout(done, 300))]);
  window.frontline.painted = performance.now();
  base.labelLayer = new CanvasLayer("fl-names", drawLabels).addTo(map);
  startFrame();
  startLegend();
  startTime();
  startTable();
  startSearch();
  startNotes();
  startChange();
  startPointer();
  wire();
  drawBars();
  showDay();
  showCounts();
  showFilters();
  showChange();
  showEvidence();
  if (state.selection) openTab("evidence", false);
  document.documentElement.dataset.ready = "true";
}
/** Leaflet's attribution takes markup: what we give it is our own, and escaped all the same. */
function escapeMarkup(line) {
  return line.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
const ready = start();
ready.catch((error) => {
  byId("fl-h1").textContent = "This map could not be opened";
  byId("fl-standfirst").textContent = String(error && error.message);
});
window.frontline = { map, state, ready, setDay, select, emit, counts: () => symbols.counts, areas, hits, layers: { get areas() { return areas.layer; }, get front() { return areas.front; }, get symbols() { return symbols.layer; } }, get places() { return places; } };
