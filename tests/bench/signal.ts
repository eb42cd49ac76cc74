/** The market of the signals that the flood sends between its trades. */
export const SIGNAL_TICKER = 'KXSIGNAL-26NOV20-T1';
