"use strict";
/*
 * A run of a test, step by step: each step is one unit of time, and has a box of its own width, so no box covers another
 * one. What is here takes the place of times, tables, curves and lanes of processors.
 */
gondola.unit = 1000;

gondola.readRun = function () {
  const element = document.getElementById("run");
  return element ? JSON.parse(element.textContent) : null;
};

gondola.laneOf = (g) => gondola.trace.goroutines.id[g] - 1;

gondola.stepOf = (row) => gondola.run.steps[row];

gondola.stepLine = function (row) {
  const step = gondola.stepOf(row);
  return "#" + step.n + " " + step.lane + ": " + step.text + (step.blocked ? ", " + step.blocked : "") + (step.site ? ", at " + step.site : "");
};

gondola.replayOf = (token) => "-Dgo.replay=" + token;

gondola.copyButton = function (text, words) {
  const button = gondola.element("button", { type: "button", textContent: words });
  button.addEventListener("click", () => {
    gondola.copy(text);
    button.textContent = words + ": copied";
  });
  return button;
};

/* The row and all that happened before it: steps of its own goroutine, and those that synchronisation orders. */
gondola.past = function (row) {
  const { rows } = gondola.trace;
  const seen = new Set();
  const todo = [row];
  while (todo.length > 0) {
    const at = todo.pop();
    if (at < 0 || seen.has(at)) {
      continue;
    }
    seen.add(at);
    todo.push(rows.before[at]);
    gondola.stepOf(at).after.forEach((n) => todo.push(gondola.rowOfStep.has(n) ? gondola.rowOfStep.get(n) : -1));
  }
  return seen;
};

gondola.drawRunLane = function (d, lane, top, height) {
  const { rows, goroutines, length } = gondola.trace;
  const { boxes } = lane;
  const inner = height - 8;
  const first = Math.max(0, gondola.after(boxes.count, boxes.startAt, d.from) - 1);
  const last = gondola.after(boxes.count, boxes.startAt, d.to);
  const born = Math.max(0, goroutines.created[lane.g]);
  d.box(born, goroutines.ended[lane.g] >= 0 ? goroutines.ended[lane.g] : length, top + inner / 2, 1.5, d.colours.line);
  if (last - first > d.width) {
    gondola.drawDense(d, lane, top, inner);
    return;
  }
  for (let i = first; i < last; i++) {
    const row = boxes.rowAt(i);
    if (gondola.trace.waits[rows.reason[row]]) {
      d.box(rows.end[row], gondola.waitEnd(row), top + inner / 2 - 2, 4, d.patterns.hatched);
    }
  }
  for (let i = first; i < last; i++) {
    gondola.drawStep(d, boxes.rowAt(i), top, inner);
  }
  d.context.globalAlpha = 1;
};

gondola.drawStep = function (d, row, top, inner) {
  const { rows } = gondola.trace;
  const step = gondola.stepOf(row);
  const start = rows.start[row] + gondola.unit * 0.04;
  const end = rows.start[row] + gondola.unit * 0.96;
  const inPast = gondola.marked.has(row);
  d.context.globalAlpha = gondola.shows(row) ? 1 : 0.25;
  d.box(start, end, top, inner, inPast ? d.colours.past : d.colours.shade);
  d.context.strokeStyle = step.blocked || step.access ? d.colours.syscall : d.colours.line;
  d.context.lineWidth = step.blocked || step.access ? 2 : 1;
  const a = Math.max(d.left, d.x(start));
  const b = Math.min(d.right, d.x(end));
  if (b > a) {
    d.context.strokeRect(a, top, b - a, inner);
  }
  if (row === gondola.selected) {
    d.outline(start, end, top, inner, 3);
  }
  d.label((step.blocked ? "waits: " : "") + step.text, d.x(start), d.x(end), top + 13, d.colours.ink);
  d.label(step.line, d.x(start), d.x(end), top + 28, d.colours.faint);
};

