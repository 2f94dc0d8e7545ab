"use strict";
/* The lanes of both views, and how one of them is drawn. */

/* A lane's boxes lie side by side: sums of their lengths tell how full any stretch of it is, at any zoom, at once. */
gondola.boxes = function (count, startAt, endAt, rowAt) {
  const sums = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) {
    sums[i + 1] = sums[i] + endAt(i) - startAt(i);
  }
  return { count, startAt, endAt, rowAt, sums };
};

gondola.ofRows = function (list) {
  const { rows } = gondola.trace;
  return gondola.boxes(list.length, (i) => rows.start[list[i]], (i) => rows.end[list[i]], (i) => list[i]);
};

/* Processors, then what blocked machines do, then the poller and others that never run goroutines. */
gondola.processorLanes = function () {
  const { rows, facts, instants, lanes, ofLane, syscall } = gondola.trace;
  const all = [];
  for (let lane = 0; lane + gondola.LANE.OFFSET < lanes; lane++) {
    const list = ofLane(lane + gondola.LANE.OFFSET);
    if (list.length > 0) {
      all.push({ kind: "processor", lane, name: gondola.laneName(lane), boxes: gondola.ofRows(list) });
    }
  }
  const machines = new Map();
  for (let i = 0; i < rows.n; i++) {
    if (rows.reason[i] === syscall) {
      if (!machines.has(rows.on[i])) {
        machines.set(rows.on[i], []);
      }
      machines.get(rows.on[i]).push(i);
    }
  }
  for (const [machine, list] of machines) {
    all.push({ kind: "machine", lane: null, name: facts.things[machine] || "blocked",
      boxes: gondola.boxes(list.length, (i) => rows.end[list[i]], (i) => gondola.waitEnd(list[i]), (i) => list[i]) });
  }
  for (const lane of [gondola.LANE.POLLER, gondola.LANE.SYSMON, gondola.LANE.OUTSIDE]) {
    const list = lane + gondola.LANE.OFFSET < lanes ? ofLane(lane + gondola.LANE.OFFSET) : new Int32Array(0);
    const seen = list.length > 0 || instants.lane.some((l, i) => l === lane && instants.kind[i] !== gondola.KIND.COLLECTED && instants.kind[i] !== gondola.KIND.GAP)
      || rows.byLane.includes(lane);
    if (seen) {
      all.push({ kind: "processor", lane, name: gondola.laneName(lane), boxes: gondola.ofRows(list) });
    }
  }
  return all;
};

gondola.goroutineLane = function (g) {
  return { kind: "goroutine", g, lane: null, name: gondola.goroutineName(g), get boxes() {
    delete this.boxes;
    return (this.boxes = gondola.ofRows(gondola.trace.ofGoroutine(g)));
  } };
};

/* Marks of a lane, in the order of time. */
gondola.marksOf = function () {
  const { instants } = gondola.trace;
  const marks = new Map();
  const letters = { 3: "P", 5: "S", 6: "H", 8: "L", 7: "•" };
  for (let i = 0; i < instants.n; i++) {
    if (letters[instants.kind[i]]) {
      if (!marks.has(instants.lane[i])) {
        marks.set(instants.lane[i], []);
      }
      marks.get(instants.lane[i]).push({ time: instants.time[i], letter: letters[instants.kind[i]], index: i });
    }
  }
  return marks;
};

gondola.markText = function (index) {
  const { instants, facts } = gondola.trace;
  switch (instants.kind[index]) {
    case gondola.KIND.STOLEN: return "stole " + instants.b[index] + " from " + gondola.laneName(instants.a[index]);
    case gondola.KIND.HANDED_OFF: return "handed off, since its goroutine blocks its thread";
    case gondola.KIND.POLLED: return "readied " + instants.b[index];
    case gondola.KIND.LONG_STEP: return "long step at " + facts.texts[instants.a[index]];
    default: return "time slice over";
  }
};

gondola.siteColours = ["#2da44e", "#0969da", "#8250df", "#bf3989", "#1b7c83", "#9a6700", "#4d7d0f", "#cf222e"];

gondola.colourOf = function (g) {
  const { goroutines } = gondola.trace;
  return gondola.siteColours[(goroutines.place[g] * 3 + goroutines.name[g]) % gondola.siteColours.length];
};

