/* The evidence panel: for anything on the map, the sentences for and against, newest first. */

const INTEREST_WORDS = {
  partisan: "a party to the fight", admission: "against its own interest", neutral: "neutral", unattributed: "no speaker named",
};
const RUNG_WORDS = { folded: "accents aside", consonant: "loose spelling", fuzzy: "similar spelling", part: "a part of it" };
const TERM_WORDS = { extractor: "wording", geo: "place", attribution: "speaker", hedge: "hedging", time: "date", agent: "who acts" };
const BASIS_WORDS = { published: "date of the report", inherited: "date of an earlier sentence", relative: "worked out from the report's date" };
const MODALITY_WORDS = { claimed: "claimed", denied: "denied", planned: "planned", possible: "possible" };

function select(kind, row, quiet) {
  state.selection = { kind, row };
  showEvidence();
  if (!quiet) openTab("evidence", true);
  emit("selection");
}

function showEvidence() {
  const box = byId("fl-evidence");
  const chosen = state.selection;
  box.textContent = "";
  if (!chosen) {
    box.append(el("p", { class: "fl-hint" }, "Select a place, an area or a mark on the map to read the sentences behind it."));
    return;
  }
  if (chosen.kind === "place") placeEvidence(box, chosen.row);
  else if (chosen.kind === "region") regionEvidence(box, chosen.row);
  else if (chosen.kind === "arrow") arrowEvidence(box, chosen.row);
}

function heading(box, title, sub) {
  box.append(
    el("div", { class: "fl-ev-head" },
      el("h2", { id: "fl-ev-title", tabindex: "-1", dir: "auto" }, title),
      sub ? el("p", { class: "fl-sub" }, sub) : null,
    ),
  );
}

function placeEvidence(box, row) {
  const where = [places.admin(row), places.country(row)].filter(Boolean).join(", ");
  heading(box, places.name[row], `${where ? where + " · " : ""}${places.lat[row].toFixed(4)}, ${places.lon[row].toFixed(4)}`);
  if (control) stateOf(box, row);
  const own = [];
  for (let i = 0; i < claims.n; i++) if (claims.place[i] === row) own.push(i);
  const known = own.filter((i) => claims.day[i] === NO_DAY || claims.day[i] <= state.day);
  const later = own.length - known.length;
  const groups = splitByHolder(row, known);
  const list = (title, items, open) => {
    if (!items.length) return;
    items.sort((a, b) => claims.day[b] - claims.day[a] || claims.published[b] - claims.published[a] || a - b);
    const body = el("div", { class: "fl-claims" });
    const more = (from) => {
      items.slice(from, from + 20).forEach((i) => body.append(claimCard(i)));
      if (items.length > from + 20) {
        const button = el("button", { type: "button", class: "fl-more", onclick: () => { button.remove(); more(from + 20); } },
          `Show ${Math.min(20, items.length - from - 20)} more of ${items.length}`);
        body.append(button);
      }
    };
    more(0);
    box.append(el("details", { open, class: "fl-group" }, el("summary", {}, `${title} `, el("span", { class: "fl-count" }, String(items.length))), body));
  };
  list(groups.holder >= 0 ? `For ${campName(groups.holder)}` : "Claims of control", groups.pro, true);
  list("Against", groups.contra, true);
  list("Other events here", groups.rest, !groups.pro.length && !groups.contra.length);
  if (!own.length) box.append(el("p", { class: "fl-hint" }, "No report speaks of who holds this place. Its colour, if any, comes from the baseline."));
  if (later) box.append(el("p", { class: "fl-hint" }, `${plural(later, "claim")} about later days: move the time axis to see them.`));
  mentionList(box, row, new Set(own.map((i) => claims.sentence[i])));
  box.append(el("p", { class: "fl-id" }, `Gazetteer: ${places.id[row]} · ${places.code(row)} · source ${places.source(row) || "not given"}`));
}

/**
 * Claims that speak for the present holder, against it, and the rest (strikes, sieges, movements). What a claim does
 * to its place was decided by the estimate; the page only compares camps.
 */
function splitByHolder(row, items) {
  const run = control && areas.runs ? areas.runs[control.rowOfPlace.get(row)] : undefined;
  const holder = run === undefined || run < 0 ? -1 : shownAs(control.holder[run]);
  const out = { holder, pro: [], contra: [], rest: [] };
  for (const i of items) {
    const effect = text.lists.effect[claims.effect[i]];
    const camp = shownAs(claims.camp[i]);
    const other = shownAs(claims.against[i]);
    let side = "rest";
    if (effect === "set" || effect === "confirm") side = holder < 0 || camp === holder ? "pro" : "contra";
    else if (effect === "deny") side = camp === holder ? "contra" : "rest";
    else if (effect === "unset") side = camp === holder ? "contra" : other === holder || other < 0 ? "pro" : "rest";
    else if (effect === "part" || effect === "attack" || effect === "contest") side = camp !== holder ? "contra" : "rest";
    out[side].push(i);
  }
  return out;
}

