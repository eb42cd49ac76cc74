/** Notifications of the system: whether the browser allows them, and the one that tells of alerts. */

export type Leave = NotificationPermission | 'missing';

export function permission(): Leave {
  return 'Notification' in window ? Notification.permission : 'missing';
}

/** Asks the reader; only after a click, else browsers refuse for good. */
export async function askPermission(): Promise<Leave> {
  if (!('Notification' in window)) return 'missing';
  try {
    return await Notification.requestPermission();
  } catch {
    return permission();
  }
}

/** `renotify` is in no type of TypeScript's: with it the notice that takes another one's place is announced like the first. */
const noticeOptions = (body: string): NotificationOptions & { readonly renotify: true } => ({
  body,
  tag: 'flowboard-alerts',
  renotify: true,
});

/** Tells of alerts outside the page; a click on it brings the page back. The next one takes the place of this. */
export function notify(title: string, body: string): void {
  if (permission() !== 'granted') return;
  try {
    const notice = new Notification(title, noticeOptions(body));
    notice.onclick = () => {
      window.focus();
      notice.close();
    };
  } catch {
    // Browsers of phones have the word and refuse the deed.
  }
}
