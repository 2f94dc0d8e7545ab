"use strict";
/* The curves above the lanes: goroutines by state, how long the queues are, and the heap. */
gondola.curveHeight = 46;

gondola.curves = function () {
  const { facts } = gondola.trace;
  const all = [{ name: "goroutines", draw: gondola.drawStates, text: gondola.statesAt }];
  if (facts.queues.length > 0) {
    all.push({ name: "queued", draw: gondola.drawQueues, text: gondola.queuesAt });
  }
  if (facts.heap.times.length > 0) {
    all.push({ name: "heap", draw: gondola.drawHeap, text: gondola.heapAt });
  }
  return all;
};

gondola.stateParts = function () {
  const { states } = gondola.trace.facts;
  return [["running", states.running], ["runnable", states.runnable], ["syscall", states.syscall], ["waiting", states.waiting]];
};

gondola.statesAt = function (time) {
  return gondola.stateParts().map(([name, values]) => {
    const i = Math.min(values.length - 1, Math.floor((time / gondola.trace.length) * values.length));
    return name + " " + values[i].toFixed(1);
  }).join(", ");
};

/* Layers one upon the other; in each pixel the highest of its parts, or the part that it lies in. */
gondola.drawStates = function (d, top, height) {
  const parts = gondola.stateParts();
  const n = parts[0][1].length;
  const sum = (i) => parts.reduce((s, [, values]) => s + values[i], 0);
  const first = Math.max(0, Math.floor((d.from / gondola.trace.length) * n));
  const last = Math.min(n - 1, Math.ceil((d.to / gondola.trace.length) * n));
  let most = 1;
  for (let i = first; i <= last; i++) {
    most = Math.max(most, sum(i));
  }
  const fills = { running: d.colours.running, runnable: d.patterns.dots, syscall: d.patterns.hatched, waiting: d.colours.line };
  for (let i = first; i <= last; i++) {
    const from = Math.max(d.left, d.x((i * gondola.trace.length) / n));
    const to = Math.min(d.right, d.x(((i + 1) * gondola.trace.length) / n));
    let base = top + height;
    for (const [name, values] of parts) {
      const high = (values[i] / most) * height;
      d.context.fillStyle = fills[name];
      d.context.fillRect(from, base - high, Math.max(1, to - from), high);
      base -= high;
    }
  }
  return "up to " + most.toFixed(most < 10 ? 1 : 0);
};

gondola.sampleAt = function (samples, time) {
  const i = gondola.after(samples.times.length, (k) => samples.times[k], time) - 1;
  return samples.values[Math.max(0, i)];
};

gondola.queuesAt = function (time) {
  return gondola.trace.facts.queues.map((q) => q.name + " " + gondola.sampleAt(q, time)).join(", ");
};

gondola.heapAt = function (time) {
  return gondola.bytes(gondola.sampleAt(gondola.trace.facts.heap, time));
};

gondola.drawSamples = function (d, samples, top, height, most, dash) {
  const { times, values } = samples;
  const first = Math.max(0, gondola.after(times.length, (i) => times[i], d.from) - 1);
  const last = Math.min(times.length, gondola.after(times.length, (i) => times[i], d.to) + 1);
  const stride = Math.max(1, Math.floor((last - first) / (2 * d.width)));
  d.context.beginPath();
  d.context.setLineDash(dash);
  for (let i = first; i < last; i += stride) {
    let value = values[i];
    for (let k = i + 1; k < Math.min(last, i + stride); k++) {
      value = Math.max(value, values[k]);
    }
    const x = Math.max(d.left, Math.min(d.right, d.x(times[i])));
    d.context.lineTo(x, top + height - (value / most) * height);
  }
  d.context.stroke();
  d.context.setLineDash([]);
};

gondola.mostOf = (samples) => samples.values.reduce((a, b) => Math.max(a, b), 1);

gondola.drawQueues = function (d, top, height) {
  const { queues } = gondola.trace.facts;
  const most = queues.reduce((a, q) => Math.max(a, gondola.mostOf(q)), 1);
  queues.forEach((q, i) => {
    d.context.strokeStyle = q.lane < 0 ? d.colours.ink : gondola.siteColours[i % gondola.siteColours.length];
    d.context.lineWidth = q.lane < 0 ? 2 : 1;
    gondola.drawSamples(d, q, top, height, most, q.lane < 0 ? [] : [3 + 2 * (i % 4), 2]);
  });
  return "up to " + most;
};

gondola.drawHeap = function (d, top, height) {
  const { heap } = gondola.trace.facts;
  const most = gondola.mostOf(heap);
  d.context.strokeStyle = d.colours.collected;
  d.context.lineWidth = 1.5;
  gondola.drawSamples(d, heap, top, height, most, []);
  return "up to " + gondola.bytes(most);
};
