/** What was dropped or picked: a folder has an entry alone. */
interface DroppedFile {
  entry: FileSystemEntry | null;
  file: File | null;
}

interface Window {
  /** Set by start.js: the films that came before the page took them, and who takes those that come. */
  chestlens_films: { early: DroppedFile[][]; take: (found: DroppedFile[]) => void };
}
