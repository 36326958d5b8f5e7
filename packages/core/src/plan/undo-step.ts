const mark = '~undo';

/** The name that a step's rollback units journal under: the step and its undo take each other's marks away. */
export const undoStep = (step: string): string => `${step}${mark}`;
/** The step that this name undoes; null: it is no undo. */
export const undoneStep = (step: string): string | null => (step.endsWith(mark) ? step.slice(0, -mark.length) : null);
