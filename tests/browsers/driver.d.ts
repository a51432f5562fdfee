/** A browser with one tab, as the main job uses it. */
export interface Driver {
  /** Opens an address, and waits until it is loaded. */
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Clicks the first element that a CSS selector finds, as a person does. */
  click(selector: string): Promise<void>;
  /** Types into what has the focus. A line's end is the Enter key. */
  type(text: string): Promise<void>;
  /** Clicks what asks for files, and chooses some by their paths. */
  choose(selector: string, paths: string[]): Promise<void>;
  /** Calls a function in the page. */
  evaluate<A, R>(read: (argument: A) => R, argument: A): Promise<Awaited<R>>;
  /** A picture of the tab, as PNG. */
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}
