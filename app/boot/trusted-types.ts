/**
 * The one Trusted Types policy: under our CSP a worker's address must come through it. Imported first by main.tsx, before any
 * worker is made. It lets same-origin script addresses pass and nothing else; there is no way to make HTML or script text.
 */

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
}

/** Returns `url` where it stays on `origin`; throws where it would leave it. */
export function sameOriginScript(url: string, origin: string): string {
  const target = new URL(url, origin);
  if (target.origin !== origin)
    throw new TypeError(`Expected a script of ${origin}, but it was one of ${target.origin}.`);
  return target.href;
}

/** Makes the policy where the browser knows Trusted Types; elsewhere the CSP alone holds. */
export function installTrustedTypes(scope: object, origin: string): void {
  const factory = 'trustedTypes' in scope ? (scope.trustedTypes as PolicyFactory | undefined) : undefined;
  factory?.createPolicy('default', { createScriptURL: (url) => sameOriginScript(url, origin) });
}

if (typeof window !== 'undefined') installTrustedTypes(window, window.location.origin);
