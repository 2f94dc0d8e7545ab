"use strict";
/* Search, filter, keys, and the view in the address; and what starts all of it. */
gondola.query = "";
gondola.filter = "all";

gondola.matching = function () {
  const { goroutines, facts } = gondola.trace;
  const wanted = gondola.query.trim().toLowerCase();
  const texts = (list) => list.map((text) => text.toLowerCase().includes(wanted));
  const names = texts(facts.texts);
  const places = texts(facts.places);
  const all = [];
  for (let g = 0; g < goroutines.n; g++) {
    if (wanted === "" || names[goroutines.name[g]] || places[goroutines.place[g]]
        || String(goroutines.id[g]) === wanted.replace(/^g/, "") || gondola.goroutineName(g).toLowerCase().includes(wanted)) {
      all.push(g);
    }
  }
  return all;
};

/* Whether a row is of a goroutine that is searched for, and ends for the reason that is shown. */
gondola.shows = function (row) {
  const { rows, facts } = gondola.trace;
  return gondola.wanted[rows.g[row]] === 1 && (gondola.filter === "all" || facts.texts[rows.reason[row]] === gondola.filter);
};

gondola.refresh = function () {
  const { rows, goroutines, facts } = gondola.trace;
  const found = gondola.matching();
  gondola.wanted = new Uint8Array(goroutines.n);
  found.forEach((g) => {
    gondola.wanted[g] = 1;
  });
  const reason = facts.texts.indexOf(gondola.filter);
  const lives = new Uint8Array(goroutines.n);
  for (let row = 0; row < rows.n; row++) {
    if (gondola.filter === "all" || rows.reason[row] === reason) {
      lives[rows.g[row]] = 1;
    }
  }
  gondola.shown = found.filter((g) => gondola.filter === "all" || lives[g] === 1);
  gondola.goroutineList = gondola.shown.map(gondola.goroutineLane);
  document.getElementById("found").textContent = gondola.query.trim() === "" && gondola.filter === "all" ? "" : gondola.shown.length + " of " + goroutines.n + " goroutines";
  if (gondola.canvas) {
    gondola.resize();
  }
};

gondola.find = function (text) {
  gondola.query = text;
  document.getElementById("search").value = text;
  gondola.refresh();
  gondola.keepView();
};

/* To the next row, or the one before, that is shown, from the one that is selected on. */
gondola.step = function (direction) {
  const { rows } = gondola.trace;
  const from = gondola.selected >= 0 ? gondola.selected
    : gondola.after(rows.n, (i) => rows.start[i], gondola.view.from) - (direction > 0 ? 1 : 0);
  for (let row = from + direction; row >= 0 && row < rows.n; row += direction) {
    if (gondola.shows(row)) {
      gondola.goTo(row);
      return;
    }
  }
  document.getElementById("found").textContent = direction > 0 ? "There is none after this." : "There is none before this.";
};

gondola.lanesBy = function (lanes) {
  gondola.view.lanes = lanes;
  gondola.view.top = 0;
  document.getElementById("view-p").setAttribute("aria-pressed", String(lanes === "p"));
  document.getElementById("view-g").setAttribute("aria-pressed", String(lanes === "g"));
  if (gondola.canvas) {
    gondola.resize();
  }
  gondola.keepView();
};

gondola.keepView = function () {
  if (gondola.starting) {
    return;
  }
  clearTimeout(gondola.keeping);
  gondola.keeping = setTimeout(() => {
    const { lanes, from, to } = gondola.view;
    const parts = new URLSearchParams({ lanes, from: Math.round(from), to: Math.round(to), table: gondola.table.id });
    if (gondola.selected >= 0) {
      parts.set("row", gondola.selected);
    }
    if (gondola.query !== "") {
      parts.set("search", gondola.query);
    }
    if (gondola.filter !== "all") {
      parts.set("show", gondola.filter);
    }
    gondola.ownHash = "#" + parts;
    history.replaceState(null, "", gondola.ownHash);
  }, 100);
};

