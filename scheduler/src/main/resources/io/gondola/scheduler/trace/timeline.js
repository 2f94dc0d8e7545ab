"use strict";
/* The canvas: what part of the trace is seen, how it is drawn, and what mouse and wheel do. */
gondola.laneHeight = 24;
gondola.axisHeight = 20;
gondola.view = { lanes: "p", from: 0, to: 1, top: 0 };
gondola.selected = -1;
gondola.marked = new Set();

gondola.colours = function () {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "faint", "line", "shade", "link", "accent", "running", "runnable", "waiting", "syscall", "collected", "past"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue("--" + name).trim()]));
};

/* What drawing needs to know: the part of time that is seen, and boxes and texts that keep within it. */
gondola.drawing = function (canvas) {
  const context = canvas.getContext("2d");
  const { from, to } = gondola.view;
  const left = gondola.gutter();
  const right = canvas.clientWidth;
  const width = Math.max(1, right - left);
  const perPixel = (to - from) / width;
  const colours = gondola.colours();
  const x = (time) => left + (time - from) / perPixel;
  const clip = (time) => Math.max(left, Math.min(right, x(time)));
  return { context, from, to, left, right, width, perPixel, colours, x, time: (px) => from + (px - left) * perPixel,
    patterns: gondola.patterns(context, colours),
    box(start, end, top, height, fill) {
      if (end < from || start > to) {
        return;
      }
      const a = clip(start);
      context.fillStyle = fill;
      context.fillRect(a, top, Math.max(1, clip(end) - a - (end - start > 3 * perPixel ? 0.5 : 0)), height);
    },
    outline(start, end, top, height, thick) {
      const a = clip(start);
      context.strokeStyle = colours.accent;
      context.lineWidth = thick;
      context.strokeRect(a, top, Math.max(2, clip(end) - a), height);
    },
    label(text, a, b, base, colour, onPaper) {
      const start = Math.max(a, left) + 3;
      const room = Math.min(b, right) - start - 3;
      if (room < 24) {
        return;
      }
      const most = Math.floor(room / 6.2);
      const shown = text.length <= most ? text : text.slice(0, Math.max(1, most - 1)) + "…";
      if (onPaper) { // a pattern would make it hard to read
        context.fillStyle = colours.paper;
        context.fillRect(start - 1, base - 11, Math.min(room, context.measureText(shown).width) + 2, 14);
      }
      context.fillStyle = colour;
      context.fillText(shown, start, base, room);
    } };
};

gondola.gutter = () => (gondola.canvas.clientWidth < 500 ? 70 : 150);
gondola.curvesHeight = () => gondola.curveList.length * (gondola.curveHeight + 6);
gondola.head = () => gondola.axisHeight + gondola.curvesHeight();
gondola.seenLanes = () => Math.max(1, Math.floor((gondola.canvas.clientHeight - gondola.head()) / gondola.laneHeight));

gondola.lanesOf = function () {
  return gondola.view.lanes === "p" ? gondola.processorList : gondola.goroutineList;
};

gondola.resize = function () {
  const canvas = gondola.canvas;
  const wanted = gondola.head() + Math.max(2, gondola.lanesOf().length) * gondola.laneHeight + 4;
  const most = Math.max(gondola.head() + 4 * gondola.laneHeight, Math.floor(window.innerHeight * 0.65));
  canvas.style.height = Math.min(wanted, most) + "px";
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * scale);
  canvas.height = Math.round(canvas.clientHeight * scale);
  canvas.getContext("2d").setTransform(scale, 0, 0, scale, 0, 0);
  gondola.draw();
};

gondola.redraw = function () {
  if (!gondola.drawingSoon) {
    gondola.drawingSoon = requestAnimationFrame(() => {
      gondola.drawingSoon = 0;
      gondola.draw();
    });
  }
};

gondola.draw = function () {
  const canvas = gondola.canvas;
  if (!canvas) {
    return;
  }
  const d = gondola.drawing(canvas);
  const c = d.context;
  c.font = "12px system-ui, sans-serif";
  c.fillStyle = d.colours.paper;
  c.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  gondola.drawAxis(d, canvas.clientHeight);
  gondola.drawPauses(d, canvas.clientHeight);
  let top = gondola.axisHeight;
  for (const curve of gondola.curveList) {
    gondola.drawGutter(d, curve.name, curve.draw(d, top, gondola.curveHeight), top, gondola.curveHeight + 6);
    top += gondola.curveHeight + 6;
  }
  const lanes = gondola.lanesOf();
  const first = Math.max(0, Math.min(gondola.view.top, lanes.length - gondola.seenLanes()));
  gondola.view.top = first;
  for (let i = first; i < lanes.length && top < canvas.clientHeight; i++) {
    gondola.drawLane(d, lanes[i], top + 2, gondola.laneHeight);
    gondola.drawMarks(d, lanes[i], top);
    gondola.drawGutter(d, lanes[i].name, "", top, gondola.laneHeight);
    top += gondola.laneHeight;
  }
  if (document.getElementById("arrows").checked) {
    gondola.drawArrows(d);
  }
};