const STATUS_WORDS = {
  assessed: "Assessed", claimed: "Claimed, not confirmed", contested: "Contested", stale: "Last known", unknown: "Unknown",
};
function stateOf(box, row) {
  const at = control.rowOfPlace.get(row);
  if (at === undefined || !areas.runs) return;
  const run = areas.runs[at];
  if (run < 0 || control.holder[run] < 0) {
    box.append(el("p", { class: "fl-state" }, `On ${longDay(state.day)}: holder unknown.`));
  } else {
    const holder = shownAs(control.holder[run]);
    const baseline = control.flags[run] & BACKGROUND;
    let begin = run;
    while (begin > control.start[at] && control.holder[begin - 1] === control.holder[run]) begin--;
    const since = begin > control.start[at] ? `since ${shortDay(control.day[begin])}` : "since the start of the axis or earlier";
    const notes = [
      control.flags[run] & BESIEGED ? "besieged" : "",
      control.flags[run] & TRUCE ? "under a cease-fire" : "",
    ].filter(Boolean);
    // A state once confirmed, whose last word only ages, is not what one side claims.
    let word = STATUS_WORDS[STATUS[control.status[run]]];
    for (let earlier = begin; earlier < run; earlier++)
      if (STATUS[control.status[run]] === "claimed" && STATUS[control.status[earlier]] === "assessed") word = "Likely, no longer sure";
    const second = control.second[run] >= 0 && STATUS[control.status[run]] === "contested" ? ` against ${campName(shownAs(control.second[run]))}` : "";
    box.append(
      el("div", { class: "fl-state" },
        campIcon(holder, 22),
        el("p", {},
          el("strong", {}, `${baseline ? "Background" : word}: ${campName(holder)}${second}`),
          el("br"),
          baseline
            ? `on ${longDay(state.day)}, from the baseline; no report in this collection settles it.${backgroundOf(run) === 2 ? " By now less likely than not." : ""}`
            : `on ${longDay(state.day)}, ${since}; probability ${control.confidence[run]} %${notes.length ? "; " + notes.join(", ") : ""}.`,
        ),
      ),
    );
  }
  box.append(historyStrip(at));
}

/** Holders over time as one strip; hatched parts are not assessed. */
function historyStrip(at) {
  const canvas = el("canvas", { class: "fl-strip", width: 680, height: 36, role: "img" });
  const context = canvas.getContext("2d");
  const words = [];
  for (let run = control.start[at]; run < control.start[at + 1]; run++) {
    const from = Math.max(0, control.day[run]);
    const to = run + 1 < control.start[at + 1] ? control.day[run + 1] : meta.days + 1;
    const x = (from / (meta.days + 1)) * 680;
    const width = ((to - from) / (meta.days + 1)) * 680;
    const holder = shownAs(control.holder[run]);
    const status = STATUS[control.status[run]];
    const background = control.flags[run] & BACKGROUND;
    if (holder < 0) context.fillStyle = withAlpha("#888888", 0.15);
    else if (status === "contested") {
      const other = shownAs(control.second[run]);
      context.fillStyle = stripes(context, campColour(holder), other >= 0 ? campColour(other) : "#888888", "diagonal", 5, 5, 1.5);
    } else if (status === "claimed") context.fillStyle = stripes(context, campColour(holder), withAlpha(campColour(holder), 0.25), "diagonal", 3, 5, 1.5);
    else context.fillStyle = withAlpha(campColour(holder), background ? 0.35 : status === "stale" ? 0.5 : 1);
    context.fillRect(x, 0, width, 36);
    if (words.length < 12) words.push(`${holder < 0 ? "unknown" : campName(holder) + ", " + (background ? "background" : status)} from ${shortDay(from)}`);
  }
  context.fillStyle = palette.ink;
  context.fillRect((state.day / (meta.days + 1)) * 680 - 1.5, 0, 3, 36);
  canvas.setAttribute("aria-label", "Holder over time: " + words.join("; "));
  return canvas;
}