/* What happens before what; and messages that were lost, struck out before they arrive. */
gondola.drawRunArrows = function (d) {
  const { rows } = gondola.trace;
  const lanes = gondola.lanesOf();
  const middle = new Map();
  const below = Math.min(lanes.length, gondola.view.top + gondola.seenLanes());
  for (let i = gondola.view.top; i < below; i++) {
    middle.set(gondola.laneOf(lanes[i].g), gondola.head() + (i - gondola.view.top + 0.5) * gondola.laneHeight);
  }
  const first = Math.max(0, gondola.after(rows.n, (i) => rows.start[i], d.from) - 1);
  const end = Math.min(rows.n, gondola.after(rows.n, (i) => rows.start[i], d.to) + 1);
  if (end - first > 1000) {
    return;
  }
  for (let row = first; row < end; row++) {
    const y2 = middle.get(gondola.laneOf(rows.g[row]));
    for (const n of gondola.stepOf(row).after) {
      const from = gondola.rowOfStep.has(n) ? gondola.rowOfStep.get(n) : -1;
      const y1 = from < 0 ? undefined : middle.get(gondola.laneOf(rows.g[from]));
      if (y1 !== undefined && y2 !== undefined) {
        const bold = gondola.marked.has(row) && gondola.marked.has(from);
        const down = y2 > y1 ? 1 : y2 < y1 ? -1 : 0;
        const half = gondola.laneHeight / 2 - 4;
        gondola.drawArrow(d, d.x(rows.start[from] + gondola.unit * 0.9), y1 + down * half, d.x(rows.start[row] + gondola.unit * 0.1), y2 - down * half, bold);
      }
    }
    const target = gondola.stepOf(row).lost;
    if (target >= 0 && y2 !== undefined && middle.has(target)) {
      gondola.drawLost(d, d.x(rows.start[row] + gondola.unit * 0.5), y2, middle.get(target));
    }
  }
};

gondola.drawLost = function (d, x, y1, y2) {
  const c = d.context;
  const to = y1 === y2 ? y1 + gondola.laneHeight / 2 : y2;
  const half = gondola.laneHeight / 2 - 4;
  const from = y1 + (to > y1 ? half : -half);
  const at = to - (to > y1 ? half : -half);
  c.strokeStyle = d.colours.syscall;
  c.lineWidth = 2;
  c.setLineDash([5, 3]);
  c.beginPath();
  c.moveTo(x, from);
  c.lineTo(x, at);
  c.stroke();
  c.setLineDash([]);
  c.beginPath();
  c.moveTo(x - 5, at - 5);
  c.lineTo(x + 5, at + 5);
  c.moveTo(x - 5, at + 5);
  c.lineTo(x + 5, at - 5);
  c.stroke();
};

gondola.stepLink = (row) => gondola.link("#" + gondola.stepOf(row).n + " " + gondola.stepOf(row).text, () => gondola.goTo(row));

gondola.showStep = function (row) {
  const { rows } = gondola.trace;
  const step = gondola.stepOf(row);
  const after = step.after.filter((n) => gondola.rowOfStep.has(n)).map((n) => gondola.rowOfStep.get(n));
  const parts = [gondola.element("p", {}, step.lane + ", at " + (step.site || "an unknown place") + ", clock " + step.clock)];
  if (step.blocked) {
    parts.push(gondola.element("p", {}, gondola.element("b", { textContent: step.blocked })));
  }
  if (step.lost >= 0) {
    parts.push(gondola.element("p", { textContent: "The message that was sent here did not arrive." }));
  }
  if (step.token) {
    parts.push(gondola.element("p", {}, gondola.copyButton(gondola.replayOf(step.token), "Copy what replays the run to here"), " ",
      gondola.element("code", { textContent: gondola.replayOf(step.token) })));
  }
  if (after.length > 0) {
    parts.push(gondola.element("p", {}, "It comes after ", ...after.flatMap((r, i) => [i === 0 ? "" : ", ", gondola.stepLink(r)]), " of others."));
  }
  const own = [...gondola.trace.ofGoroutine(rows.g[row])];
  const first = gondola.firstShown(own, row);
  parts.push(gondola.element("h3", { textContent: "All steps of " + step.lane }),
    gondola.list(own.slice(first, first + gondola.most).map((r) => [gondola.stepLink(r), gondola.stepOf(r).blocked ? ", " + gondola.stepOf(r).blocked : "", r === row ? " (this one)" : ""]), own.length, first));
  gondola.show("#" + step.n + " " + step.text, ...parts);
};

