/** Which part of the front page a phone shows; it stays over a look at another page. */
import { createStore } from './store.ts';

export type PhoneTab = 'hot' | 'tape' | 'heat' | 'analytics';

export const phoneTab = createStore<PhoneTab>('hot');
