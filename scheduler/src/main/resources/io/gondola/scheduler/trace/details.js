"use strict";
/* What a click asks: a goroutine's life, why it was not running, and everything that waited for a channel. */
gondola.most = 500;
gondola.mostSteps = 200;

gondola.show = function (title, ...parts) {
  const details = document.getElementById("details");
  details.replaceChildren(gondola.element("h3", { textContent: title }), ...parts);
};

/* The items are those of all from the number `first` on. */
gondola.list = function (items, all, first = 0) {
  const some = items.slice(0, gondola.most);
  const ol = gondola.element("ol", { start: first + 1 }, ...some.map((parts) => gondola.element("li", {}, ...parts)));
  const which = first === 0 ? "These are the first " + some.length : "These are numbers " + (first + 1) + " to " + (first + some.length);
  return gondola.element("div", {}, ol, ...(all > some.length ? [gondola.element("p", { textContent: which + " of " + all + "." })] : []));
};

/* Sees to it that a row is in sight, and that the lists tell of it. */
gondola.goTo = function (row) {
  const { rows } = gondola.trace;
  const { from, to } = gondola.view;
  const start = rows.ready[row] >= 0 ? rows.ready[row] : rows.start[row];
  if (rows.start[row] < from || rows.end[row] > to) {
    const span = Math.min(to - from, Math.max(4 * (rows.end[row] - start), (to - from) / 4));
    gondola.setTime(start - span / 3, start - span / 3 + span);
  }
  if (gondola.canvas) {
    const lane = gondola.lanesOf().findIndex((l) => (l.kind === "goroutine" ? l.g === rows.g[row] : l.kind === "processor" && l.lane === rows.lane[row]));
    if (lane >= 0 && (lane < gondola.view.top || lane >= gondola.view.top + gondola.seenLanes())) {
      gondola.view.top = Math.max(0, lane - 1);
    }
  }
  gondola.select(row);
};

gondola.select = function (row) {
  gondola.selected = row;
  gondola.marked = new Set();
  if (row >= 0) {
    const steps = gondola.criticalPath(row);
    steps.forEach((step) => gondola.marked.add(step.row));
    gondola.showRow(row, steps);
  } else {
    gondola.show("");
  }
  gondola.redraw();
  gondola.keepView();
};

gondola.clicked = function (hit) {
  if (hit.row >= 0) {
    gondola.select(hit.row);
  } else if (hit.lane && hit.lane.kind === "goroutine") {
    gondola.showGoroutine(hit.lane.g);
  }
};

/* The row of a goroutine that it was in, or had been in last, at a time; -1 if it had not run. */
gondola.rowAt = function (g, time) {
  const { rows, ofGoroutine } = gondola.trace;
  const own = ofGoroutine(g);
  const i = gondola.after(own.length, (k) => rows.start[own[k]], time);
  return i === 0 ? -1 : own[i - 1];
};

/* Back from a row: who readied it, what that one had waited for before, and so on. */
gondola.criticalPath = function (row) {
  const { rows } = gondola.trace;
  const steps = [];
  const seen = new Set();
  let at = row;
  while (at >= 0 && !seen.has(at) && steps.length < gondola.mostSteps) {
    seen.add(at);
    const before = rows.before[at];
    const by = rows.by[at] - gondola.BY.FIRST_GOROUTINE;
    steps.push({ row: at, before, by: rows.by[at] });
    if (rows.ready[at] < 0) {
      break;
    }
    at = by >= 0 ? gondola.rowAt(by, rows.ready[at]) : rows.by[at] === gondola.BY.ITSELF ? before : -1;
  }
  return steps;
};

gondola.machineText = (row) => (gondola.trace.rows.on[row] === 0 ? "" : " on " + gondola.trace.facts.things[gondola.trace.rows.on[row]]);

gondola.stepText = function (step) {
  const { rows, goroutines } = gondola.trace;
  const { row, before } = step;
  const g = rows.g[row];
  const parts = [gondola.goroutineLink(g), " ran on " + gondola.laneName(rows.lane[row]) + " from ",
    gondola.momentLink(rows.start[row], row), " for " + gondola.time(rows.end[row] - rows.start[row]) + ", until " + gondola.reasonText(row)];
  if (rows.ready[row] >= 0) {
    parts.push("; before, it was ready for " + gondola.time(rows.start[row] - rows.ready[row]));
  }
  if (before >= 0 && rows.reason[before] === gondola.trace.syscall) {
    parts.push("; before that, it was in blocking code for " + gondola.waitText(before) + gondola.machineText(before));
  } else if (before >= 0 && gondola.trace.waits[rows.reason[before]]) {
    parts.push("; before that, it waited " + gondola.waitText(before) + " in " + gondola.reasonText(before) + ", which ended because of ", gondola.wakerLink(step.by));
  } else if (before < 0 && goroutines.created[g] >= 0) {
    parts.push("; it was made at " + gondola.time(goroutines.created[g]) + " by ", gondola.wakerLink(goroutines.creator[g]));
  }
  return parts;
};