gondola.restoreView = function () {
  const parts = new URLSearchParams(location.hash.slice(1));
  const number = (name, otherwise) => (/^[0-9]+$/.test(parts.get(name) || "") ? Number(parts.get(name)) : otherwise);
  gondola.query = parts.get("search") || "";
  document.getElementById("search").value = gondola.query;
  const filter = document.getElementById("filter");
  gondola.filter = [...filter.options].some((o) => o.value === parts.get("show")) ? parts.get("show") : "all";
  filter.value = gondola.filter;
  gondola.showTable(parts.get("table"));
  gondola.setTime(number("from", 0), number("to", gondola.run ? gondola.stepsAtFirst() : gondola.trace.length));
  gondola.refresh();
  gondola.lanesBy(gondola.run || parts.get("lanes") === "g" ? "g" : "p");
  const row = number("row", -1);
  if (row >= 0 && row < gondola.trace.rows.n) {
    gondola.select(row);
  }
};

gondola.toggleKeys = function () {
  const keys = document.getElementById("keys");
  keys.hidden = !keys.hidden;
  document.getElementById("help").setAttribute("aria-expanded", String(!keys.hidden));
};

gondola.keys = {
  w: () => gondola.zoom(0.7), s: () => gondola.zoom(1 / 0.7), a: () => gondola.pan(-0.2), d: () => gondola.pan(0.2),
  j: () => gondola.scroll(1), k: () => gondola.scroll(-1), 0: () => gondola.setTime(0, gondola.trace.length),
  n: () => gondola.step(1), N: () => gondola.step(-1), "?": () => gondola.toggleKeys(),
  "/": () => document.getElementById("search").focus(), Escape: () => gondola.select(-1)
};

gondola.startTools = function () {
  const click = (id, action) => document.getElementById(id).addEventListener("click", action);
  click("view-p", () => gondola.lanesBy("p"));
  click("view-g", () => gondola.lanesBy("g"));
  click("previous", () => gondola.step(-1));
  click("next", () => gondola.step(1));
  click("zoom-in", gondola.keys.w);
  click("zoom-out", gondola.keys.s);
  click("zoom-all", gondola.keys[0]);
  click("help", gondola.toggleKeys);
  document.getElementById("arrows").addEventListener("change", () => gondola.redraw());
  const search = document.getElementById("search");
  search.addEventListener("input", () => gondola.find(search.value));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      gondola.step(1);
      gondola.canvas && gondola.canvas.focus();
    }
  });
  const filter = document.getElementById("filter");
  const { rows, facts } = gondola.trace;
  const used = new Set(rows.reason);
  filter.append(gondola.element("option", { value: "all", textContent: "all" }));
  facts.texts.forEach((text, i) => {
    if (used.has(i) && text !== "") {
      filter.append(gondola.element("option", { value: text, textContent: "what ends with: " + text }));
    }
  });
  filter.addEventListener("change", () => {
    gondola.filter = filter.value;
    gondola.refresh();
    gondola.keepView();
  });
  document.addEventListener("keydown", (event) => {
    const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName) && event.target.type !== "checkbox";
    if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && Object.hasOwn(gondola.keys, event.key)) {
      event.preventDefault();
      gondola.keys[event.key]();
    }
  });
  window.addEventListener("hashchange", () => {
    if (location.hash !== gondola.ownHash) {
      gondola.restoreView();
    }
  });
};

gondola.start = function () {
  gondola.starting = true;
  gondola.load();
  const { facts } = gondola.trace;
  gondola.run = gondola.readRun();
  document.getElementById("notice").remove();
  document.getElementById("main").hidden = false;
  const summary = document.getElementById("summary");
  facts.summary.forEach((sentence) => summary.append(gondola.element("li", { textContent: sentence })));
  if (facts.virtual) {
    summary.append(gondola.element("li", { textContent: "Time is virtual: it stands still while goroutines run." }));
  }
  if (gondola.run) {
    gondola.startRun();
  }
  gondola.processorList = gondola.run ? [] : gondola.processorLanes();
  gondola.goroutineList = [];
  gondola.curveList = gondola.curves();
  gondola.markList = gondola.marksOf();
  gondola.startTables();
  gondola.startTools();
  gondola.startCanvas();
  gondola.restoreView();
  gondola.starting = false;
};
