/**
 * A piece of the page that comes in a file of its own, in a boundary of its own. Unlike with React's `lazy`, a file that did
 * not come is not lost for good: "Try again" asks for it anew. Stands in a Suspense, which shows something meanwhile.
 */
import { use, type ComponentType, type ReactNode } from 'react';
import { ErrorBoundary, type ErrorLook } from './error-boundary.tsx';

interface PartFile<T> {
  /** Asks for the file, unless it was asked for before; the same promise until `forget`. `use` of one that has come never waits. */
  load(): Promise<T>;
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
  let hasCome = false;
  return {
    load: () => (coming ??= readable(load(), () => (hasCome = true))),
    forget: () => {
      if (!hasCome) coming = undefined;
    },
  };
}

/** Returns `promise` with what React puts on one that it has waited for: so it need not wait for one that came before. */
function readable<T>(promise: Promise<T>, onCome: () => void): Promise<T> {
  promise.then(
    (value) => {
      onCome();
      void Object.assign(promise, { status: 'fulfilled', value });
    },
    () => undefined,
  );
  return promise;
}

/** Returns a component that draws what `load` brings. `name` begins the sentence when it cannot: "The drawer". */
export function part<P extends object>(
  name: string,
  look: ErrorLook,
  load: () => Promise<ComponentType<P>>,
): Part<P> {
  const file = partFile(load);
  function Inner(props: P): ReactNode {
    const Found = use(file.load());
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
