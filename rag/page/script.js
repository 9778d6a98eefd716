// The page's behaviour: markers lead to source cards, 查看原文 opens the report, examples ask themselves.
// Everything is shown as the server escaped it; nothing is requested but from the server of this page.
"use strict";

document.documentElement.lang = "zh-CN";

const reportPage = {
  picked: "",

  connect(element, trigger, server, asked) {
    element.setAttribute("role", "log");
    element.setAttribute("aria-live", "polite");
    element.setAttribute("aria-label", "问答记录");
    this.server = server;
    element.addEventListener("click", (event) => {
      const example = event.target.closest(".example");
      if (!example) return;
      this.picked = example.dataset.question;
      trigger(asked);
    });
    followGrowth(element);
  },

  async openReport(button) {
    const { report, spans, current } = button.dataset;
    const dialog = reportDialog();
    dialog.replaceChildren(waitingLine());
    dialog.showModal();
    try {
      dialog.innerHTML = await this.server.open_report({ report, spans, current: Number(current) });
    } catch {
      dialog.replaceChildren(failureLine());
    }
    if (dialog.open) showMark(dialog, dialog.querySelector("mark.current"));
    dialog.querySelector(".close")?.focus({ preventScroll: true });
  },
};

// The theme has no dark variant: Gradio's own would leave white text on our white panels.
new MutationObserver(() => document.body.classList.remove("dark")).observe(document.body, {
  attributes: true, attributeFilter: ["class"],
});

// Gradio's own notices are English; what can be said of them in general is said in Chinese.
const NOTICES = {
  "Connection to the server was lost. Attempting reconnection...": "与程序的连接中断，正在重新连接，恢复后本页会自动刷新。",
};
new MutationObserver(() => {
  for (const text of document.querySelectorAll('[data-testid="toast-text"]')) {
    if (!/[\u4e00-\u9fff]/.test(text.textContent)) {
      text.textContent = NOTICES[text.textContent.trim()] ?? "操作没有完成，请重试。";
    }
  }
  for (const title of document.querySelectorAll(".toast-title span:first-child")) {
    if (title.firstChild?.data?.trim() === "Error") title.firstChild.data = "提示 ";
  }
}).observe(document.body, { childList: true, subtree: true });

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const marker = event.target.closest("a.marker");
  if (marker) {
    event.preventDefault();
    showSource(marker.dataset.source);
  }
  const button = event.target.closest("button.open");
  if (button) reportPage.openReport(button);
  const back = event.target.closest("button.back");
  if (back) document.querySelector(`a.marker[data-source="${back.dataset.source}"]`)?.focus();
});

function showSource(name) {
  const card = document.getElementById(name);
  if (!card) return;
  const section = card.closest(".sources");
  for (const other of document.querySelectorAll("section.sources")) other.hidden = other !== section;
  card.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  card.focus({ preventScroll: true });
  card.classList.remove("flash");
  void card.offsetWidth; // restarts the animation of a card that is clicked again
  card.classList.add("flash");
}

function reportDialog() {
  let dialog = document.getElementById("report");
  if (dialog) return dialog;
  dialog = document.createElement("dialog");
  dialog.id = "report";
  dialog.setAttribute("aria-label", "报告原文");
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest(".close")) dialog.close();
    const step = event.target.closest(".step");
    if (step) stepMark(dialog, Number(step.dataset.step));
  });
  document.body.append(dialog);
  return dialog;
}

function stepMark(dialog, step) {
  const marks = [...dialog.querySelectorAll("mark[id]")];
  const at = marks.findIndex((mark) => mark.classList.contains("current"));
  showMark(dialog, marks[(at + step + marks.length) % marks.length]);
}

function showMark(dialog, mark) {
  if (!mark) return;
  const marks = [...dialog.querySelectorAll("mark")];
  let inside = false;
  for (const other of marks) {
    if (other.id) inside = other === mark;
    other.classList.toggle("current", inside);
  }
  const named = marks.filter((other) => other.id);
  const output = dialog.querySelector("output");
  if (output) output.textContent = `第 ${named.indexOf(mark) + 1} / ${named.length} 处引用`;
  mark.scrollIntoView({ block: "center" });
}

function waitingLine() {
  return line("正在打开原文……");
}

function failureLine() {
  return line("没有打开：与程序的连接中断了。请按 Esc 关闭后再试。");
}

function line(text) {
  const paragraph = document.createElement("p");
  paragraph.className = "waiting";
  paragraph.textContent = text;
  return paragraph;
}

// The reason of a flag that was opened by the keyboard is closed by it, too.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement?.matches(".flag")) document.activeElement.blur();
});

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// A growing answer stays in view unless the reader has scrolled up to look at an earlier one.
function followGrowth(element) {
  const view = element.closest("#transcript") ?? element;
  let turns = 0;
  new MutationObserver(() => {
    const now = element.querySelectorAll("li.turn").length;
    const atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < 160;
    if (now > turns || atEnd) view.scrollTop = view.scrollHeight;
    if (now > turns) element.querySelector("li.turn:last-child").scrollIntoView({ block: "nearest" });
    turns = now;
  }).observe(element, { childList: true, subtree: true, characterData: true });
}

window.reportPage = reportPage;
