/** Passing news of the session (a worker was born again) as toasts, each told once. */
import { useEffect, useRef } from 'react';
import { toast } from 'sonner';
import { useSession } from '../../state/flowboard-context.tsx';

export function SessionNotices() {
  const notices = useSession((session) => session.notices);
  const told = useRef(-Infinity);
  useEffect(() => {
    for (const notice of notices) {
      if (notice.id <= told.current) continue;
      told.current = notice.id;
      toast(notice.text);
    }
  }, [notices]);
  return null;
}
