(function () {
  var root = document.documentElement;
  function reveal() {
    document.querySelectorAll(".ws-goal-later[hidden]").forEach(function (button) { button.hidden = false; });
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".ws-goal-later");
    if (!button) return;
    var banner = button.closest(".ws-goal"), page = document.querySelector("main h1, [role=main] h1, article h1, h1");
    try { localStorage.setItem("wellspring:" + banner.dataset.campaign, Date.now()); } catch (e) { /* for this page, then */ }
    root.dataset.wsGoal = "away";
    var status = document.querySelector(".ws-goal-status");
    if (status) status.textContent = button.dataset.done;
    if (page) { page.tabIndex = -1; page.focus({ preventScroll: true }); }
  });
  if (typeof document$ !== "undefined") document$.subscribe(reveal);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", reveal);
  else reveal();
})();