gondola.runTables = function () {
  return [{ id: "steps", title: "Steps", rows: gondola.run.steps.map((step, row) => ({ step, row })),
    note: "Each step of the run, in its order. A click shows it in the drawing.",
    columns: [
      { title: "step", number: (s) => s.step.n, show: String },
      { title: "goroutine", text: (s) => s.step.lane },
      { title: "does", text: (s) => s.step.text + (s.step.blocked ? ", " + s.step.blocked : ""), action: (s) => gondola.goTo(s.row) },
      { title: "at", text: (s) => s.step.site },
      { title: "clock", text: (s) => s.step.clock },
      { title: "comes after", text: (s) => s.step.after.map((n) => "#" + n).join(" ") }] }];
};

gondola.startRun = function () {
  const { run } = gondola;
  gondola.rowOfStep = new Map(run.steps.map((step, row) => [step.n, row]));
  gondola.laneHeight = 40;
  gondola.time = (n) => (n % gondola.unit === 0 ? "#" + (n / gondola.unit + 1) : "");
  gondola.tables = gondola.runTables;
  gondola.curves = () => [];
  gondola.drawLane = gondola.drawRunLane;
  gondola.drawArrows = gondola.drawRunArrows;
  gondola.criticalPath = (row) => [...gondola.past(row)].map((r) => ({ row: r }));
  gondola.showRow = (row) => gondola.showStep(row);
  gondola.goroutineName = (g) => run.lanes[gondola.laneOf(g)];
  const at = gondola.at;
  gondola.at = (x, y) => {
    const hit = at(x, y);
    const inside = hit.row >= 0 && hit.time < gondola.trace.rows.start[hit.row] + gondola.unit;
    return inside ? { ...hit, text: gondola.stepLine(hit.row) } : { ...hit, row: -1, text: hit.lane ? hit.lane.name : "" };
  };
  document.title = run.title;
  document.querySelector("h1").textContent = run.title;
  document.getElementById("tables-title").textContent = "All steps";
  document.getElementById("timeline-title").textContent = "What happened before what";
  document.getElementById("hint").textContent = "Click a step: what happened before it lights up. Arrows show what happens before what; one that is struck out is a message that was lost.";
  document.getElementById("legend").remove();
  const drawing = document.getElementById("canvas").closest("section");
  drawing.parentElement.insertBefore(drawing, document.getElementById("table").closest("section"));
  for (const id of ["view-p", "view-g"]) {
    document.getElementById(id).hidden = true;
  }
  document.getElementById("filter").parentElement.hidden = true;
  document.getElementById("summary").append(gondola.element("li", {}, "Replay it with ",
    gondola.element("code", { id: "whole", textContent: gondola.replayOf(run.token) }), " ", gondola.copyButton(gondola.replayOf(run.token), "copy")));
  document.getElementById("main").append(gondola.element("section", {}, gondola.element("details", { open: true },
    gondola.element("summary", { textContent: "The report as text" }), gondola.element("pre", { id: "text", textContent: run.text }))));
};

/* So many steps that their boxes have room for their texts. */
gondola.stepsAtFirst = function () {
  const width = gondola.canvas ? gondola.canvas.clientWidth - gondola.gutter() : 1000;
  return Math.max(1, Math.floor(width / 170)) * gondola.unit;
};