gondola.showRow = function (row, steps) {
  const { rows } = gondola.trace;
  const g = rows.g[row];
  gondola.show(gondola.goroutineName(g) + " at " + gondola.time(rows.start[row]),
    gondola.element("p", {}, ...gondola.origin(g)),
    gondola.element("h3", { textContent: "Why it was not running before" }),
    gondola.list(steps.map(gondola.stepText), steps.length),
    ...(steps.length === gondola.mostSteps ? [gondola.element("p", { textContent: "It may go on: no more than " + gondola.mostSteps + " steps are shown." })] : []),
    gondola.element("h3", { textContent: "Its life" }),
    gondola.life(g, row));
};

gondola.origin = function (g) {
  const { goroutines, facts } = gondola.trace;
  const place = facts.places[goroutines.place[g]];
  const made = goroutines.created[g] < 0 ? ["Started before the trace"] : ["Made at " + gondola.time(goroutines.created[g]) + " by ", gondola.wakerLink(goroutines.creator[g])];
  const end = goroutines.ended[g] < 0 ? "; it has not ended." : "; it ended at " + gondola.time(goroutines.ended[g]) + ".";
  return [...made, place === "" ? "" : ", in " + place, end];
};

/* From where on a part of a goroutine's rows is shown, which lies around one of them. */
gondola.firstShown = function (own, row) {
  const at = gondola.after(own.length, (i) => own[i], row) - 1;
  return Math.max(0, Math.min(own.length - gondola.most, at - gondola.most / 2));
};

gondola.life = function (g, around) {
  const { rows, ofGoroutine, waits, facts } = gondola.trace;
  const own = ofGoroutine(g);
  const first = gondola.firstShown(own, around);
  const items = [];
  for (let i = first; i < Math.min(own.length, first + gondola.most); i++) {
    const row = own[i];
    const parts = ["ran on " + gondola.laneName(rows.lane[row]) + " from ", gondola.momentLink(rows.start[row], row), " for " + gondola.time(rows.end[row] - rows.start[row])];
    if (rows.reason[row] === gondola.trace.syscall) {
      parts.push(", then was in blocking code for " + gondola.waitText(row) + gondola.machineText(row));
    } else if (waits[rows.reason[row]]) {
      const next = rows.next[row];
      parts.push(", then waited " + gondola.waitText(row) + " in " + facts.texts[rows.reason[row]]);
      if (rows.on[row] > 0) {
        parts.push(" on ", ...gondola.thingLinks(rows.on[row]));
      }
      parts.push(...(next >= 0 ? [", ended by ", gondola.wakerLink(rows.by[next])] : [", which nothing ended"]));
    } else {
      parts.push(", until " + facts.texts[rows.reason[row]]);
    }
    items.push(parts);
  }
  return gondola.list(items, own.length, first);
};

gondola.showGoroutine = function (g) {
  const own = gondola.trace.ofGoroutine(g);
  if (own.length > 0) {
    gondola.goTo(own[0]);
    gondola.marked = new Set(own);
    gondola.redraw();
  } else {
    gondola.show(gondola.goroutineName(g), gondola.element("p", {}, ...gondola.origin(g)));
  }
  document.getElementById("details").focus();
};

gondola.showWait = function (wait) {
  const row = gondola.rowAt(wait.g, wait.from);
  const { rows } = gondola.trace;
  const next = row < 0 ? gondola.trace.ofGoroutine(wait.g)[0] : rows.next[row];
  const to = next >= 0 ? next : row;
  if (to >= 0) {
    gondola.setTime(wait.from - wait.length * 0.2, wait.from + wait.length * 1.2);
    gondola.goTo(to);
  }
};

/* Who waited for a channel or a lock, in a select too, and who ended those waits. */
gondola.showThing = function (thing) {
  const { rows, facts } = gondola.trace;
  const items = [];
  const marked = new Set();
  const touched = new Set();
  let all = 0;
  for (let row = 0; row < rows.n; row++) {
    if (rows.on[row] !== thing && !(facts.parts[rows.on[row]] || []).includes(thing)) {
      continue;
    }
    all++;
    marked.add(row);
    touched.add(rows.g[row]);
    const next = rows.next[row];
    const by = next >= 0 ? rows.by[next] : 0;
    if (by >= gondola.BY.FIRST_GOROUTINE) {
      touched.add(by - gondola.BY.FIRST_GOROUTINE);
    }
    if (items.length < gondola.most) {
      items.push([gondola.goroutineLink(rows.g[row]), " waited from ", gondola.momentLink(rows.end[row], row), " for " + gondola.waitText(row) + " in " + facts.texts[rows.reason[row]],
        ...(next >= 0 ? [", ended by ", gondola.wakerLink(by)] : [", which nothing ended"])]);
    }
  }
  const who = [...touched].slice(0, 100).flatMap((g, i) => [i === 0 ? "" : ", ", gondola.goroutineLink(g)]);
  gondola.selected = -1;
  gondola.marked = marked;
  gondola.show(facts.things[thing],
    gondola.element("p", {}, "Goroutines that waited for it or ended such a wait (" + touched.size + "): ", ...who),
    gondola.list(items, all));
  gondola.redraw();
  document.getElementById("details").focus();
};
