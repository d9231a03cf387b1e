/** Copies a text, also where the page came over plain http and the browser gives no clipboard. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = document.createElement("textarea");
    box.value = text;
    box.style.position = "fixed";
    // Inside an open dialog everything else is inert.
    (document.querySelector("dialog[open]") ?? document.body).append(box);
    const before = document.activeElement;
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (before instanceof HTMLElement) before.focus();
    return done;
  }
}
