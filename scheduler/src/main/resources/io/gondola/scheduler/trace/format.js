"use strict";
/* Numbers and names as people read them, and the elements that show them. */
gondola.time = function (nanos) {
  const n = Math.abs(nanos);
  const units = n < 1e3 ? [1, "ns"] : n < 1e6 ? [1e3, "µs"] : n < 1e9 ? [1e6, "ms"] : [1e9, "s"];
  const value = n / units[0];
  const digits = units[0] === 1 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return (nanos < 0 ? "−" : "") + value.toFixed(digits) + " " + units[1];
};

gondola.bytes = function (n) {
  return n < 1 << 20 ? Math.round(n / 1024) + " KiB" : Math.round(n / 1048576) + " MiB";
};

gondola.goroutineName = function (index) {
  const { goroutines, facts } = gondola.trace;
  const number = (facts.programs > 1 ? goroutines.program[index] + "." : "") + goroutines.id[index];
  const name = facts.texts[goroutines.name[index]];
  return "g" + number + (name === "" ? "" : " " + name);
};

/* A place without its package; the whole of it is in the title. */
gondola.placeText = (place) => place.replace(/^(?:[a-z_][\w$]*\.)+(?=[A-Z])/, "");

gondola.wakerName = function (by) {
  return by < gondola.BY.FIRST_GOROUTINE ? gondola.BY_NAMES[by] : gondola.goroutineName(by - gondola.BY.FIRST_GOROUTINE);
};

gondola.laneName = function (lane) {
  const names = { "-1": "outside", "-2": "sysmon", "-3": "poller", "-4": "global queue", "-5": "nowhere" };
  return lane < 0 ? names[lane] : "P" + lane;
};

gondola.reasonText = function (row) {
  const { rows, facts } = gondola.trace;
  const on = rows.on[row] === 0 ? "" : " on " + facts.things[rows.on[row]];
  return facts.texts[rows.reason[row]] + on;
};

/* How long the wait was that follows a row; a gap, in which nothing was written down, may hide its end. */
gondola.waitText = function (row) {
  const { rows } = gondola.trace;
  const end = gondola.waitEnd(row);
  const next = rows.next[row];
  const cut = gondola.gapAfter(rows.end[row]) <= end && end < (next >= 0 ? rows.start[next] : gondola.trace.length);
  return (cut ? "at least " : "") + gondola.time(end - rows.end[row]);
};

/* An element; texts in it are texts, whatever they contain. */
gondola.element = function (tag, properties, ...children) {
  const e = document.createElement(tag);
  Object.assign(e, properties);
  e.append(...children);
  return e;
};

gondola.link = function (text, action) {
  const a = gondola.element("a", { href: "#", textContent: text });
  a.addEventListener("click", (event) => {
    event.preventDefault();
    action();
  });
  return a;
};

gondola.goroutineLink = function (index) {
  return gondola.link(gondola.goroutineName(index), () => gondola.showGoroutine(index));
};

gondola.wakerLink = function (by) {
  return by < gondola.BY.FIRST_GOROUTINE ? gondola.wakerName(by) : gondola.goroutineLink(by - gondola.BY.FIRST_GOROUTINE);
};

gondola.thingLink = function (thing) {
  return gondola.link(gondola.trace.facts.things[thing], () => gondola.showThing(thing));
};

/* A link for each channel of a select. */
gondola.thingLinks = function (thing) {
  const parts = gondola.trace.facts.parts[thing];
  return parts ? ["[", ...parts.flatMap((part, i) => [i === 0 ? "" : ", ", gondola.thingLink(part)]), "]"] : [gondola.thingLink(thing)];
};

gondola.momentLink = function (nanos, row) {
  return gondola.link(gondola.time(nanos), () => gondola.goTo(row));
};
