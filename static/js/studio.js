// The editor: saves and checks while somebody writes. Without this file the buttons do the same.
// Its words come from the page (data-…). What is being typed is never touched.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form || !window.fetch) return;
  const words = form.dataset;
  const status = form.querySelector(".saved");
  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const areas = [...form.querySelectorAll("textarea")];
  const typed = () => areas.map((area) => area.value).join("\u0000");
  let kept = typed();
  let timer = 0;
  let busy = false;
  let closed = false;

  function show({ findings, previews }) {
    document.getElementById("hasil-periksa").innerHTML = findings;
    for (const place of Object.keys(previews)) document.getElementById("pratinjau-" + place).innerHTML = previews[place];
  }

  async function save(keepalive) {
    const text = typed();
    if (busy || closed || text === kept) return;
    busy = true;
    say(words.saving);
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(words.draft, { method: "POST", body, keepalive });
      if (answer.status === 409) {
        closed = true;
        say(words.stale);
        return;
      }
      if (answer.redirected) {
        closed = true;
        say(words.out);
        return;
      }
      if (!answer.ok) throw new Error(answer.status);
      const said = await answer.json();
      kept = text;
      form.elements.version.value = said.version;
      say(words.saved.replace("{time}", said.saved));
      show(said);
    } catch (error) {
      say(words.waiting);
      later(5000);
    } finally {
      busy = false;
      if (typed() !== kept && !closed) later(1500);
    }
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  form.addEventListener("input", () => later(1500));
  addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(typed().length < 60000); });
  addEventListener("beforeunload", (event) => { if (typed() !== kept && !closed) event.preventDefault(); });
  form.addEventListener("submit", () => { closed = true; });

  // The examples become buttons above the text; one that is pressed stands where the caret was.
  for (const list of form.querySelectorAll("details.examples")) {
    const area = document.getElementById(list.dataset.into);
    const bar = document.createElement("div");
    bar.className = "toolbar";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", list.dataset.label);
    for (const example of list.querySelectorAll("pre")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet";
      button.textContent = "+ " + example.dataset.name;
      button.addEventListener("click", () => insert(area, example.textContent));
      bar.append(button);
    }
    area.before(bar);
    list.hidden = true;
  }

  function insert(area, words) {
    area.focus();
    const before = area.value.slice(0, area.selectionStart);
    const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const text = gap + words.trimEnd() + "\n\n";
    // Typed by the browser it can be undone; where that is not offered, it is put in.
    if (!document.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A finding leads to its line in the text.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    const area = link && document.querySelector(link.getAttribute("href"));
    if (!area) return;
    event.preventDefault();
    const lines = area.value.split("\n");
    const start = lines.slice(0, link.dataset.line - 1).join("\n").length + (link.dataset.line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[link.dataset.line - 1] || "").length);
    area.scrollTop = Math.max(0, (link.dataset.line - 4) * (area.scrollHeight / lines.length));
  });
})();
