/** Windows of the screen's control besides the one configured, minutes. */
export const WINDOWS: readonly number[] = [1, 5, 10, 30];
