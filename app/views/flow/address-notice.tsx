/** What the address named and nobody has, as a toast: the page is another than was asked for. */
import { useEffect } from 'react';
import { toast } from 'sonner';
import { useStore } from '../../state/store.ts';
import { notFound } from '../../state/view.ts';

const ID = 'address';

export function AddressNotice() {
  const sentence = useStore(notFound);
  useEffect(() => {
    if (sentence !== '') toast(sentence, { id: ID });
  }, [sentence]);
  return null;
}