gondola.patterns = function (context, colours) {
  const make = (draw) => {
    const tile = document.createElement("canvas");
    tile.width = 6;
    tile.height = 6;
    draw(tile.getContext("2d"));
    return context.createPattern(tile, "repeat");
  };
  return {
    dots: make((c) => {
      c.fillStyle = colours.runnable;
      c.fillRect(0, 0, 2, 2);
      c.fillRect(3, 3, 2, 2);
    }),
    hatched: make((c) => {
      c.strokeStyle = colours.syscall;
      c.lineWidth = 2;
      for (const x of [-3, 0, 3, 6]) {
        c.moveTo(x, 6);
        c.lineTo(x + 6, 0);
      }
      c.stroke();
    })
  };
};

gondola.drawLane = function (d, lane, top, height) {
  const { rows, waits, syscall } = gondola.trace;
  const boxes = lane.boxes;
  const first = Math.max(0, gondola.after(boxes.count, boxes.startAt, d.from) - 1);
  const last = gondola.after(boxes.count, boxes.startAt, d.to);
  const inner = height - 4;
  if (last - first > d.width) {
    gondola.drawDense(d, lane, top, inner);
    return;
  }
  if (lane.kind === "goroutine") {
    for (let i = first; i < last; i++) {
      const row = boxes.rowAt(i);
      const x = d.x(rows.start[row]);
      if (rows.ready[row] >= 0) {
        d.box(rows.ready[row], rows.start[row], top + inner * 0.3, inner * 0.5, d.patterns.dots);
      }
      if (waits[rows.reason[row]]) {
        const until = gondola.waitEnd(row);
        const blocking = rows.reason[row] === syscall;
        if (blocking) {
          d.box(rows.end[row], until, top + inner * 0.2, inner * 0.7, d.patterns.hatched);
        } else {
          d.box(rows.end[row], until, top + inner / 2, 2, d.colours.waiting);
        }
        d.label(gondola.reasonText(row), d.x(rows.end[row]), d.x(until), top + inner / 2 - (blocking ? -4 : 2), blocking ? d.colours.ink : d.colours.faint, blocking);
      }
      if (x > d.right) {
        break;
      }
    }
  }
  for (let i = first; i < last; i++) {
    const row = boxes.rowAt(i);
    const g = rows.g[row];
    const pale = !gondola.shows(row);
    d.context.globalAlpha = pale ? 0.25 : 1;
    const fill = lane.kind === "machine" ? d.patterns.hatched : lane.kind === "goroutine" ? d.colours.running : gondola.colourOf(g);
    d.box(boxes.startAt(i), boxes.endAt(i), top, inner, fill);
    if (lane.kind !== "goroutine") {
      d.label(gondola.goroutineName(g), d.x(boxes.startAt(i)), d.x(boxes.endAt(i)), top + inner / 2 + 4, lane.kind === "machine" ? d.colours.ink : "#ffffff", lane.kind === "machine");
    }
    if (row === gondola.selected || gondola.marked.has(row)) {
      d.outline(boxes.startAt(i), boxes.endAt(i), top, inner, row === gondola.selected ? 3 : 1.5);
    }
  }
  d.context.globalAlpha = 1;
};

/* More boxes than pixels: each pixel's bar is as high as its stretch is full. */
gondola.drawDense = function (d, lane, top, inner) {
  const { boxes } = lane;
  const { sums } = boxes;
  const filled = (time) => {
    const i = gondola.after(boxes.count, boxes.startAt, time);
    return i === 0 ? 0 : sums[i - 1] + Math.min(time, boxes.endAt(i - 1)) - boxes.startAt(i - 1);
  };
  d.context.fillStyle = lane.kind === "machine" ? d.colours.syscall : d.colours.running;
  let before = filled(d.time(d.left));
  for (let x = d.left; x < d.right; x++) {
    const now = filled(d.time(x + 1));
    const part = Math.min(1, (now - before) / d.perPixel);
    const high = part <= 0 ? 0 : Math.max(1, part * inner);
    d.context.fillRect(x, top + inner - high, 1, high);
    before = now;
  }
};
