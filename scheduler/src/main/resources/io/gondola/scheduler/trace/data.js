"use strict";
/* What the page holds, unpacked: columns of numbers, and where to find those of a lane or a goroutine. */
const gondola = {};

gondola.LANE = { NONE: -5, GLOBAL: -4, POLLER: -3, SYSMON: -2, OUTSIDE: -1, OFFSET: 5 };
gondola.BY = { UNKNOWN: 0, ITSELF: 5, FIRST_GOROUTINE: 6 };
gondola.BY_NAMES = ["unknown", "a thread outside", "the poller (timer or socket)", "sysmon", "a processor (timer)", "itself"];
gondola.KIND = { PREEMPTED: 3, STOLEN: 5, HANDED_OFF: 6, POLLED: 7, LONG_STEP: 8, COLLECTED: 11, GAP: 12 };
gondola.NOT_WAITING = ["ended", "yielded", "preempted", "unknown", "still running", "not run yet", ""];

/* Numbers of seven bits a byte, from base 64. */
gondola.numbers = function (id) {
  const text = atob(document.getElementById(id).textContent.replace(/\n/g, ""));
  let at = 0;
  return function () {
    let byte = text.charCodeAt(at++);
    if (byte < 128) {
      return byte;
    }
    let value = byte & 127;
    let unit = 128;
    do {
      byte = text.charCodeAt(at++);
      value += (byte & 127) * unit;
      unit *= 128;
    } while (byte >= 128);
    return value;
  };
};

gondola.readGoroutines = function () {
  const next = gondola.numbers("goroutines-data");
  const n = next();
  const g = { n, id: new Float64Array(n), program: new Int32Array(n), name: new Int32Array(n), place: new Int32Array(n),
    created: new Float64Array(n), creator: new Int32Array(n), ended: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    g.id[i] = next();
    g.program[i] = next();
    g.name[i] = next();
    g.place[i] = next();
    g.created[i] = next() - 1;
    g.creator[i] = next();
    g.ended[i] = next() - 1;
  }
  return g;
};

gondola.readRows = function () {
  const next = gondola.numbers("rows-data");
  const n = next();
  const r = { n, ready: new Float64Array(n), start: new Float64Array(n), end: new Float64Array(n), g: new Int32Array(n),
    lane: new Int32Array(n), reason: new Int32Array(n), on: new Int32Array(n), by: new Int32Array(n),
    byLane: new Int32Array(n), next: new Int32Array(n).fill(-1), before: new Int32Array(n).fill(-1) };
  let time = 0;
  for (let i = 0; i < n; i++) {
    time += next();
    r.start[i] = time;
    r.end[i] = time + next();
    const ready = next();
    r.ready[i] = ready === 0 ? -1 : time - ready + 1;
    r.g[i] = next();
    r.lane[i] = next() - gondola.LANE.OFFSET;
    r.reason[i] = next();
    r.on[i] = next();
    r.by[i] = next();
    r.byLane[i] = next() - gondola.LANE.OFFSET;
  }
  return r;
};

gondola.readInstants = function () {
  const next = gondola.numbers("instants-data");
  const n = next();
  const all = { n, kind: new Uint8Array(n), time: new Float64Array(n), lane: new Int32Array(n), a: new Int32Array(n),
    b: new Int32Array(n), g: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    all.kind[i] = next();
    all.time[i] = next();
    all.lane[i] = next() - gondola.LANE.OFFSET;
    all.a[i] = next();
    all.b[i] = next();
    all.g[i] = next();
  }
  return all;
};

/* The rows of each group, in their order: those of group k are order[from[k]] to order[from[k + 1] - 1]. */
gondola.grouped = function (n, groups, groupOf) {
  const from = new Int32Array(groups + 1);
  for (let i = 0; i < n; i++) {
    from[groupOf(i) + 1]++;
  }
  for (let k = 0; k < groups; k++) {
    from[k + 1] += from[k];
  }
  const at = from.slice();
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    order[at[groupOf(i)]++] = i;
  }
  return (k) => order.subarray(from[k], from[k + 1]);
};

gondola.load = function () {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const goroutines = gondola.readGoroutines();
  const rows = gondola.readRows();
  const instants = gondola.readInstants();
  const ofGoroutine = gondola.grouped(rows.n, goroutines.n, (i) => rows.g[i]);
  let lanes = 1;
  for (let i = 0; i < rows.n; i++) {
    lanes = Math.max(lanes, rows.lane[i] + gondola.LANE.OFFSET + 1);
  }
  const ofLane = gondola.grouped(rows.n, lanes, (i) => rows.lane[i] + gondola.LANE.OFFSET);
  for (let g = 0; g < goroutines.n; g++) {
    const own = ofGoroutine(g);
    for (let k = 1; k < own.length; k++) {
      rows.next[own[k - 1]] = own[k];
      rows.before[own[k]] = own[k - 1];
    }
  }
  const gaps = [];
  for (let i = 0; i < instants.n; i++) {
    if (instants.kind[i] === gondola.KIND.GAP) {
      gaps.push(instants.time[i] - instants.g[i]);
    }
  }
  const waits = facts.texts.map((text) => !gondola.NOT_WAITING.includes(text));
  gondola.trace = { facts, goroutines, rows, instants, ofGoroutine, ofLane, lanes, waits, gaps, length: Math.max(1, facts.length),
    syscall: facts.texts.indexOf("syscall") };
};

/* The index of the first of the ascending times that is greater than t. */
gondola.after = function (count, timeAt, t) {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeAt(middle) > t) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
};

/* When the first gap begins after a time, in which nothing was written down; Infinity if there is none. */
gondola.gapAfter = function (time) {
  const { gaps } = gondola.trace;
  const i = gondola.after(gaps.length, (k) => gaps[k], time - 1);
  return i < gaps.length ? gaps[i] : Infinity;
};

/*
 * Until when the wait lasts that follows a row, as far as is known; the goroutine's end, or the trace's, if nothing ended
 * it.
 */
gondola.waitEnd = function (row) {
  const { rows, goroutines, length } = gondola.trace;
  const next = rows.next[row];
  const ended = goroutines.ended[rows.g[row]];
  const end = next >= 0 ? (rows.ready[next] >= 0 ? rows.ready[next] : rows.start[next]) : ended >= 0 ? ended : length;
  return Math.min(end, Math.max(rows.end[row], gondola.gapAfter(rows.end[row])));
};
