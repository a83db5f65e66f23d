// The search page: asks the index that Pagefind has made, all of it on this site.
(() => {
  const AT_ONCE = 10; // results that are fetched together
  const [field, status, list, more] = ["search", "found", "results", "more"].map(id => document.getElementById(id));
  const form = field.form;
  let engine, results = [], asked = 0;

  const say = text => { status.textContent = text; };
  const made = (name, text = "", rest = {}) => Object.assign(document.createElement(name), { textContent: text }, rest);

  // Text with marks in it, taken apart: no HTML of it gets into the page.
  const excerpt = html => {
    const paragraph = made("p");
    for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
      paragraph.append(node.nodeName === "MARK" ? made("mark", node.textContent) : node.textContent);
    }
    return paragraph;
  };

  const shown = page => {
    const item = made("li"), title = made("h2"), places = made("ul");
    title.append(made("a", page.meta.title, { href: page.url }));
    item.append(title, made("p", page.meta.place || "", { className: "place" }));
    const parts = page.sub_results.filter(part => part.title !== page.meta.title).slice(0, 4);
    if (!parts.length) item.append(excerpt(page.excerpt));
    for (const part of parts) {
      const place = made("li");
      const title = part.title.length === 1 ? `Under “${part.title}”` : part.title; // a letter of the glossary
      place.append(made("a", title, { href: part.url }), excerpt(part.excerpt));
      places.append(place);
    }
    if (parts.length) item.append(places);
    return item;
  };

  // Pagefind cuts a word that it does not know until something begins like it: that is nothing found.
  const fits = (page, words) => {
    const starts = (words.match(/[\p{L}\p{N}]+/gu) || []).map(word => word.slice(0, Math.max(2, word.length - 3)));
    const marks = [...excerpt(page.excerpt).querySelectorAll("mark")].map(mark => mark.textContent);
    const found = [...marks, ...Object.values(page.meta)].join(" ").toLowerCase();
    return starts.some(start => found.includes(start.toLowerCase()));
  };

  const showMore = async () => {
    const turn = asked, from = list.children.length;
    const pages = await Promise.all(results.slice(from, from + AT_ONCE).map(result => result.data()));
    if (turn !== asked) return;
    list.append(...pages.map(shown));
    more.hidden = list.children.length >= results.length;
    if (from) list.children[from].querySelector("a").focus();
    return pages;
  };

  const search = async () => {
    const turn = ++asked, words = field.value.trim();
    history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
    list.replaceChildren();
    more.hidden = true;
    if (!words) return say("");
    say("Searching…");
    const found = await engine.search(words);
    if (turn !== asked) return;
    results = found.results;
    const pages = await showMore();
    if (turn !== asked) return;
    const count = results.length === 1 ? "1 page" : `${results.length} pages`;
    if (pages.some(page => fits(page, words))) return say(`${count} found about “${words}”.`);
    list.replaceChildren();
    more.hidden = true;
    say(`Nothing found about “${words}”. Try fewer or shorter words.`);
  };

  const start = async () => {
    field.value = new URLSearchParams(location.search).get("q") || "";
    if (location.protocol === "file:") {
      return say("Browsers do not let a page that is opened from a file search. In the folder of these pages, run "
        + "“python -m http.server”, and open http://localhost:8000/search.html.");
    }
    try {
      engine = await import(new URL("pagefind/pagefind.js", new URL(document.documentElement.dataset.root, location)));
      await engine.init();
    } catch {
      return say("The index could not be loaded: it is the folder “pagefind” beside this page.");
    }
    let waiting;
    field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 200); });
    form.addEventListener("submit", event => { event.preventDefault(); clearTimeout(waiting); search(); });
    more.addEventListener("click", showMore);
    field.focus();
    await search();
  };

  start();
})();
