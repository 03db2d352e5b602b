/* Legend and layers in one: every entry says what a mark means, how many there are now, and switches it. */

const LAYERS = [
  ["Control", [
    ["areas", "Control areas", "Who holds each place, by the reports known on the day"],
    ["background", "Background", "Baseline holders of places that no report speaks of"],
    ["front", "Front line", "Between cells of opposing holders"],
    ["band", "Doubtful band", "Places along the front held with less than 90 % probability"],
    ["places", "Places by holder", "Shape and colour of the holder; hollow where not assessed"],
  ]],
  ["Events in the window", [
    ["claims", "Claims of gain, loss, fighting", "One mark for each camp and kind at a place; in a dotted ring: somewhere in an area"],
    ["arrows", "Movements", "Arrows towards the places reached for"],
    ["sieges", "Sieges", "Broken ring"],
    ["truces", "Cease-fires", "Two bars"],
    ["strikes", "Strikes", "Air and artillery: they change no holder"],
  ]],
  ["Text", [
    ["mentions", "All places named", "Circles with the number of mentions"],
    ["regions", "Areas named in words", "Such as “southern countryside”"],
    ["heat", "Heat of mentions", "Where reports look, not where most happens"],
  ]],
  ["Base map", [
    ["labels", "Names", ""],
    ["arabic", "Names in Arabic", ""],
    ["provinces", "Governorates", ""],
    ["rivers", "Rivers", ""],
    ["roads", "Roads", ""],
  ]],
];
const DEFAULT_LAYERS = [
  "areas", "background", "front", "places", "claims", "arrows", "sieges", "truces", "strikes", "labels", "arabic",
  "provinces", "rivers", "roads",
];
const legend = { camps: [], counts: {}, predicates: [] };

function drawLegend() {
  const camps = byId("fl-camps");
  const shown = meta.camps.map((camp, row) => row).filter((row) => meta.camps[row].asRow === row && meta.camps[row].used);
  for (const row of [...shown, -1]) {
    const held = el("td", { class: "fl-num" });
    const said = el("td", { class: "fl-num" });
    const box = el("input", {
      type: "checkbox", checked: !state.campsOff.has(row), id: `fl-camp-${row}`,
      onchange: (event) => {
        state.campsOff[event.target.checked ? "delete" : "add"](row);
        emit("filter");
      },
    });
    const allies = meta.camps.filter((camp, other) => row >= 0 && other !== row && camp.asRow === row && camp.used).map((camp) => camp.name);
    camps.append(
      el("tr", {},
        el("td", {}, box),
        el("th", { scope: "row" },
          el("label", { for: `fl-camp-${row}` }, campIcon(row, 18), row >= 0 ? meta.camps[row].name : "Not known who",
            allies.length ? el("small", {}, ` with ${allies.join(", ")}`) : null)),
        held, said),
    );
    legend.camps.push({ row, held, said, box });
  }
  const groups = byId("fl-layers");
  for (const [title, rows] of LAYERS) {
    if (title === "Control" && !control) continue;
    groups.append(
      el("fieldset", {}, el("legend", {}, title),
        rows.map(([id, label, note]) => {
          const count = el("output", { class: "fl-num" });
          legend.counts[id] = count;
          return el("div", { class: "fl-row" },
            el("label", { title: note },
              el("input", { type: "checkbox", "data-layer": id, checked: state.layers.has(id), onchange: toggleLayer }),
              layerSample(id), el("span", {}, label)),
            count);
        })),
    );
  }
  byId("fl-sure").hidden = !control;
  byId("fl-status-key").append(...(control ? statusKey() : []));
  drawPredicates();
}

function toggleLayer(event) {
  const id = event.target.dataset.layer;
  state.layers[event.target.checked ? "add" : "delete"](id);
  emit("layers");
}

