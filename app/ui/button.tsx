/**
 * Buttons: plain, small, danger, icon alone. Native `<button>` with our shape; the type is always `button`. One that is on has
 * `aria-pressed` where its name stays, and `data-on` where its name says what it would do now ("Go on"): read together they contradict.
 */
import type { ComponentProps, ReactNode } from 'react';

type ButtonProps = ComponentProps<'button'> & {
  readonly look?: 'plain' | 'strong' | 'danger';
  readonly isSmall?: boolean;
};

export function Button({ look = 'plain', isSmall = false, className = '', ...rest }: ButtonProps) {
  const shape = `button${look === 'plain' ? '' : ` button-${look}`}${isSmall ? ' button-small' : ''}`;
  return <button type="button" className={`${shape} ${className}`} {...rest} />;
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & {
  /** Name for readers and tooltip. */
  readonly label: string;
  readonly isSmall?: boolean;
  readonly children: ReactNode;
};

/** A button that is only an icon: `label` is its name and its tooltip. */
export function IconButton({ label, isSmall = false, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`icon-button${isSmall ? ' icon-button-small' : ''} ${className}`}
      {...rest}
    />
  );
}
