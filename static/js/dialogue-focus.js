// Where the person is on the page, kept when the page is swapped; a new step begins at its heading.
export class Focus {
  isWriting() {
    return Boolean(document.activeElement?.matches("#phone textarea"));
  }

  remember(page) {
    const here = page.contains(document.activeElement) ? document.activeElement : null;
    this.step = page.dataset.step;
    this.id = here?.id;
    this.selection = here?.matches("textarea") && [here.selectionStart, here.selectionEnd];
  }

  restore(page) {
    const there = this.id && page.querySelector(`#${CSS.escape(this.id)}`);
    if (there) {
      there.focus({ preventScroll: true });
      if (this.selection) there.setSelectionRange(...this.selection);
    } else if (page.dataset.step !== this.step) {
      page.querySelector("h1").focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }
}