/** A small picture of what a layer draws. */
function layerSample(id) {
  const canvas = el("canvas", { class: "fl-sample", width: 56, height: 32, "aria-hidden": "true" });
  const c = canvas.getContext("2d");
  c.scale(2, 2);
  const camp = Math.max(0, legend.camps.length ? legend.camps[0].row : 0);
  const colour = meta.camps.length ? campColour(camp) : palette.quiet;
  c.lineCap = "round";
  if (id === "areas") {
    c.fillStyle = withAlpha(colour, ALPHA.assessed);
    c.fillRect(3, 2, 22, 12);
  } else if (id === "background") {
    c.fillStyle = withAlpha(colour, ALPHA.background);
    c.fillRect(3, 2, 22, 12);
  } else if (id === "front") {
    c.strokeStyle = palette.front;
    c.lineWidth = 2.6;
    c.beginPath();
    c.moveTo(3, 12);
    c.quadraticCurveTo(12, -2, 25, 9);
    c.stroke();
  } else if (id === "band") {
    c.fillStyle = stripes(c, withAlpha(palette.front, 0.6), null, "vertical", 1, 4, 1);
    c.fillRect(3, 2, 22, 12);
  } else if (id === "places" && meta.camps.length) {
    shapePath(c, meta.camps[camp].shape, 14, 8, 4.5);
    c.fillStyle = colour;
    c.fill();
    c.strokeStyle = palette.ink;
    c.stroke();
  } else if (id === "claims") {
    drawMark(c, "gain", camp, 5.5, 8, 3.8);
    drawMark(c, "loss", camp, 14, 8, 3.8);
    drawMark(c, "fight", camp, 23, 8, 3.4);
  } else if (id === "arrows") drawMark(c, "advance", camp, 14, 8, 6);
  else if (id === "sieges") drawMark(c, "siege", camp, 14, 8, 5);
  else if (id === "truces") drawMark(c, "truce", camp, 14, 8, 5);
  else if (id === "strikes") drawMark(c, "strike", camp, 14, 8, 4.6);
  else if (id === "mentions" || id === "heat") {
    c.fillStyle = id === "heat" ? "#e8590c88" : withAlpha(palette.accent, 0.3);
    c.beginPath();
    c.arc(14, 8, 6, 0, 7);
    c.fill();
    if (id === "mentions") {
      c.strokeStyle = palette.accent;
      c.stroke();
    }
  } else if (id === "regions") {
    c.setLineDash([2, 2.6]);
    c.strokeStyle = palette.accent;
    c.strokeRect(4, 3, 20, 10);
  } else if (id === "provinces" || id === "rivers" || id === "roads") {
    c.strokeStyle = palette[{ provinces: "province", rivers: "river", roads: "road" }[id]];
    c.lineWidth = 1.6;
    if (id === "provinces") c.setLineDash([4, 3]);
    c.beginPath();
    c.moveTo(3, 8);
    c.lineTo(25, 8);
    c.stroke();
  } else if (id === "labels" || id === "arabic") {
    c.fillStyle = palette.ink;
    c.font = `600 11px ${FONT}`;
    c.textAlign = "center";
    c.fillText(id === "labels" ? "Abc" : "ابج", 14, 12);
  }
  return canvas;
}

/** The five degrees of certainty, drawn as on the map. */
function statusKey() {
  const view = { scale: 1, ratio: 2, dx: 0, dy: 0 };
  const row = legend.camps.length && legend.camps[0].row >= 0 ? legend.camps[0].row : -1;
  if (row < 0) return [];
  const other = legend.camps.length > 2 ? legend.camps[1].row : -1;
  return [
    ["assessed", "assessed"], ["claimed", "claimed, or likely"], ["contested", "contested"], ["stale", "last known, old"],
    ["background", "background (baseline)"], ["faint", "background, now less likely than not"],
  ].map(([status, label]) => {
    const canvas = el("canvas", { width: 60, height: 36, class: "fl-swatch", "aria-hidden": "true" });
    const c = canvas.getContext("2d");
    c.setTransform(2, 0, 0, 2, 0, 0);
    c.fillStyle = cellFill(c, view, row, other, status, { background: 1, faint: 2 }[status] || 0);
    c.fillRect(0, 0, 30, 18);
    return el("li", {}, canvas, label);
  });
}

