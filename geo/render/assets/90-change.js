/* Change: two days against each other, swiped or as a difference, with what was gained and lost. */

function startChange() {
  const from = byId("fl-change-from");
  const to = byId("fl-change-to");
  for (const input of [from, to]) {
    input.min = isoDay(0);
    input.max = isoDay(meta.days);
  }
  from.addEventListener("change", () => {
    const day = dayOfIso(from.value);
    if (day === null) return;
    state.compareTo = Math.max(0, Math.min(meta.days, day));
    emit("mode");
  });
  to.addEventListener("change", () => {
    const day = dayOfIso(to.value);
    if (day !== null) setDay(day);
  });
  for (const radio of document.querySelectorAll("input[name=fl-mode]")) {
    radio.addEventListener("change", () => {
      state.mode = radio.value;
      emit("mode");
    });
  }
  startDivider();
}

/** The divider of the swiped view: dragged, or moved with the arrow keys. */
function startDivider() {
  const bar = byId("fl-divider");
  const box = map.getContainer();
  box.append(bar);
  L.DomEvent.disableClickPropagation(bar);
  const move = (clientX) => {
    const area = box.getBoundingClientRect();
    state.split = Math.max(0.02, Math.min(0.98, (clientX - area.left) / area.width));
    placeDivider();
    areas.layer.redraw();
    areas.front.redraw();
    symbols.layer.redraw();
  };
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    map.dragging.disable();
  });
  bar.addEventListener("pointermove", (event) => bar.hasPointerCapture(event.pointerId) && move(event.clientX));
  bar.addEventListener("pointerup", () => map.dragging.enable());
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -0.03, ArrowRight: 0.03 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const area = box.getBoundingClientRect();
    move(area.left + (state.split + step) * area.width);
  });
}
function placeDivider() {
  const bar = byId("fl-divider");
  bar.hidden = state.mode !== "swipe";
  bar.style.left = state.split * 100 + "%";
  bar.setAttribute("aria-valuenow", String(Math.round(state.split * 100)));
  byId("fl-left-day").textContent = shortDay(state.compareTo);
  byId("fl-right-day").textContent = shortDay(state.day);
}

/** Pale where nothing changed; the new holder's colour, edged, where it did. */
function drawDifference(context, view) {
  const before = areas.other;
  const now = areas.runs;
  const { x, y, rings } = control.cells;
  const gained = new Map();
  const same = new Map();
  for (let row = 0; row < control.n; row++) {
    const holder = now[row] < 0 ? -1 : shownAs(control.holder[now[row]]);
    const old = before[row] < 0 ? -1 : shownAs(control.holder[before[row]]);
    if (holder < 0 && old < 0) continue;
    if (state.campsOff.has(holder)) continue;
    const changed = holder !== old;
    const key = changed ? (holder + 1) * 64 + old + 1 : holder;
    const group = changed ? gained : same;
    let path = group.get(key);
    if (!path) group.set(key, (path = new Path2D()));
    for (const ring of rings[row]) {
      ring.forEach((vertex, i) => path[i ? "lineTo" : "moveTo"](x[vertex], y[vertex]));
      path.closePath();
    }
  }
  view.toLocal(context);
  for (const [holder, path] of same) {
    context.fillStyle = withAlpha(campColour(holder), 0.16);
    context.fill(path);
  }
  for (const [key, path] of gained) {
    const holder = Math.floor(key / 64) - 1;
    const old = (key % 64) - 1;
    const colour = holder >= 0 ? campColour(holder) : palette.quiet;
    const lost = old >= 0 ? campColour(old) : palette.land;
    context.fillStyle = pinPattern(stripes(context, withAlpha(colour, 0.95), withAlpha(lost, 0.55), "diagonal", 7, 2.5, view.ratio), view);
    context.fill(path);
    context.strokeStyle = palette.front;
    context.lineWidth = 1 / view.scale;
    context.stroke(path);
  }
}

function showChange() {
  byId("fl-change-from").value = isoDay(state.compareTo);
  byId("fl-change-to").value = isoDay(state.day);
  for (const radio of document.querySelectorAll("input[name=fl-mode]")) radio.checked = radio.value === state.mode;
  placeDivider();
  byId("fl-mode-note").hidden = state.mode === "now";
  byId("fl-mode-note").textContent = state.mode === "now" ? "" : `Compared: ${shortDay(state.compareTo)} and ${shortDay(state.day)}`;
  const box = byId("fl-changes");
  if (!tabIsOpen("change")) return;
  box.textContent = "";
  if (!control) {
    box.append(el("p", { class: "fl-hint" }, "This map has no states of control to compare."));
    return;
  }
  const before = runsAt(state.compareTo);
  const now = areas.runs;
  const size = control.cells ? cellAreas() : null;
  const sums = new Map();
  const rows = [];
  for (let row = 0; row < control.n; row++) {
    const holder = now[row] < 0 ? -1 : shownAs(control.holder[now[row]]);
    const old = before[row] < 0 ? -1 : shownAs(control.holder[before[row]]);
    if (holder === old) continue;
    rows.push({ row, holder, old, day: now[row] < 0 ? NO_DAY : changeDay(row, now[row]) });
    for (const [camp, key] of [[holder, "gained"], [old, "lost"]]) {
      if (camp < 0) continue;
      if (!sums.has(camp)) sums.set(camp, { gained: 0, lost: 0, gainedArea: 0, lostArea: 0 });
      sums.get(camp)[key]++;
      if (size) sums.get(camp)[key + "Area"] += size[row];
    }
  }
  if (!rows.length) {
    box.append(el("p", { class: "fl-hint" }, "No place changed its holder between these days, as far as the reports say."));
    return;
  }
  const km = (value) => `${Math.round(value).toLocaleString("en")} km²`;
  box.append(
    el("table", { class: "fl-grid" },
      el("caption", {}, "Gained and lost"),
      el("thead", {}, el("tr", {}, ["Camp", "Gained", "Lost"].map((title) => el("th", { scope: "col" }, title)))),
      el("tbody", {}, [...sums].sort((a, b) => b[1].gained - a[1].gained || a[0] - b[0]).map(([camp, sum]) =>
        el("tr", {}, el("th", { scope: "row" }, campIcon(camp, 14), campName(camp)),
          el("td", {}, `${plural(sum.gained, "place")}${size ? ", " + km(sum.gainedArea) : ""}`),
          el("td", {}, `${plural(sum.lost, "place")}${size ? ", " + km(sum.lostArea) : ""}`))))),
    el("p", { class: "fl-hint" }, "Areas are those of the cells drawn around places: an order of magnitude, not a survey."),
    el("ul", { class: "fl-change-list" }, rows.sort((a, b) => b.day - a.day || a.row - b.row).slice(0, 200).map(({ row, holder, old, day }) =>
      el("li", {}, campIcon(old, 13), "→ ", campIcon(holder, 13),
        el("button", { type: "button", class: "fl-link", onclick: () => goTo(control.place[row]) }, places.name[control.place[row]]),
        ` ${old < 0 ? "unknown" : campName(old)} to ${holder < 0 ? "unknown" : campName(holder)}${day === NO_DAY ? "" : ", " + shortDay(day)}`))),
  );
}
/** First day of the present holder without a break. */
function changeDay(row, run) {
  while (run > control.start[row] && control.holder[run - 1] === control.holder[run]) run--;
  return control.day[run];
}
