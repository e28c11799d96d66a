import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

export interface Subpackage {
  root: string;
  pages: string[];
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** One subpackage per folder in `src/features`; its pages are the folders in it that hold an `index.config.ts`. */
export function findSubpackages(sourceFolder: string): Subpackage[] {
  const features = path.join(sourceFolder, 'features');
  return foldersIn(features)
    .map((feature) => ({
      root: `features/${feature}`,
      pages: foldersIn(path.join(features, feature))
        .filter((page) => existsSync(path.join(features, feature, page, 'index.config.ts')))
        .map((page) => `${page}/index`),
    }))
    .filter((subpackage) => subpackage.pages.length > 0);
}
