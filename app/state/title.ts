/** The title of the browser's tab: the page's own name, and first of all whether it is a recording. */
import { useEffect } from 'react';
import { createStore, useStore, type Source } from './store.ts';

const PROGRAM = 'Flowboard';

/** What the page that is open is called; empty on the front page. */
const name = createStore('');
export const pageName: Source<string> = name;

/** Calls the open page `text` until the component goes. */
export function useTitle(text: string): void {
  useEffect(() => {
    name.set(text);
    return () => name.set('');
  }, [text]);
}

/** Keeps the tab's title; for the one component that is always there. */
export function useTabTitle(isReplay: boolean): void {
  const page = useStore(name);
  useEffect(() => {
    document.title = titleOf(page, isReplay);
  }, [page, isReplay]);
}

/** Returns "Replay · Rain in Dallas · Flowboard". */
export function titleOf(page: string, isReplay: boolean): string {
  return [...(isReplay ? ['Replay'] : []), ...(page === '' ? [] : [page]), PROGRAM].join(' · ');
}
