// The theme, set before anything is painted; "/" for the search; the contents; folded boxes in print.
(() => {
  "use strict";
  const page = document.documentElement;
  const kept = {
    get: () => { try { return localStorage.getItem("theme"); } catch { return null; } },
    set: theme => { try { localStorage.setItem("theme", theme); } catch { /* this page alone */ } },
  };
  const dress = theme => { page.dataset.theme = theme; };
  dress(kept.get() || "auto");

  const offerThemes = () => {
    const label = document.querySelector(".theme"), select = label.querySelector("select");
    label.hidden = false;
    select.value = page.dataset.theme;
    select.addEventListener("change", () => { dress(select.value); kept.set(select.value); });
  };

  const searchByKey = () => document.addEventListener("keydown", event => {
    const plain = !(event.ctrlKey || event.metaKey || event.altKey);
    if (event.key !== "/" || !plain || event.target.closest("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    document.getElementById("search").focus();
  });

  // Who has chosen a heading wants to see it, not the contents that lie over it.
  const foldContents = menu => menu.addEventListener("click", event => {
    if (event.target.closest("a") && menu.matches(":popover-open")) menu.hidePopover();
  });

  const markPlace = menu => {
    const links = new Map([...menu.querySelectorAll("a[href^='#']")].map(a => [decodeURIComponent(a.hash.slice(1)), a]));
    const marks = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
    const current = menu.querySelector("[aria-current=page]");
    const showCurrent = () => { if (current) menu.scrollTop = current.offsetTop - 60; };
    showCurrent();
    menu.addEventListener("toggle", showCurrent);
    const mark = () => {
      const passed = marks.filter(each => each.getBoundingClientRect().top < innerHeight / 5).pop();
      for (const [id, link] of links) {
        if (passed && id === passed.id) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    };
    const seen = new IntersectionObserver(mark, { rootMargin: "0px 0px -80% 0px" });
    marks.forEach(each => seen.observe(each));
  };

  // Only what is wider than its place is a stop for Tab, and a region for screen readers.
  const stopsOnlyWhereNeeded = () => {
    const names = new Map([...document.querySelectorAll("main [tabindex='0'][aria-label]")]
      .map(each => [each, each.getAttribute("aria-label")]));
    const look = new ResizeObserver(changes => changes.forEach(({ target }) => {
      const wanted = { tabindex: "0", role: "region", "aria-label": names.get(target) };
      const scrolls = target.scrollWidth > target.clientWidth + 1;
      for (const [name, value] of Object.entries(wanted)) {
        if (scrolls) target.setAttribute(name, value);
        else target.removeAttribute(name);
      }
    }));
    names.forEach((_, each) => look.observe(each));
  };

  // In print, hints and outcomes stay folded, the other boxes are open.
  const printWhole = () => {
    let opened = [];
    const boxes = "main details:not(.hint, .outcome):not([open])";
    addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll(boxes)];
      opened.forEach(each => { each.open = true; });
      document.querySelector(".address").textContent = location.href.split("#")[0];
    });
    addEventListener("afterprint", () => opened.forEach(each => { each.open = false; }));
  };

  document.addEventListener("DOMContentLoaded", () => {
    offerThemes();
    searchByKey();
    stopsOnlyWhereNeeded();
    printWhole();
    const menu = document.getElementById("menu");
    if (menu) { foldContents(menu); markPlace(menu); }
  });
})();
