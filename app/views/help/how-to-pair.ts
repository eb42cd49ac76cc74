/** The one explanation of pairing, wherever it is needed. */
export const HOW_TO_PAIR = 'Press Enter in the relay’s terminal and open the address it prints.';
