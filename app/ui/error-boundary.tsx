/** Catches what a view throws while drawing: says so in its place, with the message to copy, and can try again. */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './button.tsx';

export type ErrorLook = 'page' | 'line';

interface ErrorBoundaryProps {
  /** Begins the sentence: "The board". */
  readonly name: string;
  /** In the place of a page, or as one line where a bar was. */
  readonly look?: ErrorLook;
  /** "Try again" was pressed. */
  readonly onRetry?: () => void;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | undefined;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: undefined };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // The browser's own report keeps the stack for whoever looks into the console.
    reportError(new Error(`${error.message}${info.componentStack ?? ''}`, { cause: error }));
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const { name, look = 'page', onRetry } = this.props;
    const again = (): void => {
      onRetry?.();
      this.setState({ error: undefined });
    };
    if (look === 'line')
      return (
        <div className="error-line" role="alert">
          <p title={error.message}>
            {name} could not be drawn. Recording goes on. {error.message}
          </p>
          <Button isSmall look="strong" onClick={again}>
            Try again
          </Button>
        </div>
      );
    return (
      <div className="notice-page" role="alert">
        <div className="notice">
          <h2 className="text-stat font-semibold">{name} could not be drawn</h2>
          <p>Recording goes on. {error.message}</p>
          <Button look="strong" onClick={again}>
            Try again
          </Button>
        </div>
      </div>
    );
  }
}
