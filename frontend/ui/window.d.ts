// What Wails, or the fake bridge in its place, adds to a page's window.

/** What a bound method does: it returns a value, fails, or does not return before somebody releases it. */
interface Answer {
  value?: unknown;
  error?: unknown;
  hold?: boolean;
}

/** What a test says of a session. */
type Revised = Partial<import("../js/bridge.js").Session>;

interface Fake {
  load(state: { session?: Revised; answers?: Record<string, Answer>; press?: string[] }): void;
  be(session: Revised): Revised;
  emit(session: Revised): void;
  become(session: Revised): void;
  session(): Revised | null;
  answer(method: string, answer: Answer): void;
  release(method: string, answer: Answer, most?: number): void;
  count(method: string): number;
  last(method: string): string;
  shown(): number;
  pressed: boolean;
  otherwise(method: string): Answer;
  ready: Promise<unknown> | null;
}

interface Window {
  fake: Fake;
  WailsInvoke(message: string): void;
  wails: { Callback(message: string): void; EventsNotify(message: string): void };
  runtime: {
    EventsOnMultiple(name: string, listener: (...data: unknown[]) => void, most: number): () => void;
    ClipboardSetText(text: string): Promise<unknown>;
    WindowShow(): void;
  };
  go: { main: { App: Record<string, (...args: unknown[]) => Promise<unknown>> } };
}
