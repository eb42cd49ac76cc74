/**
 * A piece of the page that comes in a file of its own, in a boundary of its own. Unlike with React's `lazy`, a file that did
 * not come is not lost for good: "Try again" asks for it anew. Stands in a Suspense, which shows something meanwhile.
 */
import { use, type ComponentType, type ReactNode } from 'react';
import { ErrorBoundary, type ErrorLook } from './error-boundary.tsx';

interface PartFile<T> {
  /** Asks for the file, unless it was asked for before; the same promise until `forget`. */
  load(): Promise<T>;
  /** What came: drawn without waiting. */
  found(): T | undefined;
  /** After a failure: the next `load` asks again. */
  forget(): void;
}

interface Part<P> {
  (props: P): ReactNode;
  /** Fetches the file before it is needed; a failure shows when the part is drawn. */
  fetch(): void;
}

/** Returns the one memory of a file that `load` brings. */
export function partFile<T>(load: () => Promise<T>): PartFile<T> {
  let coming: Promise<T> | undefined;
  let found: T | undefined;
  return {
    load: () =>
      (coming ??= load().then((file) => {
        found = file;
        return file;
      })),
    found: () => found,
    forget: () => {
      if (found === undefined) coming = undefined;
    },
  };
}

/** Returns a component that draws what `load` brings. `name` begins the sentence when it cannot: "The drawer". */
export function part<P extends object>(
  name: string,
  look: ErrorLook,
  load: () => Promise<ComponentType<P>>,
): Part<P> {
  const file = partFile(load);
  function Inner(props: P): ReactNode {
    const Found = file.found() ?? use(file.load());
    return <Found {...props} />;
  }
  function Outer(props: P): ReactNode {
    return (
      <ErrorBoundary name={name} look={look} onRetry={() => file.forget()}>
        <Inner {...props} />
      </ErrorBoundary>
    );
  }
  return Object.assign(Outer, { fetch: () => void file.load().catch(() => undefined) });
}
