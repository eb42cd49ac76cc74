/** The exchanges as people read them: one word each, whether real money may be behind its prices, and a sentence. */
import type { ExchangeMode } from '../boot/flowboard.ts';

export interface EnvironmentWords {
  readonly word: string;
  readonly isReal: boolean;
  readonly meaning: string;
}

export const ENVIRONMENTS: Readonly<Record<ExchangeMode, EnvironmentWords>> = {
  sim: { word: 'SIMULATED', isReal: false, meaning: 'A simulated exchange on this computer. No real money.' },
  demo: { word: 'DEMO', isReal: false, meaning: 'The exchange’s demo. No real money.' },
  prod: { word: 'PRODUCTION', isReal: true, meaning: 'The real exchange.' },
  custom: { word: 'CUSTOM', isReal: true, meaning: 'The exchange that .env names.' },
};
