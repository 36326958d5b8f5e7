import { FluxError } from '@flux/core';

/**
 * A password with `/`, `?`, `#` or `@` in it that is not percent-encoded moves the parts of the URL: one of its pieces
 * is then taken for a host, a port or a database, tried in the network, and named in messages.
 * @throws FluxError CONNECT_FAILED, without a word of the URL
 */
export function refuseUnclearUrl(text: string): void {
  const url = parsed(text);
  if (url === null || !/^postgres(?:ql)?:$/.test(url.protocol)) throw unreadable('The connection URL cannot be read.');
  const unnamed = url.username === '';
  const misread = url.pathname.includes('@') || /#/.test(text) || (unnamed && url.search.includes('@'));
  if (misread) throw unreadable('The connection URL is not clear: its password seems not to be percent-encoded.');
}

const parsed = (text: string): URL | null => {
  try {
    return new URL(text);
  } catch {
    // The native error quotes the URL.
    return null;
  }
};

export const unreadable = (message: string): FluxError =>
  new FluxError(
    'CONNECT_FAILED',
    message,
    'Write it as postgres://user:password@host:5432/database, with special characters in the password percent-encoded: / as %2F, ? as %3F, # as %23, @ as %40, : as %3A, % as %25.',
  );