/** One claim: the sentence with its words marked, and everything needed to weigh it. */
function claimCard(i) {
  const camp = claims.camp[i];
  const report = text.sentenceReport[claims.sentence[i]];
  const predicate = text.lists.predicate[claims.predicate[i]];
  const modality = MODALITY_WORDS[text.lists.modality[claims.modality[i]]] || "";
  const tags = [
    claims.negated[i] ? "negated" : "",
    modality,
    claims.flags[i] & 1 ? "background" : "",
    claims.flags[i] & 2 ? "hedged" : "",
    text.words[claims.part[i]] ? `part: ${text.words[claims.part[i]]}` : "",
  ].filter(Boolean);
  const when = dayRange(i);
  const speaker = text.words[claims.speaker[i]];
  const interest = text.lists.interest[claims.interest[i]];
  const stance = text.words[claims.stance[i]];
  const side = meta.camps.find((one) => one.id === stance);
  const voice = [INTEREST_WORDS[interest] || interest];
  if (side) voice.push(`source close to ${side.name}`);
  else if (stance && stance !== "unknown" && stance !== interest) voice.push(`source: ${stance}`);
  const card = el("article", { class: "fl-claim" },
    el("p", { class: "fl-claim-head" },
      campIcon(camp < 0 ? -1 : shownAs(camp), 15),
      el("strong", {}, `${camp < 0 ? text.words[claims.actor[i]] || "unnamed side" : campName(camp)}: ${predicate}`),
      ...tags.map((tag) => el("span", { class: "fl-tag" }, tag)),
      el("time", { class: "fl-when", datetime: isoDay(claims.day[i]) }, when),
    ),
    quote(i),
    el("p", { class: "fl-meta" },
      speaker ? "Said by " : "In the author's own voice",
      speaker ? el("bdi", {}, speaker) : null,
      ` (${voice.join("; ")}) · `,
      sourceLink(report),
      claims.published[i] !== NO_DAY && claims.published[i] > state.day ? el("span", { class: "fl-tag" }, "known only later") : null,
    ),
    certaintyLine(i),
    resolutionLine(i),
  );
  card.dataset.claim = claims.id[i];
  return card;
}

function dayRange(i) {
  if (claims.day[i] === NO_DAY) return "undated";
  const precision = text.lists.precision[claims.precision[i]];
  const basis = text.lists.basis[claims.basis[i]];
  const start = claims.from[i];
  const range = start !== claims.day[i] ? `${shortDay(start)} – ${shortDay(claims.day[i])}` : shortDay(claims.day[i]);
  const notes = [precision !== "day" && precision !== "unknown" ? `to the ${precision}` : "", BASIS_WORDS[basis] || ""].filter(Boolean);
  return range + (notes.length ? ` (${notes.join(", ")})` : "");
}

/** The sentence, with place, actor and verb marked by their offsets. Text nodes only. */
function quote(i) {
  const sentence = text.sentences[claims.sentence[i]];
  const spans = [
    [claims.placeAt[i], claims.placeLength[i], "fl-m-place", "place"],
    [claims.actorAt[i], claims.actorLength[i], "fl-m-actor", "actor"],
    [claims.triggerAt[i], claims.triggerLength[i], "fl-m-verb", "what happened"],
  ].filter(([at, length]) => at >= 0 && length > 0 && at + length <= sentence.length);
  spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const body = el("p", { dir: "auto" });
  let done = 0;
  for (const [at, length, name, title] of spans) {
    if (at < done) continue;
    body.append(sentence.slice(done, at), el("mark", { class: name, title }, sentence.slice(at, at + length)));
    done = at + length;
  }
  body.append(sentence.slice(done));
  return el("blockquote", {}, body);
}

function sourceLink(report) {
  const row = text.reports[report];
  const label = [text.words[row[2]], row[1]].filter(Boolean).join(": ");
  const published = row[3] === NO_DAY ? "undated report" : shortDay(row[3]);
  // The generator lets only http(s) addresses through; asked again here, because a link is the one live thing.
  const node = row[5] && ["http:", "https:"].includes(new URL(row[5]).protocol)
    ? el("a", { href: row[5], rel: "noopener noreferrer nofollow", target: "_blank", dir: "auto" }, label)
    : el("bdi", {}, label);
  return el("cite", {}, node, `, ${published}`);
}

function certaintyLine(i) {
  const terms = text.terms[claims.terms[i]];
  const words = terms.map(([name, value]) => `${TERM_WORDS[name] || name} ${(value / 100).toFixed(2)}`).join(", ");
  return el("p", { class: "fl-certainty" },
    el("span", { class: "fl-meter", role: "img", "aria-label": `certainty ${claims.certainty[i]} of 100` },
      meterBar(claims.certainty[i])),
    ` certainty ${(claims.certainty[i] / 100).toFixed(2)}${words ? ` (${words})` : ""}`,
  );
}
function meterBar(value) {
  const bar = el("span");
  bar.style.width = value + "%";
  return bar;
}

