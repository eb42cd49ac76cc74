/** Catches what a view throws while drawing: says so in its place, with the message to copy, and can try again. */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './button.tsx';

interface ErrorBoundaryProps {
  /** Begins the sentence: "The board". */
  readonly name: string;
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
    return (
      <div className="notice-page" role="alert">
        <div className="notice">
          <h2 className="text-stat font-semibold">{this.props.name} could not be drawn</h2>
          <p>Recording goes on. {error.message}</p>
          <Button look="strong" onClick={() => this.setState({ error: undefined })}>
            Try again
          </Button>
        </div>
      </div>
    );
  }
}