/** Counts of what the day and its window show. */
function showCounts() {
  const held = new Int32Array(meta.camps.length + 1);
  const byStatus = { areas: 0, background: 0 };
  let besieged = 0;
  let truce = 0;
  if (control && areas.runs) {
    for (let row = 0; row < control.n; row++) {
      const run = areas.runs[row];
      if (run < 0) continue;
      if (control.holder[run] < 0) continue;
      const background = control.flags[run] & BACKGROUND;
      byStatus[background ? "background" : "areas"]++;
      if (!background) held[shownAs(control.holder[run])]++;
      if (control.flags[run] & BESIEGED) besieged++;
      if (control.flags[run] & TRUCE) truce++;
    }
  }
  const { byCamp, byLayer, shown, from, to, below } = symbols.counts;
  const hidden = to - from - shown.length - below;
  for (const entry of legend.camps) {
    entry.held.textContent = entry.row >= 0 && control ? held[entry.row].toLocaleString("en") : "–";
    entry.said.textContent = byCamp[entry.row >= 0 ? entry.row : meta.camps.length].toLocaleString("en");
    entry.box.checked = !state.campsOff.has(entry.row);
  }
  const put = (id, value) => {
    if (legend.counts[id]) legend.counts[id].textContent = value ? value.toLocaleString("en") : "";
  };
  put("areas", byStatus.areas);
  put("places", byStatus.areas);
  put("background", byStatus.background);
  put("claims", byLayer.claims);
  put("arrows", text.arrows.filter((arrow) => arrow.day <= state.day && (!state.span || arrow.day > state.day - state.span)).length);
  put("sieges", byLayer.sieges + besieged);
  put("truces", byLayer.truces + truce);
  put("strikes", byLayer.strikes);
  const when = `${state.span ? `in the ${state.span === 1 ? "day" : state.span + " days"} up to` : "up to"} ${shortDay(state.day)}`;
  const left = [
    below ? `${below.toLocaleString("en")} of less certainty than ${(state.minCertainty / 100).toFixed(2)} left out` : "",
    hidden ? `${hidden.toLocaleString("en")} hidden by filters` : "",
  ].filter(Boolean);
  byId("fl-shown").textContent = claims.n
    ? [`${plural(shown.length, "claim")} ${meta.dated ? when : "without a date"}`, ...left].join("; ")
    : "These reports say of no place who holds, takes or attacks it.";
}

function startLegend() {
  drawLegend();
  startFilters();
}

/* Filters: predicate, certainty, source, dates. Camps are switched in the legend itself. */
function drawPredicates() {
  const predicates = byId("fl-predicates");
  const present = new Set(claims.predicate);
  text.lists.predicate.forEach((name, row) => {
    if (!present.has(row)) return;
    const count = el("span", { class: "fl-num" });
    const box = el("input", {
      type: "checkbox", checked: !state.predicatesOff.has(row),
      onchange: (event) => {
        state.predicatesOff[event.target.checked ? "delete" : "add"](row);
        emit("filter");
      },
    });
    legend.predicates.push({ row, box, count });
    predicates.append(el("label", {}, box, ` ${name} `, count));
  });
}
function startFilters() {
  const certainty = byId("fl-certainty");
  certainty.addEventListener("input", () => {
    state.minCertainty = Number(certainty.value);
    emit("filter");
  });
  const source = byId("fl-source");
  const used = [...new Set(text.reportSource)].map((word) => [word, text.words[word] || "(not given)"]);
  used.sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
  for (const [word, name] of used) source.append(el("option", { value: String(word) }, name));
  source.addEventListener("change", () => {
    state.source = Number(source.value);
    emit("filter");
  });
  for (const [id, key] of [["fl-from", "from"], ["fl-to", "to"]]) {
    byId(id).addEventListener("change", (event) => {
      state[key] = event.target.value ? dayOfIso(event.target.value) : null;
      emit("filter");
    });
  }
  byId("fl-reset").addEventListener("click", () => {
    state.campsOff.clear();
    state.predicatesOff.clear();
    Object.assign(state, { minCertainty: 0, source: -1, from: null, to: null });
    emit("filter");
  });
}
function showFilters() {
  byId("fl-certainty").value = String(state.minCertainty);
  byId("fl-certainty-out").textContent = (state.minCertainty / 100).toFixed(2);
  byId("fl-source").value = String(state.source);
  byId("fl-from").value = state.from === null ? "" : isoDay(state.from);
  byId("fl-to").value = state.to === null ? "" : isoDay(state.to);
  byId("fl-span").value = String(state.span);
  for (const { row, box, count } of legend.predicates) {
    box.checked = !state.predicatesOff.has(row);
    count.textContent = symbols.counts ? String(symbols.counts.byPredicate[row]) : "";
  }
  for (const box of document.querySelectorAll("[data-layer]")) box.checked = state.layers.has(box.dataset.layer);
}

