"use strict";
/* The tables: what is in them, how they are sorted, and copies of them as text and CSV. */
gondola.spreadColumns = function (name, get) {
  const part = (title, key) => ({ title: name + " " + title, number: (r) => (get(r) ? get(r)[key] : 0), show: gondola.time });
  return [part("total", "total"), part("p50", "p50"), part("p95", "p95"), part("p99", "p99")];
};

gondola.tables = function () {
  const { facts } = gondola.trace;
  const count = (title, number) => ({ title, number, show: String });
  const time = (title, number) => ({ title, number, show: gondola.time });
  const reasons = [...new Set(facts.sites.flatMap((s) => Object.keys(s.blocked)))];
  const ofWait = (w) => w.reason + (w.on === 0 ? "" : " on " + facts.things[w.on]);
  return [
    { id: "sites", title: "Start places", rows: facts.sites,
      note: "Goroutines by the place that started them. Running, ready (waiting for a processor) and waiting, by reason, are single stretches: their total, and how long half of them were at most (p50), 95 and 99 of a hundred."
        + gondola.leftOut(facts.allSites, facts.sites.length),
      columns: [
        { title: "started at", text: (s) => gondola.placeText(s.place) || "unknown", whole: (s) => s.place,
          leads: (s) => s.place !== "", action: (s) => gondola.find(s.place) },
        { title: "name", text: (s) => s.name },
        count("goroutines", (s) => s.goroutines),
        ...gondola.spreadColumns("running", (s) => s.running),
        ...gondola.spreadColumns("ready", (s) => s.runnable),
        ...reasons.flatMap((r) => gondola.spreadColumns(r, (s) => s.blocked[r]))] },
    { id: "things", title: "Channels and locks", rows: facts.contention,
      note: "What goroutines waited for, how often and how long, and how many of them at once. A select counts at each of its channels."
        + gondola.leftOut(facts.allThings, facts.contention.length),
      columns: [
        { title: "waited for", text: (c) => facts.things[c.thing], action: (c) => gondola.showThing(c.thing) },
        { title: "reasons", text: (c) => Object.entries(c.reasons).map(([r, n]) => n + " × " + r).join(", ") },
        count("waits", (c) => c.waits.n), time("total", (c) => c.waits.total), time("p50", (c) => c.waits.p50),
        time("p95", (c) => c.waits.p95), time("p99", (c) => c.waits.p99), time("longest", (c) => c.waits.max),
        count("goroutines", (c) => c.goroutines), count("most at once", (c) => c.most)] },
    { id: "waits", title: "Longest waits", rows: facts.waits,
      note: "The longest waits of each reason, and who ended them. Ready ones waited for a processor.",
      columns: [
        { title: "goroutine", text: (w) => gondola.goroutineName(w.g), action: (w) => gondola.showWait(w) },
        { title: "waited in", text: (w) => (w.reason === "runnable" ? "ready" : ofWait(w)) },
        time("from", (w) => w.from), time("for", (w) => w.length),
        { title: "ended by", text: (w) => (w.lasts ? "nothing, it lasts still" : w.reason === "runnable" ? "a processor" : gondola.wakerName(w.by)) }] },
    { id: "processors", title: "Processors", rows: facts.processors,
      note: "How busy each processor was; the curve shows the same over time.",
      columns: [
        { title: "processor", text: (p) => gondola.laneName(p.lane) },
        { title: "over time", spark: (p) => p.percent },
        { title: "busy", number: (p) => (100 * p.busy) / gondola.trace.length, show: (n) => n.toFixed(1) + " %" },
        count("switches", (p) => p.switches), count("steals", (p) => p.steals), count("stolen", (p) => p.stolen),
        count("hand-offs", (p) => p.handOffs), count("time slices over", (p) => p.preempted)] },
    { id: "dropped", title: "Dropped events", rows: facts.dropped,
      note: facts.dropped.length === 0 ? "Nothing was dropped."
        : "There was no more room for these, the oldest (-Dgondola.trace.memory). Before the moment given, what they told is missing everywhere on this page.",
      columns: [
        { title: "of", text: (d) => d.name }, count("events", (d) => d.events), time("up to", (d) => d.until)] }];
};

gondola.leftOut = function (all, shown) {
  return all > shown ? " The first " + shown + " of " + all + "." : "";
};

gondola.cell = (column, row) => column.text ? column.text(row) : column.number ? column.show(column.number(row))
  : column.spark(row).map((n) => Math.round(n)).join(" ");

gondola.showTable = function (id) {
  const tables = gondola.tableList;
  const table = tables.find((t) => t.id === id) || tables[0];
  gondola.table = table;
  for (const tab of document.getElementById("tabs").children) {
    tab.setAttribute("aria-selected", String(tab.dataset.table === table.id));
  }
  document.getElementById("table-note").textContent = table.note;
  gondola.fillTable();
};

