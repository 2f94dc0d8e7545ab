// Finds sections that hold all words, those with a word in a heading first. Needs no server.
const top_ = document.body.dataset.top;
const input = document.getElementById("search");
const found = document.getElementById("found");

function score([page, section, , text], words) {
  let sum = 0;
  for (const word of words) {
    const inSection = section.toLowerCase().includes(word);
    const inPage = page.toLowerCase().includes(word);
    const inText = text.toLowerCase().includes(word);
    if (!inSection && !inPage && !inText) {
      return 0;
    }
    sum += (inSection ? 8 : 0) + (inPage ? 4 : 0) + (inText ? 1 : 0);
  }
  return sum;
}

function show(query) {
  const words = query.toLowerCase().split(/\s+/).filter((w) => w.length > 1);
  found.replaceChildren();
  if (words.length === 0) {
    return;
  }
  const hits = pages.map((p) => [score(p, words), p]).filter(([s]) => s > 0).sort((a, b) => b[0] - a[0]);
  for (const [, [page, section, target]] of hits.slice(0, 12)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = top_ + target;
    link.textContent = section;
    const where = document.createElement("small");
    where.textContent = page;
    item.append(link, where);
    found.append(item);
  }
}

input.addEventListener("input", () => show(input.value));
document.addEventListener("keydown", (e) => {
  if (e.key === "/" && document.activeElement !== input) {
    e.preventDefault();
    input.focus();
  }
});
