const isShown = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true }) && !element.closest('.uk-hidden, .uk-scroll, .uk-tip');

const nameOf = (element: Element): string => element.textContent?.slice(0, 30) ?? '';

/** What a person would see as broken: text that leaves its card or the page, and drawings that lie over the words below them. */
export function layoutFaults(page: Element): string[] {
  const frames = [page, ...page.querySelectorAll('.uk-card')];
  const outside = frames.flatMap((frame) => {
    const { left, right } = frame.getBoundingClientRect();
    return [...frame.querySelectorAll('*')].flatMap((element) => {
      const box = element.getBoundingClientRect();
      const leaves = box.width > 0 && (box.left < left - 1 || box.right > right + 1);
      return leaves && isShown(element) ? [`${nameOf(element)} leaves ${nameOf(frame)}`] : [];
    });
  });
  const covered = [...page.querySelectorAll('.uk-card')].flatMap((card) => {
    const foot = card.querySelector('.uk-foot, .uk-heat-foot')?.getBoundingClientRect().top ?? Infinity;
    return [...card.querySelectorAll('.uk-svg')].flatMap((drawing) =>
      drawing.getBoundingClientRect().bottom > foot + 1 ? [`${nameOf(card)} lies over its foot`] : [],
    );
  });
  return [...outside, ...covered];
}

/** Size of the text of the first drawing in CSS px. */
export function drawnTextPx(page: Element): number {
  const drawing = page.querySelector<SVGSVGElement>('.uk-svg');
  return drawing === null ? 0 : (12 * drawing.getBoundingClientRect().width) / drawing.viewBox.baseVal.width;
}
