import colours from 'picocolors';

/** Only where a person reads it: picocolors takes CI for a terminal. */
export const pc = colours.createColors(process.stdout.isTTY === true && !process.env['NO_COLOR']);