/* Search: places and actors, from what is on the map. */
function startSearch() {
  const input = byId("fl-search");
  const list = byId("fl-found");
  let found = [];
  let at = -1;
  const fold = (name) => name.normalize("NFD").replace(/[\u0300-\u036f'’ʻ`-]/g, "").toLowerCase();
  let index = null;
  const build = () => {
    const count = new Int32Array(places.n);
    for (let i = 0; i < claims.n; i++) if (claims.place[i] >= 0) count[claims.place[i]]++;
    index = [];
    for (let row = 0; row < places.n; row++) {
      const area = [places.admin(row), places.country(row)].filter(Boolean).join(", ");
      index.push({ key: fold(places.name[row]), label: places.name[row], note: area, weight: count[row], go: () => goTo(row) });
    }
    for (const label of base.labels) {
      const go = () => map.setView([label.lat, label.lon], Math.max(8, label.zoom + 1), { animate: false });
      index.push({ key: fold(label.en) + " " + (label.ar || ""), label: label.en, note: `${label.kind} on the base map`, weight: -1, go });
    }
    const actors = new Map();
    for (let i = 0; i < claims.n; i++) if (claims.actor[i]) actors.set(claims.actor[i], (actors.get(claims.actor[i]) || 0) + 1);
    for (const [word, n] of actors) {
      index.push({ key: fold(text.words[word]), label: text.words[word], note: plural(n, "claim") + " by this actor", weight: n, go: () => showActor(word) });
    }
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const mark = (next) => {
    at = (next + found.length) % found.length;
    [...list.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", `fl-found-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const choose = (i) => {
    close();
    found[i].go();
  };
  input.addEventListener("input", () => {
    if (!index) build();
    const wanted = fold(input.value.trim());
    list.textContent = "";
    if (wanted.length < 2) return close();
    found = index.filter((entry) => entry.key.includes(wanted))
      .sort((a, b) => b.key.startsWith(wanted) - a.key.startsWith(wanted) || b.weight - a.weight || (a.label < b.label ? -1 : 1)).slice(0, 12);
    found.forEach((entry, i) => list.append(
      el("li", { role: "option", id: `fl-found-${i}`, "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); choose(i); } },
        el("bdi", {}, entry.label), el("small", {}, entry.note))));
    if (!found.length) list.append(el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing of that name on this map"));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    at = -1;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && found.length && !list.hidden) mark(at + 1);
    else if (event.key === "ArrowUp" && found.length && !list.hidden) mark(at - 1);
    else if (event.key === "Enter" && found.length && !list.hidden) choose(Math.max(0, at));
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}
function showActor(word) {
  const box = byId("fl-evidence");
  state.selection = null;
  box.textContent = "";
  const own = [];
  for (let i = 0; i < claims.n; i++) if (claims.actor[i] === word) own.push(i);
  own.sort((a, b) => claims.day[b] - claims.day[a]);
  heading(box, text.words[word], plural(own.length, "claim"));
  box.append(el("div", { class: "fl-claims" }, own.slice(0, 60).map(claimCard)));
  openTab("evidence", true);
}
