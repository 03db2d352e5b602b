/* The table of claims with its CSV, the unresolved names, the About panel. */

const PAGE = 100;
let tablePage = 0;

function showTable() {
  if (!tabIsOpen("table")) return;
  const { shown } = symbols.counts;
  const undated = byId("fl-undated").checked;
  const rows = undated ? undatedClaims() : shown;
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  tablePage = Math.min(tablePage, pages - 1);
  const body = byId("fl-rows");
  body.textContent = "";
  // newest first
  for (let k = rows.length - 1 - tablePage * PAGE; k >= 0 && k > rows.length - 1 - (tablePage + 1) * PAGE; k--) {
    const i = rows[k];
    const place = claims.place[i];
    body.append(
      el("tr", {},
        el("td", {}, isoDay(claims.day[i]) || "undated"),
        el("td", {}, campIcon(claims.camp[i] < 0 ? -1 : shownAs(claims.camp[i]), 13), claims.camp[i] < 0 ? text.words[claims.actor[i]] || "–" : campName(claims.camp[i])),
        el("td", {}, (claims.negated[i] ? "not " : "") + text.lists.predicate[claims.predicate[i]]),
        el("td", {}, place < 0 ? el("bdi", {}, text.words[claims.placeText[i]]) : el("button", { type: "button", class: "fl-link", onclick: () => goTo(place) }, places.name[place])),
        el("td", { dir: "auto", class: "fl-quote" }, text.sentences[claims.sentence[i]]),
        el("td", { dir: "auto" }, text.words[text.reports[text.sentenceReport[claims.sentence[i]]][2]]),
        el("td", { class: "fl-num" }, (claims.certainty[i] / 100).toFixed(2))),
    );
  }
  byId("fl-table-note").textContent = rows.length
    ? `${(tablePage * PAGE + 1).toLocaleString("en")}–${Math.min(rows.length, (tablePage + 1) * PAGE).toLocaleString("en")} of ${plural(rows.length, "claim")}`
    : "No claim in this window passes the filters.";
  byId("fl-older").disabled = tablePage >= pages - 1;
  byId("fl-newer").disabled = tablePage === 0;
}
function undatedClaims() {
  const out = [];
  for (let i = claims.dated; i < claims.n; i++) if (passes(i)) out.push(i);
  return out;
}

function startTable() {
  byId("fl-older").addEventListener("click", () => (tablePage++, showTable()));
  byId("fl-newer").addEventListener("click", () => (tablePage--, showTable()));
  byId("fl-undated").addEventListener("change", () => ((tablePage = 0), showTable()));
  byId("fl-csv").addEventListener("click", () => saveFile("claims.csv", csvOf(byId("fl-undated").checked ? undatedClaims() : symbols.counts.shown), "text/csv"));
}

/** Comma-separated, quoted, with a guard against cells that a spreadsheet would run as a formula. */
function csvOf(rows) {
  const cell = (value) => {
    let out = String(value);
    if (/^[=+\-@\t\r]/.test(out) && Number.isNaN(Number(out))) out = "'" + out;
    return `"${out.replace(/"/g, '""')}"`;
  };
  const lines = [[
    "claim_id", "report_id", "predicate", "camp", "actor", "opponent", "place", "place_id", "latitude", "longitude",
    "polarity", "modality", "attribution", "stance", "event_start", "event_end", "time_basis", "published",
    "is_background", "certainty", "quote", "source", "title", "url",
  ]];
  for (const i of rows) {
    const place = claims.place[i];
    const report = text.reports[text.sentenceReport[claims.sentence[i]]];
    lines.push([
      claims.id[i], report[0], text.lists.predicate[claims.predicate[i]], claims.camp[i] < 0 ? "" : meta.camps[claims.camp[i]].id,
      text.words[claims.actor[i]], text.words[claims.opponent[i]], place < 0 ? text.words[claims.placeText[i]] : places.name[place],
      place < 0 ? "" : places.id[place], place < 0 ? "" : places.lat[place], place < 0 ? "" : places.lon[place],
      claims.negated[i] ? "negated" : "affirmed", text.lists.modality[claims.modality[i]], text.words[claims.speaker[i]],
      text.words[claims.stance[i]], isoDay(claims.from[i]), isoDay(claims.day[i]), text.lists.basis[claims.basis[i]],
      isoDay(claims.published[i]), claims.flags[i] & 1 ? "true" : "false", (claims.certainty[i] / 100).toFixed(2),
      text.sentences[claims.sentence[i]], text.words[report[2]], report[1], report[5],
    ]);
  }
  return "\ufeff" + lines.map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}
function saveFile(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function startNotes() {
  const lost = new Map();
  for (let m = 0; m < mentions.n; m++) {
    if (mentions.place[m] >= 0) continue;
    const key = text.words[mentions.text[m]];
    if (!lost.has(key)) lost.set(key, []);
    lost.get(key).push(m);
  }
  const box = byId("fl-unresolved");
  const names = [...lost].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  box.append(el("p", {}, names.length
    ? `${plural(names.length, "name")} in the reports could not be placed with enough certainty. They are on no layer.`
    : "Every place name in the reports was placed."));
  for (const [name, rows] of names.slice(0, 300)) {
    box.append(el("details", {}, el("summary", {}, el("bdi", {}, name), " ", el("span", { class: "fl-count" }, String(rows.length))),
      rows.slice(0, 5).map(mentionCard)));
  }
  if (text.skipped.length) {
    box.append(el("h3", {}, "Names not taken as places"),
      el("ul", {}, text.skipped.slice(0, 200).map(([name, why, n]) => el("li", {}, el("bdi", {}, name), ` (${why})${n > 1 ? " × " + n : ""}`))));
  }
  if (meta.warnings.length) {
    box.append(el("h3", {}, "Warnings"), el("ul", {}, meta.warnings.map((warning) => el("li", { dir: "auto" }, warning))));
  }
  const about = byId("fl-provenance");
  for (const [label, words] of meta.provenance) about.append(el("dt", {}, label), el("dd", { dir: "auto" }, words));
  const sources = byId("fl-sources");
  text.reports.forEach((row, report) => {
    if (report < 500) sources.append(el("li", {}, sourceLink(report)));
  });
  if (text.reports.length > 500) sources.append(el("li", {}, `and ${text.reports.length - 500} more, in the table`));
  matchMedia("print").addEventListener("change", (event) => {
    if (event.matches) byId("fl-citation").value = citation();
  });
  byId("fl-cite").addEventListener("click", () => {
    byId("fl-citation").value = citation();
    byId("fl-citation").select();
  });
}
/** A line that names what is seen, so that a view can be cited. */
function citation() {
  const file = location.protocol === "about:" ? "" : ` ${location.href}`;
  return `${meta.title}. State of ${longDay(state.day)}, from ${plural(text.reports.length, "report")} known by ${meta.known || longDay(meta.days)}. Made with Frontline${meta.version && " " + meta.version}.${file}`;
}