gondola.fillTable = function () {
  const table = gondola.table;
  const head = gondola.element("tr", {});
  for (const column of table.columns) {
    const th = gondola.element("th", { className: column.number ? "number" : "text", scope: "col" });
    const sorted = table.sorted === column ? (table.down ? " ▼" : " ▲") : "";
    const button = gondola.element("button", { type: "button", textContent: column.title + sorted });
    button.addEventListener("click", () => gondola.sortBy(column));
    th.setAttribute("aria-sort", sorted === "" ? "none" : table.down ? "descending" : "ascending");
    th.append(button);
    head.append(th);
  }
  const body = gondola.element("tbody", {});
  for (const row of table.rows) {
    const tr = gondola.element("tr", {});
    for (const column of table.columns) {
      const td = gondola.element("td", { className: column.number ? "number" : "text" });
      if (column.spark) {
        td.append(gondola.spark(column.spark(row)));
      } else if (column.action && (!column.leads || column.leads(row))) {
        td.append(gondola.link(gondola.cell(column, row), () => column.action(row)));
        td.title = column.whole ? column.whole(row) : "";
      } else {
        td.textContent = column.number && column.number(row) === 0 && column.show === gondola.time ? "" : gondola.cell(column, row);
      }
      tr.append(td);
    }
    body.append(tr);
  }
  const element = gondola.element("table", {}, gondola.element("thead", {}, head), body);
  document.getElementById("table").replaceChildren(element);
};

gondola.sortBy = function (column) {
  const table = gondola.table;
  table.down = table.sorted === column ? !table.down : Boolean(column.number);
  table.sorted = column;
  const key = column.number || ((row) => gondola.cell(column, row));
  const order = (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
  table.rows = table.rows.slice().sort((a, b) => (table.down ? order(b, a) : order(a, b)));
  gondola.fillTable();
};

gondola.spark = function (percent) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "spark");
  svg.setAttribute("viewBox", "0 0 " + percent.length + " 100");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", "percent over time: " + percent.map((n) => Math.round(n)).join(" "));
  const path = document.createElementNS(space, "path");
  const steps = percent.map((n, i) => "L" + i + " " + (100 - n) + "L" + (i + 1) + " " + (100 - n)).join("");
  path.setAttribute("d", "M0 100" + steps + "L" + percent.length + " 100Z");
  path.setAttribute("fill", "var(--running)");
  svg.append(path);
  return svg;
};

gondola.tableText = function () {
  const { columns, rows } = gondola.table;
  const cells = [columns.map((c) => c.title), ...rows.map((r) => columns.map((c) => gondola.cell(c, r)))];
  const widths = columns.map((c, i) => cells.reduce((most, line) => Math.max(most, line[i].length), 0));
  return cells.map((line) => line.map((text, i) => (columns[i].number ? text.padStart(widths[i]) : text.padEnd(widths[i]))).join("  ").trimEnd()).join("\n") + "\n";
};

/* Numbers are plain ones, times in nanoseconds. A text that a spreadsheet would compute gets an apostrophe. */
gondola.tableCsv = function () {
  const { columns, rows } = gondola.table;
  const quoted = (text) => '"' + (/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replace(/"/g, '""') + '"';
  const unit = (c) => c.title + (c.number && c.show === gondola.time ? " (ns)" : "");
  const cell = (c, r) => (c.number ? String(c.number(r)) : quoted(gondola.cell(c, r)));
  return [columns.map((c) => quoted(unit(c))), ...rows.map((r) => columns.map((c) => cell(c, r)))]
    .map((line) => line.join(",")).join("\r\n") + "\r\n";
};

gondola.copy = async function (text) {
  const said = document.getElementById("copied");
  gondola.lastCopy = text;
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "Copied.";
  } catch (e) {
    const area = gondola.element("textarea", { value: text });
    document.body.append(area);
    area.select();
    said.textContent = document.execCommand("copy") ? "Copied." : "This browser does not let a page copy.";
    area.remove();
  }
};

gondola.startTables = function () {
  gondola.tableList = gondola.tables();
  const tabs = document.getElementById("tabs");
  for (const table of gondola.tableList) {
    const tab = gondola.element("button", { type: "button", textContent: table.title });
    tab.dataset.table = table.id;
    tab.setAttribute("role", "tab");
    tab.addEventListener("click", () => {
      gondola.showTable(table.id);
      gondola.keepView();
    });
    tabs.append(tab);
  }
  document.getElementById("copy-text").addEventListener("click", () => gondola.copy(gondola.tableText()));
  document.getElementById("copy-csv").addEventListener("click", () => gondola.copy(gondola.tableCsv()));
};
