/**
 * The last line of defence: no message is built with a URL in it, but another program's may be. A password may hold any
 * sign but white space, so everything up to the last `@` of the word goes.
 */
export const withoutSecrets = (text: string): string =>
  text.replaceAll(/\b([a-z][a-z\d+.-]*:\/\/)\S*@/gi, '$1***@').replaceAll(/\b((?:ssl)?password=)[^&\s"'`]+/gi, '$1***');

/** As JSON; each string by itself, so that the document stays whole. */
export const jsonWithoutSecrets = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? withoutSecrets(part) : part), 2);