function resolutionLine(i) {
  const row = claims.mention[i];
  if (row < 0) return null;
  const said = text.words[claims.placeText[i]] || text.words[mentions.text[row]];
  const place = mentions.place[row];
  const others = text.choices[mentions.choices[row]];
  const rung = text.words[mentions.rung[row]];
  const line = el("p", { class: "fl-resolution" }, "“", el("bdi", {}, said), "” read as ");
  line.append(place >= 0 ? el("bdi", {}, places.name[place]) : "no known place",
    ` (${mentions.score[row]} %${rung ? ", " + (RUNG_WORDS[rung] || rung) : ""}${mentions.radius[row] ? `, ± ${mentions.radius[row] / 10} km` : ""})`);
  if (others.length) {
    line.append("; else ");
    others.slice(0, 4).forEach(([choice, score], n) => {
      line.append(n ? ", " : "",
        el("button", { type: "button", class: "fl-link", onclick: () => goTo(choice) }, places.name[choice]),
        ` ${[places.admin(choice), places.country(choice)].filter(Boolean).join(", ")} ${score} %`);
    });
  }
  return line;
}

function mentionList(box, row, seen) {
  const found = [];
  for (let m = 0; m < mentions.n; m++) {
    if (mentions.place[m] === row && !seen.has(mentions.sentence[m])) {
      seen.add(mentions.sentence[m]);
      found.push(m);
    }
  }
  if (!found.length) return;
  found.sort((a, b) => text.reportDay[mentions.report[b]] - text.reportDay[mentions.report[a]] || a - b);
  box.append(
    el("details", { class: "fl-group" },
      el("summary", {}, "Named without a claim ", el("span", { class: "fl-count" }, String(found.length))),
      el("div", { class: "fl-claims" }, found.slice(0, 30).map((m) => mentionCard(m)))),
  );
}
function mentionCard(m) {
  const sentence = text.sentences[mentions.sentence[m]];
  const at = mentions.offset[m];
  const body = el("p", { dir: "auto" });
  if (at >= 0) {
    body.append(sentence.slice(0, at), el("mark", { class: "fl-m-place" }, sentence.slice(at, at + mentions.length[m])), sentence.slice(at + mentions.length[m]));
  } else body.append(sentence);
  return el("article", { class: "fl-claim" }, el("blockquote", {}, body), el("p", { class: "fl-meta" }, sourceLink(mentions.report[m])));
}

function regionEvidence(box, row) {
  const region = text.regions[row];
  heading(box, region.name, `area named in words (${region.kind}), edge known to about ${region.radius} km`);
  const rows = [];
  for (let m = 0; m < mentions.n; m++) if (mentions.region[m] === row) rows.push(m);
  const inside = new Set(rows);
  const own = [];
  for (let i = 0; i < claims.n; i++) if (inside.has(claims.mention[i])) own.push(i);
  own.sort((a, b) => claims.day[b] - claims.day[a]);
  const seen = new Set(own.map((i) => claims.sentence[i]));
  box.append(el("div", { class: "fl-claims" }, own.map(claimCard), rows.filter((m) => !seen.has(mentions.sentence[m])).map(mentionCard)));
}

function arrowEvidence(box, row) {
  const arrow = text.arrows[row];
  heading(box, arrow.name, `${campName(arrow.camp)}, ${longDay(arrow.day)}`);
  box.append(el("p", { class: "fl-hint" }, arrow.derived
    ? "The arrow starts at the nearest place that the camp held the day before and ends at the place that the sentences name."
    : "The arrow joins places whose holder changed."));
  box.append(el("div", { class: "fl-claims" }, arrow.claims.map(claimCard)));
  if (arrow.place >= 0) box.append(el("button", { type: "button", class: "fl-more", onclick: () => select("place", arrow.place) }, `All about ${places.name[arrow.place]}`));
}

/** A camp's shape in its colour, as a small picture. */
function campIcon(row, size) {
  const canvas = el("canvas", { class: "fl-icon", width: size * 2, height: size * 2, "aria-hidden": "true" });
  canvas.style.width = canvas.style.height = size + "px";
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  const colour = row >= 0 ? campColour(row) : palette.quiet;
  shapePath(context, row >= 0 ? meta.camps[row].shape : "circle", size / 2, size / 2, size * 0.34);
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  context.stroke();
  return canvas;
}

function goTo(row) {
  map.setView([places.lat[row], places.lon[row]], Math.max(map.getZoom(), 9), { animate: false });
  select("place", row);
}
