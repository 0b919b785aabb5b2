// What scripts/press_archive/publish/offline_copy.py writes as assets/offline/index.js, which the page loads before search.js.

type OfflineDocument = [
  id: string,
  headline: string,
  language: string,
  facts: string,
  nearness: string,
  summary: string,
  /** Their positions in `terms`. */
  terms: number[],
];

declare const OFFLINE_INDEX: {
  /** Newest first. */
  documents: OfflineDocument[];
  /** All names of each term. */
  terms: string[];
};
