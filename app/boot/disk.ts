/** What is on disk, as the page itself reads it. Its library comes when it is first asked for: the first paint does not wait for 32 kB. */
export const disk = () => import('#contract/database.ts');
