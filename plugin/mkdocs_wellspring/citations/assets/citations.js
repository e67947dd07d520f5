// Cards: a citation shows its source on hover, focus and touch. Without this script it is a link to the list.
(() => {
  let card, link, middle, wanted, timer, pointer;
  const on = (name, act) => document.addEventListener(name, act, true);
  const citation = (node) => node?.closest?.(".ws-cite-link") || null;
  const entry = (to) => document.getElementById(decodeURIComponent(to.hash.slice(1)));
  const ours = (node) => card && [card, link].some((one) => one.contains(node));
  const held = () => ours(document.querySelector(":focus-visible"));
  const rect = (node) => node.getBoundingClientRect();

  const close = () => {
    clearTimeout(timer);
    if (!card) return;
    const old = card;
    card = link.ariaExpanded = null;
    old.remove();
  };

  const open = (to, x) => {
    if (ours(to)) return;
    close();
    const item = entry(to);
    if (!item) return;
    [link, middle, card] = [to, x, document.createElement("div")];
    card.append(...item.cloneNode(true).childNodes);
    card.querySelectorAll(".ws-back,.ws-cited-by").forEach((node) => node.remove());
    card.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    const { textContent: ariaLabel } = card.querySelector("cite") || card.firstElementChild;
    Object.assign(card, { className: "ws-card", role: "group", ariaLabel, popover: "manual", tabIndex: -1 });
    const list = item.closest("section");
    const inList = list.dataset.entry?.replace("#", item.id.replace(/\D+/, ""));
    const textContent = inList || list.ariaLabel || list.querySelector("h2")?.textContent || to.textContent;
    card.append(Object.assign(document.createElement("a"), { className: "ws-card-list", href: to.href, textContent }));
    // The letters of the list, and not those of a heading that cites.
    const { fontFamily, fontSize, lineHeight } = getComputedStyle(item);
    Object.assign(card.style, { fontFamily, fontSize, lineHeight });
    to.after(card);
    card.showPopover?.();
    to.ariaExpanded = true;
    place();
  };

  // Below the citation's line, or above it where there is more room, and never on it.
  const place = () => {
    if (!card) return;
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const whole = rect(link);
    const boxes = [whole, ...link.closest(".ws-cite").getClientRects()];
    const line = boxes.filter((box) => box.top < whole.bottom && box.bottom > whole.top);
    const top = Math.min(...line.map((box) => box.top)) - 6;
    const bottom = Math.max(...line.map((box) => box.bottom)) + 6;
    const header = document.querySelector(".md-header,.fixed-top");
    const above = top - 8 - (header ? rect(header).bottom : 0);
    const below = height - 8 - bottom;
    const under = below >= Math.min(card.scrollHeight + 2, height / 2, above);
    const { style } = card;
    style.maxHeight = Math.min(height / 2, under ? below : above) + "px";
    style.left = style.top = 0;
    const now = rect(card);
    const left = (middle ?? (whole.left + whole.right) / 2) - now.width / 2;
    style.left = Math.max(8, Math.min(left, width - now.width - 8)) - now.left + "px";
    style.top = (under ? bottom : top - now.height) - now.top + "px";
  };

  const point = (event, at) => {
    if (event.pointerType === "touch" || event.buttons) return;
    const now = ours(at) ? link : citation(at);
    if (now === wanted) return;
    wanted = now;
    clearTimeout(timer);
    timer = setTimeout(() => held() || (now ? open(now, event.clientX) : close()), now ? 200 : 300);
  };
  on("pointerover", (event) => point(event, event.target));
  on("pointerout", (event) => point(event, event.relatedTarget));
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
    else if (ours(event.target) && !event.target.closest("a")) event.preventDefault(); // it may stand in a summary
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
