/** The program's own version, as files and diagnostics name it: that of package.json (a test holds them together). */
export const APP_VERSION = '0.1.0';