gondola.drawGutter = function (d, name, more, top, height) {
  const c = d.context;
  c.fillStyle = d.colours.shade;
  c.fillRect(0, top, d.left, height);
  c.strokeStyle = d.colours.line;
  c.lineWidth = 1;
  c.strokeRect(0.5, top + 0.5, d.left - 1, height);
  const most = Math.floor((d.left - 8) / 6.4);
  c.fillStyle = d.colours.ink;
  c.fillText(name.length <= most ? name : name.slice(0, most - 1) + "…", 4, top + 16, d.left - 8);
  c.fillStyle = d.colours.faint;
  c.fillText(more, 4, top + 32, d.left - 8);
};

gondola.drawAxis = function (d, height) {
  const c = d.context;
  const rough = d.perPixel * 110;
  const power = Math.pow(10, Math.floor(Math.log10(Math.max(1, rough))));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) || 10 * power;
  c.strokeStyle = d.colours.line;
  c.fillStyle = d.colours.faint;
  c.lineWidth = 1;
  for (let t = Math.ceil(d.from / step) * step; t <= d.to; t += step) {
    const x = Math.round(d.x(t)) + 0.5;
    c.beginPath();
    c.moveTo(x, 0);
    c.lineTo(x, height);
    c.stroke();
    c.fillText(gondola.time(t), x + 3, 14);
  }
};

/* Garbage collections, and what is missing since events were dropped, or not written down. */
gondola.drawPauses = function (d, height) {
  const { instants, facts } = gondola.trace;
  d.context.globalAlpha = 0.3;
  for (let i = 0; i < instants.n; i++) {
    if (instants.kind[i] === gondola.KIND.COLLECTED) {
      d.box(instants.time[i] - instants.g[i], instants.time[i], 0, height, d.colours.collected);
    } else if (instants.kind[i] === gondola.KIND.GAP) {
      d.box(instants.time[i] - instants.g[i], instants.time[i], 0, height, d.colours.line);
    }
  }
  for (const part of facts.dropped) {
    d.box(0, part.until, 0, 6, d.colours.syscall);
  }
  d.context.globalAlpha = 1;
};

gondola.drawMarks = function (d, lane, top) {
  const marks = lane.lane === null ? [] : gondola.markList.get(lane.lane) || [];
  const first = gondola.after(marks.length, (i) => marks[i].time, d.from);
  let last = -100;
  d.context.fillStyle = d.colours.ink;
  for (let i = first; i < marks.length && marks[i].time <= d.to; i++) {
    const x = d.x(marks[i].time);
    if (x - last > 9) { // one letter stands for those that it would cover
      d.context.fillText(marks[i].letter, x - 3, top + 9);
      last = x;
    }
  }
};

/* From who readied a goroutine to where it ran; of what is selected, or of all as long as they are few. */
gondola.drawArrows = function (d) {
  const { rows, goroutines } = gondola.trace;
  const lanes = gondola.lanesOf();
  const places = new Map();
  const last = Math.min(lanes.length, gondola.view.top + gondola.seenLanes());
  for (let i = gondola.view.top; i < last; i++) {
    places.set(lanes[i].kind === "goroutine" ? "g" + lanes[i].g : "p" + lanes[i].lane,
      gondola.head() + (i - gondola.view.top + 0.5) * gondola.laneHeight);
  }
  const first = gondola.after(rows.n, (i) => rows.start[i], d.from);
  const end = gondola.after(rows.n, (i) => rows.start[i], d.to);
  const arrow = (row, bold) => {
    const ofGoroutines = gondola.view.lanes === "g";
    const by = rows.by[row] - gondola.BY.FIRST_GOROUTINE;
    const y1 = places.get(ofGoroutines ? "g" + by : "p" + rows.byLane[row]);
    const y2 = places.get(ofGoroutines ? "g" + rows.g[row] : "p" + rows.lane[row]);
    if (y1 === undefined || y2 === undefined || y1 === y2 || rows.ready[row] < 0 || rows.by[row] === gondola.BY.ITSELF) {
      return;
    }
    gondola.drawArrow(d, d.x(rows.ready[row]), y1, d.x(rows.start[row]), y2, bold);
  };
  if (end - first <= 250) {
    for (let row = first; row < end; row++) {
      arrow(row, false);
    }
  }
  gondola.marked.forEach((row) => arrow(row, true));
  if (gondola.selected >= 0 && gondola.selected < rows.n && goroutines.n > 0) {
    arrow(gondola.selected, true);
  }
};

gondola.drawArrow = function (d, x1, y1, x2, y2, bold) {
  if (Math.max(x1, x2) < d.left || Math.min(x1, x2) > d.right || x1 < d.left) {
    return;
  }
  const c = d.context;
  c.strokeStyle = bold ? d.colours.accent : d.colours.faint;
  c.lineWidth = bold ? 2 : 1;
  c.beginPath();
  c.moveTo(x1, y1);
  c.lineTo(x2, y2);
  const down = y2 > y1 ? -1 : 1;
  c.moveTo(x2 - 4, y2 + 6 * down);
  c.lineTo(x2, y2);
  c.lineTo(x2 + 4, y2 + 6 * down);
  c.stroke();
};

