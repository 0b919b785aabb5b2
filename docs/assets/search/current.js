// The engine of the site's current search index. A publication replaces the index while pages are open, and a
// cache may still have the name of the one before: then the engine is loaded anew, once.

import { Engine } from "./engine.js";
import { findIndex } from "./files.js";

export class CurrentEngine {
  /** @param {URL} site */
  constructor(site) {
    this.indexes = new URL("pagefind/", site);
    /** @type {URL | undefined} the folder of the index in use */
    this.folder = undefined;
    /** @type {Promise<Engine> | undefined} */
    this.loading = undefined;
  }

  /**
   * Load the engine, unless it is loaded. After a failure the next call tries again.
   * @param {boolean} [withWords] whether the query has words
   */
  load(withWords = true) {
    this.loading ??= this.start(withWords);
    this.loading.catch(() => (this.loading = undefined));
    return this.loading;
  }

  /** @param {boolean} withWords */
  async start(withWords) {
    this.folder ??= await findIndex(this.indexes);
    return Engine.load(this.folder, withWords);
  }

  /**
   * After a failure, return whether the site has another index than the one in use; the next call of `load`
   * loads that one.
   */
  async isReplaced() {
    const before = this.folder?.href;
    try {
      this.folder = await findIndex(this.indexes, true);
    } catch {
      return false; // the failure that led here is the one to show
    }
    if (this.folder.href === before) return false;
    this.loading = undefined;
    return true;
  }
}
