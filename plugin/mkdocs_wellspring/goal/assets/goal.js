// The goal's banner: away for who says so or has given, with a newer count if there is one. Without this script it
// stays as it was built. Every reader loads it, so names are short: d is the banner's data, h that of <html>.
(() => {
  let news,
    h = document.documentElement.dataset,
    find = (css) => document.querySelector(css),
    later = (d) => Date.now() + d.days * 864e5;

  // Storage that is blocked remembers nothing. A gift is remembered under no campaign's name: it is quiet for all.
  let mark = (campaign, text) => {
    try {
      let store = localStorage,
        key = "wellspring:" + campaign;
      if (text != null) store[key] = text;
      return store[key];
    } catch {}
  };

  // Also after a page that came without a load, and after the way back to one that was put by.
  let settle = () => {
    let d = find(".ws-goal-thanks")?.dataset;
    if (d) {
      mark("", later(d));
      h.wsGoal = "given";
    }
    d = find(".ws-goal")?.dataset;
    if (!d) return;
    for (let kept of [mark(d.campaign), mark("")]) if (kept == "never" || kept > Date.now()) h.wsGoal ||= "away";
    if (Date.parse(d.until) <= Date.now()) h.wsEnded = "";
    for (let b of document.querySelectorAll(".ws-goal button")) b.hidden = false;
    if (d.fresh) (news ||= load(d.fresh)).then(renew).catch(() => {});
  };

  // Once for all pages that come without a load.
  let load = async (url) => {
    let answer = await fetch(url, {
        mode: "same-origin",
        credentials: "omit",
        cache: "no-cache",
        redirect: "error",
        signal: AbortSignal.timeout(4e3),
      }),
      body = await answer.blob();
    return answer.ok && body.size < 4097 && JSON.parse(await body.text());
  };

  // Nothing changes unless all is right and newer, what stands beside it stays true, and the words keep to their lines.
  let renew = (n) => {
    let d = find(".ws-goal").dataset,
      [p, q, t, bar] = ["count strong", "date", "date time", "tally progress"].map((name) => find(".ws-goal-" + name)),
      { count, date, day } = n.sentences[d.locale],
      { max } = bar,
      at = Date.parse(n.as_of),
      parts = date.split(day),
      value = Math.abs(Math.trunc(n.value)),
      list = (...all) => JSON.stringify(all);
    if (
      list(n.schema, n.campaign, n.definition, n.target, n.value, n.bar, parts.length) !=
        list(1, d.campaign, d.definition, max, value, Math.min(value, max), 2) ||
      ![n.as_of, n.until ?? day, count, date, day].every((text) => text.trim() && text.length < 201) ||
      !/^(live|stale|reached|over|stretch)$/.test(n.state) ||
      !/(Z|\+00:00)$/.test(n.as_of) ||
      !(at > Date.parse(d.asOf)) ||
      at > Date.now() + 3e5 ||
      (bar.value == max && value < max)
    )
      return;
    let line = q.cloneNode(),
      time = t.cloneNode(),
      old = p.textContent,
      room = (line) => list(p.parentNode.offsetHeight, line.offsetHeight),
      before = room(q);
    time.append(day);
    time.dateTime = n.as_of;
    line.append(parts[0], time, parts[1]);
    q.replaceWith(line);
    p.textContent = count;
    if (room(line) == before) {
      bar.value = value;
      d.asOf = n.as_of;
    } else {
      p.textContent = old;
      line.replaceWith(q);
    }
  };

  addEventListener("click", ({ target }) => {
    let b = target.closest?.("[class^=ws-goal] button"),
      banner = find(".ws-goal"),
      back = b?.closest(".ws-goal-back");
    if (!b || !banner) return;
    if (back) {
      delete h.wsGoal;
      mark("", "");
    } else h.wsGoal = "away";
    mark(banner.dataset.campaign, back ? "" : b.matches(".ws-goal-never") ? "never" : later(banner.dataset));
    find(".ws-goal-status").textContent = b.dataset.done || "";
    let next = back ? banner : find("main h1,[role=main] h1") || find("h1") || document.body;
    next.tabIndex = -1;
    next.focus();
  });
  addEventListener("pageshow", settle);
  window.document$?.subscribe?.(settle);
  settle();
})();
