// The goal's banner: "Not now" puts it away for some days, on this device alone. Without this script it stays.
(() => {
  const root = document.documentElement;
  const key = (banner) => "wellspring:" + banner.dataset.campaign;
  const find = (...choices) => choices.map((choice) => document.querySelector(choice)).find(Boolean);

  // Also after a page that came without a load, and after the way back to one that was put by.
  const settle = () => {
    const banner = find(".ws-goal");
    if (!banner) return;
    banner.querySelectorAll(".ws-goal-later").forEach((button) => (button.hidden = false));
    try {
      if (localStorage.getItem(key(banner)) > Date.now()) root.dataset.wsGoal = "away";
    } catch {} // storage that is blocked remembers nothing
  };

  const putAway = (button) => {
    const banner = button.closest(".ws-goal");
    try {
      localStorage.setItem(key(banner), Date.now() + banner.dataset.days * 864e5);
    } catch {}
    root.dataset.wsGoal = "away";
    const status = find(".ws-goal-status");
    if (status) status.textContent = button.dataset.done;
    const heading = find("main h1, [role=main] h1", "h1", "main, [role=main]");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".ws-goal-later");
    if (button) putAway(button);
  });
  addEventListener("pageshow", settle);
  if (window.document$?.subscribe) document$.subscribe(settle);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", settle);
  else settle();
})();
