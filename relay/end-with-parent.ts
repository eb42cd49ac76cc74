/**
 * Loaded before the simulated exchange when the relay starts it: ends the process when the relay is gone, however it
 * went (a killed process cannot say goodbye, but its end of the pipe closes). Otherwise an orphan would keep the port.
 */
process.stdin.on('close', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();
