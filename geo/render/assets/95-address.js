/* The address: #day/zoom/lat/lon/... restores a view, so that it can be cited. */

function writeAddress() {
  const centre = map.getCenter();
  const parts = new URLSearchParams();
  parts.set("day", isoDay(state.day));
  parts.set("view", `${map.getZoom()}/${centre.lat.toFixed(3)}/${centre.lng.toFixed(3)}`);
  if (state.span !== meta.span) parts.set("span", String(state.span));
  const plus = [...state.layers].filter((id) => !DEFAULT_LAYERS.includes(id));
  const minus = DEFAULT_LAYERS.filter((id) => !state.layers.has(id));
  if (plus.length || minus.length) parts.set("layers", [...plus.map((id) => "+" + id), ...minus.map((id) => "-" + id)].join(","));
  if (state.campsOff.size) parts.set("nocamps", [...state.campsOff].map((row) => (row < 0 ? "?" : meta.camps[row].id)).join(","));
  if (state.predicatesOff.size) parts.set("nokinds", [...state.predicatesOff].map((row) => text.lists.predicate[row]).join(","));
  if (state.minCertainty !== meta.threshold) parts.set("certainty", String(state.minCertainty));
  if (state.source >= 0) parts.set("source", text.words[state.source]);
  if (state.from !== null) parts.set("from", isoDay(state.from));
  if (state.to !== null) parts.set("to", isoDay(state.to));
  if (state.selection && state.selection.kind === "place") parts.set("place", places.id[state.selection.row]);
  if (state.mode !== "now") parts.set("mode", state.mode + "/" + isoDay(state.compareTo));
  const hash = "#" + parts.toString().replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%3A", ":");
  if (hash !== location.hash) {
    try {
      history.replaceState(null, "", hash);
    } catch {
      // a page inside a notebook has no address of its own
    }
  }
}
let addressTimer = null;
const writeAddressSoon = () => {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(writeAddress, 250);
};

/** Take over what the address says; whatever is malformed or unknown is left at its default. */
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const day = parts.get("day") && dayOfIso(parts.get("day"));
  if (Number.isFinite(day)) state.day = Math.max(0, Math.min(meta.days, day));
  const view = (parts.get("view") || "").split("/").map(Number);
  if (view.length === 3 && view.every(Number.isFinite) && Math.abs(view[1]) <= 85) map.setView([view[1], view[2]], view[0], { animate: false });
  if (parts.has("span") && ["0", "1", "7", "14", "30", "90"].includes(parts.get("span"))) state.span = Number(parts.get("span"));
  const known = new Set(LAYERS.flatMap(([, rows]) => rows.map(([id]) => id)));
  for (const item of (parts.get("layers") || "").split(",")) {
    const id = item.slice(1);
    if (known.has(id)) state.layers[item[0] === "-" ? "delete" : "add"](id);
  }
  for (const id of (parts.get("nocamps") || "").split(",").filter(Boolean)) {
    const row = id === "?" ? -1 : meta.camps.findIndex((camp) => camp.id === id);
    if (row >= 0 || id === "?") state.campsOff.add(row);
  }
  for (const name of (parts.get("nokinds") || "").split(",")) {
    const row = text.lists.predicate.indexOf(name);
    if (row >= 0) state.predicatesOff.add(row);
  }
  const certainty = Number(parts.get("certainty"));
  if (parts.has("certainty") && certainty >= 0 && certainty <= 100) state.minCertainty = certainty;
  const source = parts.has("source") ? text.words.indexOf(parts.get("source")) : -1;
  if (source >= 0 && text.reportSource.includes(source)) state.source = source;
  for (const key of ["from", "to"]) if (parts.get(key)) state[key] = dayOfIso(parts.get(key));
  const place = parts.get("place") ? places.id.indexOf(parts.get("place")) : -1;
  if (place >= 0) state.selection = { kind: "place", row: place };
  const [mode, other] = (parts.get("mode") || "").split("/");
  if (["difference", "swipe"].includes(mode) && control && dayOfIso(other || "") !== null) {
    state.mode = mode;
    state.compareTo = Math.max(0, Math.min(meta.days, dayOfIso(other)));
  }
}
