// Cards: a citation shows its source on hover, focus and touch. Without this script it is a link to the list.
(() => {
  let card, link, middle, wanted, timer, pointer;
  const on = (names, act) => names.split(" ").forEach((name) => document.addEventListener(name, act, true));
  const citation = (node) => node?.closest?.(".ws-cite-link") || null;
  const ours = (node) => card && [card, link].some((one) => one.contains(node));
  const held = () => ours(document.querySelector(":focus-visible"));
  const entry = ({ pathname, hash }) =>
    pathname === location.pathname && document.getElementById(decodeURIComponent(hash.slice(1)))?.closest(".ws-sources li");

  const close = () => {
    clearTimeout(timer);
    link?.removeAttribute("aria-expanded");
    const old = card;
    card = null;
    old?.remove();
  };

  const open = (to, x) => {
    if (ours(to)) return;
    close();
    const item = entry(to);
    if (!item) return;
    [link, middle] = [to, x];
    card = document.createElement("div");
    card.append(...item.cloneNode(true).childNodes);
    card.querySelectorAll(".ws-back,.ws-cited-by").forEach((node) => node.remove());
    card.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    const title = card.querySelector("cite") || card.querySelector(".ws-entry");
    const names = { class: "ws-card", role: "group", popover: "manual", "aria-label": title.textContent };
    for (const name in names) card.setAttribute(name, names[name]);
    const list = item.closest(".ws-sources");
    const more = document.createElement("a");
    more.className = "ws-card-list";
    more.href = to.href;
    more.textContent = list.getAttribute("aria-label") || list.querySelector("h2")?.textContent || to.textContent;
    card.append(more);
    // A heading or a raised number lends it no letters.
    for (const name of ["fontFamily", "fontSize", "lineHeight"]) card.style[name] = getComputedStyle(item)[name];
    to.after(card);
    card.showPopover?.();
    to.setAttribute("aria-expanded", true);
    place();
  };

  // Below the citation's line, or above it where there is more room, and never on it.
  const place = () => {
    if (!card) return;
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const whole = link.getBoundingClientRect();
    const boxes = [whole, ...link.closest(".ws-cite").getClientRects()];
    const line = boxes.filter(({ top, bottom }) => top < whole.bottom && bottom > whole.top);
    const top = Math.min(...line.map((box) => box.top)) - 6;
    const bottom = Math.max(...line.map((box) => box.bottom)) + 6;
    const header = document.querySelector(".md-header,.fixed-top")?.getBoundingClientRect().bottom || 0;
    const [above, below] = [top - header - 8, height - bottom - 8];
    const under = below >= Math.min(card.scrollHeight + 2, height / 2, above);
    const { style } = card;
    style.maxHeight = Math.min(height / 2, under ? below : above) + "px";
    style.left = style.top = 0;
    const now = card.getBoundingClientRect();
    const left = (middle ?? (whole.left + whole.right) / 2) - now.width / 2;
    style.left = Math.max(8, Math.min(left, width - now.width - 8)) - now.left + "px";
    style.top = (under ? bottom : top - now.height) - now.top + "px";
  };

  on("pointerover pointerout", ({ type, target, relatedTarget, pointerType, buttons, clientX }) => {
    if (pointerType === "touch" || buttons) return;
    const at = type === "pointerout" ? relatedTarget : target;
    const now = ours(at) ? link : citation(at);
    if (now === wanted) return;
    wanted = now;
    clearTimeout(timer);
    timer = setTimeout(() => held() || (now ? open(now, clientX) : close()), now ? 200 : 300);
  });
  on("pointerdown", (event) => {
    pointer = event.pointerType;
    if (!ours(event.target)) close();
  });
  on("click", (event) => {
    const to = citation(event.target);
    if (pointer === "touch" && to && !ours(to) && entry(to)) {
      event.preventDefault();
      event.stopPropagation(); // or else Material follows it
      open(to, event.clientX);
    } else if (to || event.target.closest?.(".ws-card-list")) setTimeout(close);
  });
  on("keydown", (event) => {
    pointer = "";
    if (!card || event.key !== "Escape") return;
    event.stopPropagation();
    if (card.contains(document.activeElement)) link.focus();
    close();
  });
  on("focusin", ({ target }) => ours(target) || (target.matches(".ws-cite-link:focus-visible") ? open(target) : close()));
  on("focusout", ({ relatedTarget }) => pointer || relatedTarget || close());
  on("scroll", place);
  addEventListener("resize", place);
  window.document$?.subscribe(close);
})();
