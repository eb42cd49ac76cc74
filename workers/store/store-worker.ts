/** Entry of the store worker: the verbs on this thread's clock and storage. */
import { systemClock } from '../lib/clock.ts';
import { serve } from '../lib/serve.ts';
import { createStore } from './service.ts';

serve(createStore({ clock: systemClock(), gauge: navigator.storage }));