gondola.setTime = function (from, to) {
  const { length } = gondola.trace;
  const span = Math.max(20, Math.min(length, to - from));
  const start = Math.max(0, Math.min(length - span, from));
  gondola.view.from = start;
  gondola.view.to = start + span;
  gondola.redraw();
  gondola.keepView();
};

gondola.zoom = function (factor, at) {
  const { from, to } = gondola.view;
  const middle = at === undefined ? (from + to) / 2 : at;
  gondola.setTime(middle - (middle - from) * factor, middle + (to - middle) * factor);
};

gondola.pan = function (part) {
  const { from, to } = gondola.view;
  gondola.setTime(from + (to - from) * part, to + (to - from) * part);
};

gondola.scroll = function (lanes) {
  gondola.view.top = Math.max(0, Math.min(gondola.lanesOf().length - gondola.seenLanes(), gondola.view.top + lanes));
  gondola.redraw();
};

/* What lies at a point of the canvas: a row, a mark's text, or a curve's values. */
gondola.at = function (x, y) {
  const { rows, waits } = gondola.trace;
  const { from, to } = gondola.view;
  const left = gondola.gutter();
  const perPixel = (to - from) / Math.max(1, gondola.canvas.clientWidth - left);
  const time = from + (x - left) * perPixel;
  if (y < gondola.head()) {
    const curve = gondola.curveList[Math.floor((y - gondola.axisHeight) / (gondola.curveHeight + 6))];
    return { time, row: -1, text: curve && x >= left ? curve.name + ": " + curve.text(time) : "" };
  }
  const lane = gondola.lanesOf()[gondola.view.top + Math.floor((y - gondola.head()) / gondola.laneHeight)];
  if (!lane) {
    return { time, row: -1, text: "" };
  }
  if (x < left) {
    return { time, row: -1, lane, text: lane.name };
  }
  const marks = lane.lane === null ? [] : gondola.markList.get(lane.lane) || [];
  const near = marks[gondola.after(marks.length, (k) => marks[k].time, time - 5 * perPixel)];
  const mark = near && Math.abs(near.time - time) <= 5 * perPixel ? gondola.markText(near.index) + "; " : "";
  const { boxes } = lane;
  const i = gondola.after(boxes.count, boxes.startAt, time + perPixel) - 1;
  if (i < 0) {
    return { time, row: -1, lane, text: mark };
  }
  const row = boxes.rowAt(i);
  const inside = time <= Math.max(boxes.endAt(i), boxes.startAt(i) + 2 * perPixel);
  const name = gondola.goroutineName(rows.g[row]);
  if (lane.kind !== "goroutine") {
    return { time, row: inside ? row : -1, lane, text: mark + (inside ? name + ", " + gondola.time(boxes.endAt(i) - boxes.startAt(i)) + ", until " + gondola.reasonText(row) : "") };
  }
  const then = inside ? "running" : waits[rows.reason[row]] && time < gondola.waitEnd(row) ? gondola.reasonText(row) : "";
  return { time, row, lane, text: mark + name + (then ? ": " + then : "") };
};

gondola.startCanvas = function () {
  const canvas = document.getElementById("canvas");
  if (!canvas.getContext || !canvas.getContext("2d")) {
    document.getElementById("no-canvas").hidden = false;
    canvas.hidden = true;
    return;
  }
  gondola.canvas = canvas;
  let held = null;
  canvas.addEventListener("pointerdown", (event) => {
    held = { x: event.offsetX, y: event.offsetY, from: gondola.view.from, to: gondola.view.to, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!held) {
      document.getElementById("hint").textContent = gondola.at(event.offsetX, event.offsetY).text || " ";
      return;
    }
    const moved = event.offsetX - held.x;
    held.moved = held.moved || Math.abs(moved) > 3;
    if (held.moved) {
      const by = (moved * (held.to - held.from)) / Math.max(1, canvas.clientWidth - gondola.gutter());
      gondola.setTime(held.from - by, held.to - by);
    }
  });
  canvas.addEventListener("pointerup", (event) => {
    const click = held && !held.moved;
    held = null;
    if (click) {
      gondola.clicked(gondola.at(event.offsetX, event.offsetY));
    }
  });
  canvas.addEventListener("wheel", (event) => {
    const lanes = gondola.lanesOf().length > gondola.seenLanes();
    if (event.ctrlKey) {
      gondola.zoom(event.deltaY > 0 ? 1.25 : 0.8, gondola.at(event.offsetX, event.offsetY).time);
    } else if (event.deltaX !== 0) {
      gondola.pan(event.deltaX / 1000);
    } else if (lanes) {
      gondola.scroll(event.deltaY > 0 ? 3 : -3);
    } else {
      return;
    }
    event.preventDefault();
  }, { passive: false });
  new ResizeObserver(() => gondola.resize()).observe(canvas.parentElement);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => gondola.redraw());
};
